import { describe, expect, test } from 'vitest'
import { county } from '../world.ts'

const post = 'cun posting add --unit 示例一局 --village 张老湾村 --roles 第一书记'

/** A village with two households, after more has been typed; of its duties those of one name, from `cun overdue`. */
async function duties(name: string, asOf: string, more: readonly string[], start = '2024-01-31') {
  const there = await county()
  for (const words of [
    'cun unit add --name 示例一局',
    `${post} --name 张三 --start ${start}`,
    'cun household add --village 张老湾村 --number 001 --head 王五 --kind 监测户',
    'cun household add --village 张老湾村 --number 002 --head 赵六 --kind 一般农户',
    ...more,
  ]) {
    const { code, both } = await there.run(words)
    expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  }
  const { out } = await there.run(`cun overdue --line village --each --all --as-of ${asOf} --format json`)
  const rows = JSON.parse(out).tables[0].rows as Record<string, string>[]
  return rows.filter(r => r.dutyText === name).map(r => `${r.who} ${r.what} ${r.due ?? ''} ${r.statusText}`)
}
const visit = (date: string, household = '001', who = '张三') =>
  `cun visit add --village 张老湾村 --household ${household} --posting ${who} --kind 日常走访 --date ${date}`
const set = (name: string, value: string) => `cun settings set ${name} ${value}`

describe('the first round of visits: every household within a month of arrival', () => {
  test.each<[what: string, start: string, asOf: string, more: string[], due: string[]]>([
    [
      'to the same day of the next month, or its last; that day is in time',
      '2024-01-31',
      '2024-02-29',
      [],
      ['张三 001 王五 2024-02-29 即将到期', '张三 002 赵六 2024-02-29 即将到期'],
    ],
    [
      'the day after the last is overdue',
      '2024-01-31',
      '2024-03-01',
      [visit('2024-02-29')],
      ['张三 001 王五 2024-02-29 已完成', '张三 002 赵六 2024-02-29 已逾期'],
    ],
    [
      'a visit on a later day is late',
      '2024-01-15',
      '2024-03-01',
      [visit('2024-02-16'), visit('2024-02-15', '002')],
      ['张三 001 王五 2024-02-15 逾期完成', '张三 002 赵六 2024-02-15 已完成'],
    ],
    [
      'the first visit of several counts; one of a later day than as-of does not',
      '2024-01-15',
      '2024-02-20',
      [visit('2024-02-15'), visit('2024-02-19'), visit('2024-02-21', '002')],
      ['张三 001 王五 2024-02-15 已完成', '张三 002 赵六 2024-02-15 已逾期'],
    ],
    [
      'two months where the office says so',
      '2024-01-15',
      '2024-02-20',
      [set('visit.firstRound.months', '2')],
      ['张三 001 王五 2024-03-15 未到期', '张三 002 赵六 2024-03-15 未到期'],
    ],
    [
      'more in a large village',
      '2024-01-15',
      '2024-02-20',
      [set('visit.firstRound.largeVillage', '300'), 'cun village change 张老湾村 --households 300'],
      ['张三 001 王五 2024-03-15 未到期', '张三 002 赵六 2024-03-15 未到期'],
    ],
    [
      'but not in one a household smaller',
      '2024-01-15',
      '2024-02-10',
      [set('visit.firstRound.largeVillage', '300'), 'cun village change 张老湾村 --households 299'],
      ['张三 001 王五 2024-02-15 未到期', '张三 002 赵六 2024-02-15 未到期'],
    ],
    [
      'a visit by anybody of the team counts',
      '2024-01-15',
      '2024-02-10',
      [
        'cun posting add --unit 示例一局 --village 张老湾村 --roles 队员 --name 李四 --start 2024-01-20',
        visit('2024-02-01', '001', '李四'),
      ],
      ['张三 001 王五 2024-02-15 已完成', '张三 002 赵六 2024-02-15 未到期'],
    ],
    [
      'what was due before cun was in use is not asked for',
      '2024-01-15',
      '2024-02-20',
      [set('duties.since', '2024-02-16')],
      [],
    ],
    [
      'what is due on that day is',
      '2024-01-15',
      '2024-02-15',
      [set('duties.since', '2024-02-15')],
      ['张三 001 王五 2024-02-15 即将到期', '张三 002 赵六 2024-02-15 即将到期'],
    ],
  ])('%s', async (_, start, asOf, more, due) => {
    expect(await duties('首轮遍访', asOf, more, start)).toEqual(due)
  })

  test('a successor begins anew, from his own arrival', async () => {
    const more = [
      visit('2024-02-10'),
      'cun posting change 1 --end 2024-03-09',
      `${post} --name 李四 --start 2024-03-10`,
    ]
    expect(await duties('首轮遍访', '2024-03-20', more)).toEqual([
      '李四 001 王五 2024-04-10 未到期',
      '李四 002 赵六 2024-04-10 未到期',
    ])
  })
  test('without a list of households there is nothing to reckon with, and it is said', async () => {
    const gone = ['cun household remove 1 --yes', 'cun household remove 2 --yes']
    expect(await duties('首轮遍访', '2024-02-10', gone)).toEqual(['张三 农户名册未录入  无法计算'])
  })
})

describe('routine visits: each household of a kind again within so many months', () => {
  test.each<[what: string, asOf: string, more: string[], due: string[]]>([
    ['asked for of no kind unless the office says so', '2024-03-01', [], []],
    [
      'counted from arrival, of the kinds that it names',
      '2024-02-29',
      [set('visit.rounds', '监测户=1')],
      ['张三 001 王五 (监测户) 2024-02-29 即将到期'],
    ],
    [
      'then from the last visit known on the day',
      '2024-03-11',
      [
        set('visit.rounds', '监测户=1、一般农户=3'),
        visit('2024-02-10'),
        visit('2024-02-09'),
        visit('2024-03-12'),
      ],
      ['张三 001 王五 (监测户) 2024-03-10 已逾期', '张三 002 赵六 (一般农户) 2024-04-30 未到期'],
    ],
  ])('%s', async (_, asOf, more, due) => {
    expect(await duties('日常走访', asOf, more)).toEqual(due)
  })
})

describe('a request is closed within thirty days', () => {
  const asked = `${visit('2024-02-01')} --request 修路`
  test.each<[what: string, asOf: string, more: string[], due: string[]]>([
    ['the thirtieth day is the last', '2024-03-02', [asked], ['张三 #1 修路 2024-03-02 即将到期']],
    ['the thirty-first is too late', '2024-03-03', [asked], ['张三 #1 修路 2024-03-02 已逾期']],
    [
      'closed in time',
      '2024-03-03',
      [asked, 'cun visit change 1 --handling 已修 --closed 2024-03-02'],
      ['张三 #1 修路 2024-03-02 已完成'],
    ],
    [
      'closed after as-of, it is open still',
      '2024-02-20',
      [asked, 'cun visit change 1 --handling 已修 --closed 2024-02-21'],
      ['张三 #1 修路 2024-03-02 未到期'],
    ],
    [
      'within as many as the office says',
      '2024-02-20',
      [asked, set('visit.request.days', '10')],
      ['张三 #1 修路 2024-02-11 已逾期'],
    ],
    ['nobody asked for anything', '2024-03-03', [visit('2024-02-01')], []],
    ['not known before the visit', '2024-01-31', [asked], []],
  ])('%s', async (_, asOf, more, due) => {
    expect(await duties('诉求办结', asOf, more)).toEqual(due)
  })
})
