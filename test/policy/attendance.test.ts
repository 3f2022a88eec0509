import { expect, test } from 'vitest'
import { county } from '../world.ts'

const leave = (first: string, last: string, approved: string, more = '') =>
  `cun leave add --posting 张三 --kind 事假 --approved-by 县委组织部 --first-day ${first} --last-day ${last} --approved-on ${approved} ${more}`

/** A training of 2024-06-04 that 李四 attended; what `report attendance` says of 张三 after more has been typed. */
async function attended(...more: readonly string[]): Promise<unknown[]> {
  const there = await county()
  for (const words of [
    'cun unit add --name 示例一局',
    'cun posting add --unit 示例一局 --village 张老湾村 --roles 第一书记 --name 张三 --start 2024-01-31',
    'cun posting add --unit 示例一局 --village 前和湾村 --roles 第一书记 --name 李四 --start 2024-01-31',
    'cun training add --date 2024-06-04 --title 政策 --series 政策培训 --organiser 县委组织部 --level 县级 --attendees 李四',
    ...more,
  ]) {
    const { code, both } = await there.run(words)
    expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  }
  const { out } = await there.run('cun report attendance 2024Q2 --format json')
  const row = JSON.parse(out).tables[1].rows.find((r: { name: string }) => r.name === '张三')
  return [row.attended, row.excused, row.leave, row.absent, row.rate.of]
}

const thatDay = leave('2024-06-04', '2024-06-04', '2024-06-04')

test.each<[what: string, leave: string, counts: number[], more?: string]>([
  ['a leave approved on the day itself excuses', thatDay, [0, 0, 1, 0, 0]],
  ['one approved a day later does not', leave('2024-06-03', '2024-06-05', '2024-06-05'), [0, 0, 0, 1, 1]],
  [
    'one that begins the day after does not',
    leave('2024-06-05', '2024-06-07', '2024-06-01'),
    [0, 0, 0, 1, 1],
  ],
  [
    'one that ended the day before does not',
    leave('2024-06-01', '2024-06-03', '2024-06-01'),
    [0, 0, 0, 1, 1],
  ],
  [
    'reporting back that day still excuses',
    leave('2024-06-01', '2024-06-09', '2024-06-01', '--returned 2024-06-04'),
    [0, 0, 1, 0, 0],
  ],
  [
    'reporting back the day before ends the leave',
    leave('2024-06-01', '2024-06-09', '2024-06-01', '--returned 2024-06-03'),
    [0, 0, 0, 1, 1],
  ],
  ['who came on a day of leave came', thatDay, [1, 0, 0, 0, 1], 'cun training attend 1 --all'],
  ['who is recorded as excused is that', thatDay, [0, 1, 0, 0, 0], 'cun training attend 1 --excused 张三'],
])('%s', async (_, away, counts, more) => {
  expect(await attended(away, ...(more ? [more] : []))).toEqual(counts)
})
