import { expect, test } from 'vitest'
import { county, type Place } from '../../world.ts'

const done = async (there: Place, words: string) => {
  const { out, code, err } = await there.run(`${words} --format json`)
  expect([words, code, code === 0 ? '' : err]).toEqual([words, 0, ''])
  return JSON.parse(out)
}
const counts = (added: number, changed = 0, removed = 0) => ({ added, changed, removed })

test('a command that writes answers a script with one object: batch, command, counts, text', async () => {
  const there = await county()
  const answers: unknown[] = []
  for (const words of [
    'cun unit add --name 示例一局',
    'cun unit add --name 示例二局',
    'cun unit change 1 --level 县',
    'cun unit change 1 --level 县',
    'cun unit merge 示例二局 --into 示例一局 --yes',
    'cun settings set visit.request.days 20',
    'cun undo --yes',
    'cun unit remove 1 --yes',
  ]) {
    const { batch, command, registers, text } = await done(there, words)
    answers.push([batch, command, registers, text])
  }
  expect(answers).toEqual([
    [4, 'unit add', { unit: counts(1) }, '派出单位 1 号已登记, 第 4 批'],
    [5, 'unit add', { unit: counts(1) }, '派出单位 2 号已登记, 第 5 批'],
    [6, 'unit change', { unit: counts(0, 1) }, '派出单位 1 号已更改, 第 6 批'],
    [null, null, {}, '与原来相同, 未写入'],
    [7, 'unit merge', { unit: counts(0, 1, 1) }, expect.stringContaining('第 7 批')],
    [8, 'settings set', { setting: counts(1) }, 'visit.request.days = 20 (第 8 批)'],
    [9, 'undo 8', { setting: counts(0, 0, 1) }, expect.stringContaining('第 8 批已撤销')],
    [10, 'unit remove', { unit: counts(0, 0, 1) }, '派出单位 1 号已删除, 第 10 批'],
  ])
})

test('imports say each file; files before a refused one are answered for, the refusal goes to stderr', async () => {
  const there = await county()
  const post = '姓名,派出单位,派驻村,驻村职务,驻村开始时间\n'
  there.write('units.csv', '单位名称\n示例一局\n示例二局\n')
  there.write('people.csv', `${post}张三,示例三局,张老湾村,第一书记,2024-01-31\n`)
  there.write('wrong.csv', `${post}李四,示例一局,无此村,第一书记,2024-01-31\n`)
  expect(await done(there, 'cun import units.csv people.csv --add unit')).toMatchObject({
    batch: 5,
    command: 'posting import',
    registers: { unit: counts(3), posting: counts(1) },
    imports: [
      { file: 'units.csv', register: 'unit', added: 2, changed: 0, unchanged: 0, rejected: 0, batch: 4 },
      { file: 'people.csv', register: 'posting', added: 1, newcomers: 1, batch: 5 },
    ],
  })
  expect(await done(there, 'cun import units.csv')).toMatchObject({
    batch: null,
    registers: {},
    imports: [{ unchanged: 2, batch: null }],
  })
  there.write('more.csv', '单位名称\n示例四局\n')
  const { code, out, err } = await there.run('cun import more.csv wrong.csv --format json --quiet')
  expect([code, JSON.parse(out).imports.map((i: { file: string }) => i.file)]).toEqual([65, ['more.csv']])
  expect(JSON.parse(err).error.code).toBe('import.rows-wrong')
})

test('a command that writes and prints a table answers with the table, and says in it what was done', async () => {
  const there = await county()
  for (const words of [
    'cun unit add --name 示例一局',
    'cun posting add --name 张三 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2023-01-31 --end 2024-01-30',
    'cun posting add --name 李四 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2024-01-31',
  ])
    await done(there, words)
  const { tables, done: what } = await done(there, 'cun handover start 张老湾村 --on 2024-02-01')
  expect([tables.length > 1, what]).toEqual([
    true,
    {
      batch: 7,
      command: 'handover start',
      registers: { handover: counts(1), item: counts(7) },
      text: null,
    },
  ])
  const { out } = await there.run('cun handover accept 1 --on 2024-02-02 --given --format jsonl')
  expect(JSON.parse(out)).toMatchObject({ registers: { handover: counts(0, 1), item: counts(0, 7) } })
})

test('what prints for people is as it was', async () => {
  const there = await county()
  expect((await there.run('cun unit add --name 示例一局')).out).toBe('派出单位 1 号已登记, 第 4 批\n')
  expect((await there.run('cun unit list --format json')).out).not.toContain('"done"')
})
