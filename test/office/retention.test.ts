import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { filesUnder, type Place, place } from '../world.ts'

const id = (serial: string) => `41088219850307${serial}`

/** On 2024-07-26, with three years to keep: gone long ago, returned, gone with and without an ID number, just gone. */
const roster = `姓名,身份证号,联系电话,派出单位,派驻村,驻村职务,驻村开始时间,实际结束时间
欧阳早,${id('0010')},13912345671,示例一局,坞头村,第一书记,2016-01-01,2017-12-31
欧阳早,,,示例一局,紫陵村,队员,2018-01-01,2021-07-25
司马归,${id('0029')},13912345672,示例一局,坞头村,队员,2016-01-01,2017-12-31
司马归,,13912345673,示例一局,紫陵村,第一书记,2023-01-01,
上官无,,13912345674,示例二局,坞头村,第一书记,2018-01-01,2020-06-30
上官无,,,示例一局,紫陵村,队员,2023-01-01,
诸葛迟,${id('0037')},13912345675,示例二局,坞头村,队员,2018-01-01,2021-07-26
`

async function office(): Promise<Place> {
  const there = place()
  const run = async (words: string) => {
    const { code, both } = await there.run(words)
    if (code !== 0) throw new Error(both)
  }
  await run('cun init --name 甲县 --code 410882 --since 2023-01-01')
  await run('cun township add --name 紫陵镇 --code 410882103')
  await run('cun village add --name 坞头村 --code 410882103201 --township 紫陵镇')
  await run('cun village add --name 紫陵村 --code 410882103202 --township 紫陵镇')
  for (const name of ['示例一局', '示例二局']) await run(`cun unit add --name ${name} --level 县`)
  await run('cun backup')
  there.write('roster.csv', roster)
  await run('cun posting import roster.csv')
  await run('cun household add --head 上官无 --village 坞头村 --number 001 --kind 一般农户')
  await run('cun posting export --out 全部.csv')
  await run('cun backup')
  await run('cun settings set retention.years 3')
  return there
}

const listed = async (there: Place, words = 'cun retention') =>
  JSON.parse((await there.run(`${words} --format json`)).out) as {
    tables: [{ rows: Record<string, unknown>[] }]
    notes: string[]
    done?: { batch: number }
  }

test('due is who left for good more than the years ago: one person by ID number, else by name and unit', async () => {
  const there = await office()
  const { tables, notes } = await listed(there)
  const row = (
    name: string,
    unit: string,
    last: string,
    keptUntil: string,
    postings: number,
    others: number,
  ) => ({
    name,
    unit,
    last,
    keptUntil,
    postings,
    others,
    backups: 1,
  })
  expect(tables[0].rows).toEqual([
    // The other 上官无 is of another unit and in office; the household of that name may be of somebody else.
    row('上官无', '示例二局', '2020-06-30', '2023-06-30', 1, 2),
    row('欧阳早', '示例一局', '2021-07-25', '2024-07-25', 2, 0),
  ])
  // The backup made before the roster holds nobody, so it is not named.
  expect(notes.filter(n => n.startsWith('备份'))).toEqual([
    expect.stringMatching(/^备份 cun-\d{8}-\d{6}-b0*8-[0-9a-f]{12}\.db 里有其中 2 人$/),
  ])
  expect(notes).toContainEqual(
    expect.stringContaining('导出过 cun posting export: 1 次, 最近 2024-07-26 09:30:00'),
  )
  expect((await listed(there, 'cun retention --as-of 2024-07-27')).tables[0].rows).toHaveLength(3)
  expect((await listed(there, 'cun retention --as-of 2024-07-25')).tables[0].rows).toHaveLength(1)
})

test('they are erased in one batch after their list; nobody else is touched', async () => {
  const there = await office()
  const before = await there.run('cun retention erase --reason 保存期满')
  expect([before.code, before.refusals[0]?.code]).toEqual([64, 'ask.unconfirmed'])
  expect(before.out).toContain('上官无')
  expect((await there.run('cun history')).out).not.toContain('erase')

  const { code, out } = await there.run('cun retention erase --reason 保存期满 --yes')
  expect(code).toBe(0)
  expect(out.indexOf('欧阳早')).toBeLessThan(out.indexOf('已删除 2 人的个人信息, 第 10 批'))
  expect((await there.run('cun history')).out).toContain('erase posting:5 posting:1 posting:2: 保存期满')
  expect(await there.run('cun check --full')).toMatchObject({ code: 0 })
  const left = (await there.run('cun posting list')).out
  for (const [name, times] of [
    ['欧阳早', 0],
    ['上官无', 1],
    ['司马归', 2],
    ['诸葛迟', 1],
  ] as const)
    expect([name, left.split(name).length - 1]).toEqual([name, times])
  const personal = [id('0010'), '13912345671', '13912345674', '欧阳早'].map(t =>
    Buffer.from(t).toString('latin1'),
  )
  const holding = filesUnder(there.folder)
    .filter(path => !path.endsWith('.csv'))
    .filter(path => personal.some(text => readFileSync(path).toString('latin1').includes(text)))
  expect(holding.map(path => basename(path))).toEqual([expect.stringContaining('-b000008-')])
  expect(out).toContain(basename(holding[0]!))

  const again = await there.run('cun retention erase --reason 保存期满 --yes')
  expect([again.code, again.err]).toEqual([0, expect.stringContaining('没有到期的人, 未删除')])
  expect((await listed(there)).tables[0].rows).toEqual([])
  expect(await there.run('cun undo 10 --yes')).toMatchObject({ code: 64 })
})

test('somebody can be kept for now; a script gets the list with what was done', async () => {
  const there = await office()
  const { tables, done } = await listed(there, 'cun retention erase --except 上官无 --reason 保存期满 --yes')
  expect(tables[0].rows.map(r => r.name)).toEqual(['欧阳早'])
  expect(done).toMatchObject({ batch: 10 })
  expect((await listed(there)).tables[0].rows.map(r => r.name)).toEqual(['上官无'])
})

test.each([
  ['cun retention erase --yes', 64, 'usage.reason-missing'],
  ['cun retention erase --reason 期满 --as-of 2030-01-01 --yes', 64, 'retention.not-yet'],
  ['cun retention erase --reason 期满 --except 欧阳晚 --yes', 65, 'retention.not-due'],
  ['cun retention --known 2024-07-26', 64, 'usage.known-only-shows'],
])('%s is refused plainly, and nothing is erased', async (words, code, name) => {
  const there = await office()
  const { out } = await there.run('cun posting list')
  expect(await there.run(words)).toMatchObject({ code, refusals: [expect.objectContaining({ code: name })] })
  expect((await there.run('cun posting list')).out).toBe(out)
})

test('without a limit nobody is due', async () => {
  const there = await office()
  await there.run('cun settings set retention.years 0')
  for (const words of ['cun retention', 'cun retention erase --reason 期满 --yes'])
    expect(await there.run(words)).toMatchObject({
      code: 64,
      refusals: [expect.objectContaining({ code: 'retention.no-limit' })],
    })
})
