import { describe, expect, test } from 'vitest'
import { county, type Place } from '../world.ts'

const models = new URL('models/', import.meta.url).pathname

async function ok(there: Place, words: string) {
  const { code, both } = await there.run(words)
  if (code !== 0) throw new Error(`${words}\n${both}`)
}

/** Ratings as `indicator evaluator points`; what is counted by hand is a rating too. */
async function scoreBy(file: string, ratings: readonly string[]) {
  const there = await county()
  await ok(there, 'cun unit add --name 示例一局')
  await ok(
    there,
    'cun posting add --name 张三 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2024-01-01',
  )
  await ok(there, `cun model import ${models}${file}`)
  const rows = ratings.map(r => `2024Q2,张三,${r.split(' ').join(',')}`)
  there.write('ratings.csv', `季度,被评人,指标,评价主体,得分\r\n${rows.join('\r\n')}\r\n`)
  await ok(there, 'cun import ratings.csv')
  const { out } = await there.run('cun report score 2024Q2 --format json')
  const [row] = JSON.parse(out).tables[0].rows
  return [row.total, row.grade]
}

/** The scoring tables of counties that print full points (domain.md §2), reckoned by hand beside each case. */
describe('real scoring tables', () => {
  test.each<[string, string[], number, string | undefined]>([
    // 63.5 + 18 + (9 + 8) / 2
    [
      'T1.csv',
      ['目标管理 乡镇党委 63.5', '民主测评 党员群众代表 18', '检查评价 县委组织部 9', '检查评价 派出单位 8'],
      90,
      undefined,
    ],
    // (90 + 85 + 95 + 88 + 92) / 5
    [
      'T2.csv',
      ['五评 派出单位 90', '五评 乡镇党委 85', '五评 村党组织 95', '五评 党员群众代表 88', '五评 第三方 92'],
      90,
      undefined,
    ],
    // 30 % of 92 + 70 % of 95; 优秀 unless the satisfaction is below 98, nothing below 80
    ['T3.csv', ['半年考核 县委组织部 92', '年终考核 县委组织部 95', '满意度 第三方 99'], 94.1, '优秀'],
    ['T3.csv', ['半年考核 县委组织部 92', '年终考核 县委组织部 95', '满意度 第三方 97'], 94.1, '称职'],
    ['T3.csv', ['半年考核 县委组织部 92', '年终考核 县委组织部 95', '满意度 第三方 79'], 0, '不称职'],
    // 15 + (12 − 3 × 1.2) + (65 − 70) − 5 + 5: the 65 may fall below nought
    [
      'T6.csv',
      [
        '组织领导 乡镇党委 15',
        '制度建设 乡镇党委 3',
        '服务群众 乡镇党委 70',
        '缺名册 乡镇党委 1',
        '其他 乡镇党委 5',
      ],
      18.4,
      undefined,
    ],
    // 12 rules missing take all 12 points and no more
    [
      'T6.csv',
      [
        '组织领导 乡镇党委 18',
        '制度建设 乡镇党委 12',
        '服务群众 乡镇党委 0',
        '缺名册 乡镇党委 0',
        '其他 乡镇党委 5',
      ],
      88,
      undefined,
    ],
    // (6 − 2) + 4 + (10 − 4) + (30 − 14) + 9 + 8.5 + 0 + 18
    [
      'T7.csv',
      [
        '领导分工 乡镇党委 1',
        '工作计划 乡镇党委 0',
        '会议研究 乡镇党委 2',
        '扶贫手册 乡镇党委 7',
        '信息系统 乡镇党委 9',
        '政策宣传 乡镇党委 8.5',
        '十个一 乡镇党委 1',
        '其他 乡镇党委 18',
      ],
      65.5,
      undefined,
    ],
    // 33 + 9.5 + (8 − 2) + 0 + 5 + (12 − 3) + 10 + 14: five absences take the 4 points of training
    [
      'T8.csv',
      [
        '联村工作 乡镇党委 33',
        '办公室工作 乡镇党委 9.5',
        '座谈会 乡镇党委 2',
        '培训 乡镇党委 5',
        '试验田 乡镇党委 5',
        '好事实事 乡镇党委 3',
        '信息 乡镇党委 10',
        '其他 乡镇党委 14',
      ],
      86.5,
      undefined,
    ],
    // 64 + 27 + 2; five honours give no more than 3; one breach and nothing is left
    ['T9.csv', ['工作实绩 乡镇党委 64', '民主测评 党员群众代表 27', '受表彰 县委组织部 2'], 93, undefined],
    ['T9.csv', ['工作实绩 乡镇党委 64', '民主测评 党员群众代表 27', '受表彰 县委组织部 5'], 94, undefined],
    ['T9.csv', ['工作实绩 乡镇党委 64', '民主测评 党员群众代表 27', '违纪违法 县委组织部 1'], 0, undefined],
  ])('%s with %j', async (file, ratings, total, grade) => {
    expect(await scoreBy(file, ratings)).toEqual([total, grade])
  })
})

