import { beforeAll, expect, test } from 'vitest'
import { exchangesHeld } from '../../src/assessment/exchange.ts'
import { sumsOf } from '../../src/kernel/cli/facts.ts'
import { makeCall } from '../../src/kernel/cli/make-call.ts'
import { factsOf } from '../../src/kernel/cli/measure.ts'
import type { World } from '../../src/kernel/terminal/world.ts'
import { lines } from '../../src/lines.ts'
import { migrations } from '../../src/migrations.ts'
import { periodOf } from '../../src/roster/county.ts'
import { county, type Place } from '../world.ts'

let there: Place
beforeAll(async () => {
  there = await county()
  const words = [
    'cun unit add --name 示例一局',
    'cun posting add --name 张三 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2023-11-01',
    // In office in the first quarter of 2024 only.
    'cun posting add --name 李四 --unit 示例一局 --village 常乐村 --roles 第一书记 --start 2024-02-01 --end 2024-03-01',
    'cun exchange add --township 常平乡 --quarter 2023Q4 --date 2023-12-31 --form 产业研讨 --invited 示例一局',
    'cun exchange add --township 常平乡 --quarter 2024Q2 --date 2024-05-10 --form 心得分享 --invited 示例一局',
  ]
  for (const each of words) {
    const { code, both } = await there.run(each)
    expect([each, code, code === 0 ? '' : both]).toEqual([each, 0, ''])
  }
})

/** Township, quarter and status, by as-of. */
test.each([
  ['2023-12-30', [['常平乡', '2023Q4', '即将到期']]],
  ['2023-12-31', [['常平乡', '2023Q4', '已完成']]],
  [
    '2024-01-15',
    [
      ['常平乡', '2023Q4', '已完成'],
      ['常平乡', '2024Q1', '未到期'],
    ],
  ],
  [
    '2024-04-01',
    [
      ['常平乡', '2024Q1', '已逾期'],
      ['常平乡', '2024Q2', '未到期'],
      ['西向镇', '2024Q1', '已逾期'],
    ],
  ],
  [
    '2024-07-26',
    [
      ['常平乡', '2024Q2', '已完成'],
      ['常平乡', '2024Q3', '未到期'],
    ],
  ],
])('asked as of %s', async (asOf, expected) => {
  const { out } = await there.run(
    `cun overdue --line assessment --all --soon 3 --as-of ${asOf} --format json`,
  )
  const rows = JSON.parse(out).tables[0].rows as Record<string, string>[]
  expect(rows.map(r => [r.township, r.what, r.statusText]).sort()).toEqual(expected)
})

test.each([
  ['2024Q1', '2024-03-31', []],
  [
    '2024Q1',
    '2024-04-01',
    [
      [0, 1],
      [0, 1],
    ],
  ],
  ['2024Q2', '2024-05-09', []],
  ['2024Q2', '2024-05-10', [[1, 1]]],
  [
    '2024',
    '2024-07-26',
    [
      [0, 1],
      [1, 2],
    ],
  ],
])('held in %s as of %s', (period, asOf, expected) => {
  const world = { env: {}, cwd: there.folder, home: there.folder } as unknown as World
  const call = makeCall(world, { db: `${there.folder}/cun.db`, asOf }, lines, migrations)
  const rows = [...sumsOf(factsOf(call, exchangesHeld, periodOf(call, period))).values()]
  call.close()
  expect(rows.map(r => [r.part, r.of])).toEqual(expected)
})
