// Five wrong rules in src, one after the other, in a copy: the second reckoning must catch each. npm run reckon:mutations
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const mutations = [
  {
    name: 'today counts as missed',
    file: 'src/kernel/cli/deadlines.ts',
    from: "if (left < 0) return 'overdue'",
    to: "if (left <= 0) return 'overdue'",
  },
  {
    name: 'the share of a grade is rounded up',
    file: 'src/assessment/score/grade.ts',
    from: 'Math.floor((there.length * grade.share) / 100)',
    to: 'Math.ceil((there.length * grade.share) / 100)',
  },
  {
    name: 'points are rounded down to tenths',
    file: 'src/assessment/score/ratio.ts',
    from: 'const doubled = 20n * num + den',
    to: 'const doubled = 20n * num',
  },
  {
    name: 'a leave approved afterwards excuses an absence',
    file: 'src/policy/on-leave.ts',
    from: `l."approvedOn" <= \${day} and `,
    to: '',
  },
  {
    name: 'what remains of a split order goes to the lowest code alone',
    file: 'src/resources/purchase.ts',
    from: 'case when x.place <= x.amount % x.villages then 1 else 0 end',
    to: 'case when x.place = 1 then x.amount % x.villages else 0 end',
    // One 分 in an order of three villages or more is rare.
    counties: 120,
  },
]

const root = new URL('../..', import.meta.url).pathname
const copy = mkdtempSync(join(tmpdir(), 'cun-mutations-'))
for (const part of ['src', 'test', 'data', 'bin', 'package.json', 'tsconfig.json']) {
  cpSync(join(root, part), join(copy, part), { recursive: true })
}
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))

/** The short form in the copy: what it printed, where it differed. */
function differences(counties = 20) {
  const command = ['vitest', 'run', '--config', 'test/vitest.config.ts', 'test/reckoning/reckoning.test.ts']
  const env = { ...process.env, NO_COLOR: '1', RECKON_SHORT: String(counties) }
  const { status, stdout, stderr } = spawnSync('npx', command, { cwd: copy, encoding: 'utf8', env })
  const found = `${stdout}${stderr}`
    .split('\n')
    .filter(line => /only (cun|the reckoning): |: reckoning .*, cun /.test(line))
  return { isCaught: status !== 0 && found.length > 0, status, found }
}

/** Part of a name: only these mutations. */
const only = process.argv[2] ?? ''
let missed = 0
const unchanged = differences()
if (unchanged.status !== 0) {
  process.stdout.write(`without a mutation the reckoning already differs:\n${unchanged.found.join('\n')}\n`)
  process.exit(1)
}
for (const { name, file, from, to, counties } of mutations.filter(m => m.name.includes(only))) {
  const path = join(copy, file)
  const text = readFileSync(path, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} no longer says: ${from}`)
  writeFileSync(path, text.replace(from, to))
  const { isCaught, found } = differences(counties)
  writeFileSync(path, text)
  if (!isCaught) missed += 1
  const by = found[0]?.replace(/^[^"]*"/, '').replace(/",?$/, '')
  process.stdout.write(
    `${isCaught ? 'caught' : 'MISSED'}  ${name} (${file})\n${isCaught ? `        by ${by}\n` : ''}`,
  )
}
rmSync(copy, { recursive: true, force: true })
process.exit(missed === 0 ? 0 : 1)