describe('the shipped model', () => {
  const presence = new Set([
    'training.policy',
    'training.skills',
    'seminar.attendance',
    'dispatch.signed',
    'stationday.kept',
    'participation.kinds',
    'inspection.onPost',
  ])
  interface Row {
    readonly subject: string
    readonly indicator: string
    readonly measure: string | null
    readonly weight: number | null
    readonly method: string
    readonly note: string | null
  }
  const sum = (rows: readonly Row[]) => rows.reduce((total, r) => total + r.weight!, 0)

  test.each(['派驻', '派出单位'])('%s: results and work for people weigh above presence', async subject => {
    const there = await county()
    const { out } = await there.run('cun model export 0 --format json')
    const rows = (JSON.parse(out).tables[0].rows as Row[]).filter(
      r => r.subject === subject && ['比率', '每项', '扣分', '分档', '评分'].includes(r.method),
    )
    const [present, results] = [true, false].map(is => rows.filter(r => presence.has(r.measure ?? '') === is))
    expect([sum(rows), sum(present!)]).toEqual([100, subject === '派驻' ? 17 : 18])
    // Of the units' indicators each result alone weighs more than the station day.
    const day = rows.find(r => r.measure === 'stationday.kept')
    if (day) expect(results!.filter(r => r.weight! <= day.weight!)).toEqual([])
    for (const row of rows) expect([row.indicator, row.note]).toEqual([row.indicator, expect.any(String)])
  })

  test('that of 0.1 is a model still, as a sheet', async () => {
    const there = await county()
    await ok(there, `cun model import ${models}model-0.1.csv`)
  })
})

test('a wrong model is refused with every fault named', async () => {
  const there = await county()
  there.write(
    'wrong.csv',
    `指标,线,对象,分值,取数,方法,参数,封顶
走访,地线,派驻,20,visit.covrage,比率,目标=50%,
诉求,地线,派驻,20,visit.requests,分档,≥80%=10 ≥90%=20,
在岗,红线,派驻,20,inspection.onPost,分档,≥90%=25,
测评,,派驻,20,,评分,村党组织=60 乡镇党委=30,
典型,红线,派驻,0,exemplar.count,加分,每项=2,
不在岗,红线,派驻,,inspection.absences,等次限制,≥1=良好,
好,,派驻,85,,等次,占比=30%,
差,,派驻,60,,等次,分层=县,
蹲点,外线,单位,90,stationday.kept,比率,,
日记,,派驻,10,diary.count,每项,每篇=1,
`,
  )
  const { code, both } = await there.run('cun model import wrong.csv')
  expect(code).toBe(65)
  for (const said of [
    '第 2 行 · 取数 · “visit.covrage”: 没有这个取数。可用: visit.coverage',
    '第 3 行 · 参数 · “≥80%=10 ≥90%=20”: 分档重叠或次序不对',
    '第 4 行 · 参数 · “≥90%=25”: 分档的得分超过分值 20',
    '第 5 行 · 参数 · “村党组织=60 乡镇党委=30”: 评价主体的权重合计 90, 应为 100',
    '第 6 行 · 封顶: 加分要写明封顶',
    '第 7 行 · 参数 · “≥1=良好”: 没有等次 良好。可用: 好、差',
    '第 9 行 · 分值 · “60”: 最低的等次应从 0 分起',
    '第 9 行 · 参数 · “分层=县”: 看不懂',
    '第 10 行 · 分值 · “90”: 派出单位的分值合计 90, 应为 100',
    '第 11 行 · 取数 · “diary.count”: 没有这个取数',
    '第 11 行 · 参数 · “每篇=1”: 看不懂',
    '派驻的分值合计 90, 应为 100',
  ]) {
    expect(both).toContain(said)
  }
})
