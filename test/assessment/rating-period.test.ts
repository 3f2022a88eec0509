import { beforeEach, expect, test } from 'vitest'
import { county, type Place } from '../world.ts'

/** 张杰秀 serves in 张老湾村 until 2025-06-30, in 常乐村 from 2025-07-01, and comes back to 张老湾村 in 2026. */
let there: Place
beforeEach(async () => {
  there = await county()
  const term = (village: string, start: string, end = '') =>
    `cun posting add --name 张杰秀 --unit 示例一局 --village ${village} --roles 第一书记 --start ${start} ${end && `--end ${end}`} --as-of 2026-11-01`
  for (const words of [
    'cun unit add --name 示例一局',
    term('张老湾村', '2024-01-01', '2025-06-30'),
    term('常乐村', '2025-07-01', '2026-02-28'),
    term('张老湾村', '2026-03-01'),
  ]) {
    const { code, both } = await there.run(words)
    expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  }
})

const rate = (period: string, who: string) =>
  there.run(
    `cun rating add --period ${period} --posting ${who} --indicator 群众满意度 --evaluator 村党组织 --points 90 --as-of 2026-11-01`,
  )

/** The record number of the posting that a rating found, or the first line of the refusal. */
test.each([
  ['2025Q2', '张杰秀', 1],
  ['2025H1', '张杰秀', 1],
  ['2024', '张杰秀', 1],
  ['2025Q3', '张杰秀', 2],
  ['2026Q2', '张杰秀', 3],
  // Both served in it: the village decides, also for a return to the same village.
  ['2025', '张杰秀', '有 2 个同名: 张老湾村: 张杰秀 (#1); 常乐村: 张杰秀 (#2)'],
  ['2025', '张杰秀（常乐村）', 2],
  ['2026Q1', '张杰秀（张老湾村）', 3],
  ['2025Q1', '张杰秀（张老湾村）', 1],
  ['2023Q4', '张杰秀', '2023Q4 不在期内 (2024-01-01—2025-06-30; 2026-03-01—; 2025-07-01—2026-02-28)'],
])('%s of %s is of posting %s', async (period, who, expected) => {
  const { both, code } = await rate(period, who)
  if (typeof expected === 'string')
    return expect([code, both]).toEqual([65, expect.stringContaining(expected)])
  expect([code, code === 0 ? '' : both]).toEqual([0, ''])
  // The posting that the rating is of, and no other, cannot be removed.
  for (const id of [1, 2, 3]) {
    const removed = await there.run(`cun posting remove ${id} --yes`)
    expect([id, removed.code]).toEqual([id, id === expected ? 65 : 0])
  }
})

test('a sheet of several periods finds each posting by its own row', async () => {
  there.write(
    'ratings.csv',
    [
      '考核期,被评人,指标,评价主体,得分',
      ...['2025Q1', '2025Q2', '2025Q3', '2026Q2'].map(q => `${q},张杰秀,群众满意度,村党组织,90`),
      '',
    ].join('\r\n'),
  )
  const { code, both } = await there.run('cun import ratings.csv --as-of 2026-11-01')
  expect([code, both]).toEqual([0, expect.stringContaining('评分: 新增 4')])
})
