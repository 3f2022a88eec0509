import { createHash } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { county } from './county.js'
import { bad, drop, each, has, must, place } from './cun.js'

const zones = ['Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Kathmandu', 'UTC']
const times = ['2024-07-26 09:30:00', '1970-01-02 00:00:00', '2099-12-31 23:59:58', '2024-12-31 23:59:59']

const papers = new URL('papers.js', import.meta.url).pathname

/** The digests of everything printed from one database in one place and time. */
async function printed(db, env, before) {
  const here = place(db)
  const { CUN_DB, ...rest } = env
  await must(here, [], { env: rest, before, program: papers })
  const files = readdirSync(here, { recursive: true, withFileTypes: true }).filter(f => f.isFile())
  const digests = files
    .filter(f => !f.name.startsWith('cun.db'))
    .map(f => [
      f.name,
      createHash('sha256')
        .update(readFileSync(join(f.parentPath, f.name)))
        .digest('hex'),
    ])
    .sort()
  drop(here)
  return digests
}

/** The same facts and the same as-of give the same bytes, whatever the clock and the zone; typed in again, too. */
export async function clocks() {
  const { at, stages } = await county()
  const wanted = await printed(stages.imported, { TZ: 'Asia/Shanghai' }, [])
  const differ = bad()
  const jobs = zones.map(TZ => ({ name: TZ, env: { TZ }, before: [] }))
  if (has('faketime'))
    for (const time of times)
      jobs.push({ name: time, env: { TZ: 'UTC' }, before: ['faketime', '-f', `@${time}`] })
  await each(jobs, async ({ name, env, before }) => {
    for (const [i, [file, digest]] of (await printed(stages.imported, env, before)).entries())
      if (wanted[i]?.[0] !== file || wanted[i][1] !== digest) differ.add(`${name}: ${file}`)
  })
  await typedAgain(at, wanted, differ)
  const skipped = has('faketime') ? '' : '; clocks skipped: faketime is missing (apt-get install faketime)'
  if (skipped && process.env.CI) differ.add(skipped)
  return [
    {
      what: `papers of one county in ${zones.length} zones and under ${has('faketime') ? times.length : 0} clocks, and typed in again: bytes that differ`,
      n: (jobs.length + 1) * wanted.length,
      result: `${differ.count}${skipped}`,
      bad: differ,
    },
  ]
}

/** When a fact was typed in plays no part: the same sheets imported elsewhere, at another time. */
async function typedAgain(at, wanted, differ) {
  const env = { TZ: 'America/New_York', CUN_DB: join(at, 'again.db'), CUN_USER: 'other' }
  const before = has('faketime') ? ['faketime', '-f', '@2025-03-01 12:00:00'] : []
  const run = words => must(at, words, { env, before })
  const sheets = readdirSync(at)
    .filter(f => /^\d\d-.*\.csv$/.test(f))
    .sort()
  await run('init --name 示例沁阳市 --code 410882 --since 2024-01-01 --quiet')
  await run(['import', '--accept-valid', '--force', '--quiet', ...sheets])
  await run('import new.csv --quiet')
  await run('posting change 1 --end 2024-07-01 --end-reason 轮换')
  await run('posting add --name 新来 --unit 示例一局 --village 东关社区 --roles 第一书记 --start 2024-07-02')
  copyFileSync(join(at, 'again.db'), join(at, 'again-closed.db'))
  for (const [i, [file, digest]] of (await printed(join(at, 'again-closed.db'), env, before)).entries())
    if (wanted[i]?.[0] !== file || wanted[i][1] !== digest) differ.add(`typed in again: ${file}`)
}
