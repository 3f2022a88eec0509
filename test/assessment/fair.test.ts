import { describe, expect, test } from 'vitest'
import { county, type Place } from '../world.ts'

async function ok(there: Place, words: string): Promise<string> {
  const { code, both, out } = await there.run(words)
  if (code !== 0) throw new Error(`${words}\n${both}`)
  return out
}

async function importing(there: Place, name: string, rows: readonly string[], options = ''): Promise<string> {
  there.write(name, `${rows.join('\r\n')}\r\n`)
  return ok(there, `cun import ${name} ${options}`)
}

/** A score model of rows without their header, e.g. `培训,天线,派驻,100,training.policy,比率,,`. */
const model = (there: Place, ...rows: string[]) => {
  there.write('model.csv', ['指标,线,对象,分值,取数,方法,参数,封顶', ...rows, ''].join('\r\n'))
  return ok(there, 'cun model import model.csv')
}

const roster = (...rows: string[]) => [
  '姓名,派出单位,乡镇,派驻村,驻村职务,驻村起始时间,驻村结束时间',
  ...rows,
]

/** Rows of the score tables: persons, then units. */
async function scores(there: Place, words = 'cun assess 2024Q2'): Promise<Record<string, unknown>[]> {
  const { tables } = JSON.parse(await ok(there, `${words} --format json`)) as {
    tables: { rows: Record<string, unknown>[] }[]
  }
  return tables.flatMap(t => t.rows)
}

describe('days in office are calendar days', () => {
  test('four people of ten days each: their unit has ten days, not forty', async () => {
    const there = await county()
    const villages = ['张老湾村', '前和湾村', '煤窑庄村', '杨河村']
    await importing(
      there,
      'roster.csv',
      roster(
        ...villages.map((v, i) => `赵${'甲乙丙丁'[i]},示例一局,常平乡,${v},第一书记,2024-06-21,`),
        '李四,示例二局,西向镇,常乐村,第一书记,2024-06-01,',
      ),
      '--add unit',
    )
    await model(there, '周二蹲点日,外线,派出单位,100,stationday.kept,比率,,')
    const units = (await scores(there)).filter(row => row.name === undefined)
    expect(units.map(row => [row.unit, row.days, row.rank])).toEqual([
      ['示例二局', 30, 1],
      ['示例一局', 10, null],
    ])
    expect(units[1]!.note).toContain('时间过短 (10 天)')
  })

  test('one after another they add up; who stood in for a while is counted by the days', async () => {
    const there = await county()
    await importing(
      there,
      'roster.csv',
      roster(
        '赵甲,示例一局,常平乡,张老湾村,第一书记,2024-04-01,2024-04-10',
        '赵乙,示例一局,常平乡,张老湾村,工作队长,2024-04-06,2024-05-10',
        '赵丙,示例一局,常平乡,张老湾村,第一书记,2024-05-21,2024-05-25',
      ),
      '--add unit',
    )
    const days = (await scores(there)).map(row => [row.name ?? row.unit, row.days])
    // 赵乙 answers from 04-11 on, when the secretary has left; the unit is there 04-01–05-10 and 05-21–25.
    expect(days).toEqual([
      ['赵甲', 10],
      ['赵丙', 5],
      ['赵乙', 30],
      ['示例一局', 45],
    ])
  })
})

/** 张三 in 张老湾村 with two households, both visited; 李四 in 前和湾村, whose list was never entered. */
async function twoVillages(): Promise<Place> {
  const there = await county()
  await importing(
    there,
    'roster.csv',
    roster(
      '张三,示例一局,常平乡,张老湾村,第一书记,2024-01-01,',
      '李四,示例二局,常平乡,前和湾村,第一书记,2024-01-01,',
    ),
    '--add unit',
  )
  await importing(there, 'households.csv', [
    '村,户编号,户主,户类型',
    '张老湾村,001,王甲,一般农户',
    '张老湾村,002,周乙,一般农户',
  ])
  await importing(there, 'visits.csv', [
    '村,户编号,走访日期,走访人',
    '张老湾村,001,2024-04-08,张三',
    '张老湾村,002,2024-05-09,张三',
  ])
  return there
}

describe('how many of the full points applied', () => {
  const byRating = (points: number) => `群众测评,红线,派驻,${points},,评分,村党组织=100,`
  const grades = ['好,,派驻,85,,等次,,', '较差,,派驻,0,,等次,,']
  const rated = [
    '季度,被评人,指标,评价主体,得分',
    '2024Q2,张三,群众测评,村党组织,90',
    '2024Q2,李四,群众测评,村党组织,90',
  ]

  test('59 of 100 get a total, but no grade and no place; at 60 both; the setting moves the bound', async () => {
    const there = await county()
    await importing(
      there,
      'roster.csv',
      roster(
        '张三,示例一局,常平乡,张老湾村,第一书记,2024-01-01,',
        '李四,示例二局,常平乡,前和湾村,第一书记,2024-01-01,',
      ),
      '--add unit',
    )
    await model(there, byRating(59), '一村一策节点,外线,派驻,41,milestone.inTime,比率,,', ...grades)
    await importing(there, 'ratings.csv', rated)
    await ok(there, 'cun settings set rank.persons 是')
    const few = await scores(there)
    expect(few.map(r => [r.name, r.applied, r.total, r.grade, r.rank, r.note])).toEqual([
      ['张三', 59, 90, null, null, '适用分值不足 (59.0/100.0)'],
      ['李四', 59, 90, null, null, '适用分值不足 (59.0/100.0)'],
    ])
    const explained = await ok(there, 'cun assess explain 2024Q2 张三')
    expect(explained).toContain('适用 59.0 分, 满分 100.0; 适用分值不足 (59.0/100.0), 不定等次、不排名次')
    expect(await ok(there, 'cun assess explain 2024Q2 张三 --lang en')).toContain(
      '59.0 of 100.0 points applicable; too few points applicable (59.0 of 100.0): no grade, no place',
    )
    await ok(there, 'cun settings set quarter.leastShare 59')
    expect((await scores(there)).map(r => [r.name, r.grade, r.rank, r.note])).toEqual([
      ['张三', '好', 1, null],
      ['李四', '好', 1, null],
    ])
    await ok(there, 'cun settings set quarter.leastShare 60')
    await model(there, byRating(60), '一村一策节点,外线,派驻,40,milestone.inTime,比率,,', ...grades)
    expect((await scores(there)).map(r => [r.applied, r.grade, r.rank])).toEqual([
      [60, '好', 1],
      [60, '好', 1],
    ])
  })

  test('who has no grade is in no mean and no place of the comparison', async () => {
    const there = await county()
    await importing(
      there,
      'roster.csv',
      roster('张三,示例一局,常平乡,张老湾村,第一书记,2024-01-01,'),
      '--add unit',
    )
    await model(there, byRating(50), '一村一策节点,外线,派驻,50,milestone.inTime,比率,,')
    await importing(there, 'ratings.csv', rated.slice(0, 2))
    const [township] = await scores(there, 'cun report compare 2024Q2')
    expect(township).toMatchObject({ township: '全县', people: 0, mean: null })
  })
})

describe('missing household lists never pay', () => {
  const rules = [
    '走访,地线,派驻,20,visit.coverage,比率,目标=50%,',
    '群众测评,红线,派驻,80,,评分,村党组织=100,',
  ]
  const units = [
    '走访,地线,派出单位,20,visit.coverage,比率,,',
    '周二蹲点日,外线,派出单位,80,stationday.kept,比率,,',
  ]
  const rated = [
    '季度,被评人,指标,评价主体,得分',
    '2024Q2,张三,群众测评,村党组织,60',
    '2024Q2,李四,群众测评,村党组织,90',
  ]

  test('a village without a list: no grade and no place, and the reason; the total is shown', async () => {
    const there = await twoVillages()
    await model(there, ...rules, ...units, '好,,派驻,85,,等次,,', '较差,,派驻,0,,等次,,')
    await importing(there, 'ratings.csv', rated)
    const found = (await scores(there)).map(r => [r.name ?? r.unit, r.applied, r.total, r.grade, r.note])
    expect(found).toEqual([
      ['张三', 100, 68, '较差', null],
      ['李四', 80, 90, null, '农户名册未录入'],
      ['示例一局', 100, 20, undefined, null],
      ['示例二局', 80, 0, undefined, '农户名册未录入'],
    ])
    expect(await ok(there, 'cun assess explain 2024Q2 李四 --lang en')).toContain(
      'household list not entered: no grade, no place',
    )
  })
  test('of a unit one such village is enough', async () => {
    const there = await twoVillages()
    await importing(there, 'more.csv', roster('王五,示例一局,常平乡,杨河村,第一书记,2024-06-01,'))
    await model(there, ...units)
    const [one] = await scores(there)
    expect([one!.unit, one!.rank, one!.note]).toEqual(['示例一局', null, '农户名册未录入'])
  })
  test('nor in the year: a quarter without a grade is none of its parts', async () => {
    const there = await twoVillages()
    const annual = '各季得分,,派驻,100,,分期,一季度=25 二季度=25 三季度=25 四季度=25,,年度'
    there.write(
      'model.csv',
      [
        '指标,线,对象,分值,取数,方法,参数,封顶,周期',
        ...rules.map(r => `${r},季度`),
        annual,
        '受表彰,,派驻,,,加分,每项=2,4,年度',
        '',
      ].join('\r\n'),
    )
    await ok(there, 'cun model import model.csv')
    await importing(there, 'ratings.csv', [...rated, '2024,张三,受表彰,县委组织部,1'])
    await ok(there, 'cun assess freeze 2024Q2')
    const year = await scores(there, 'cun assess 2024 --as-of 2024-07-26')
    expect(year.map(r => [r.name, r.Q2, r.extra, r.total])).toEqual([
      // 68 of the second quarter and 2 for a commendation; the row adds up.
      ['张三', 68, 2, 70],
      ['李四', null, null, null],
    ])
    expect(await ok(there, 'cun assess explain 2024 李四 --as-of 2024-07-26')).toContain('二季度不定等次')
  })
  test('a model that asks for no visit asks for no list', async () => {
    const there = await twoVillages()
    await model(
      there,
      ...rules.map(r => r.replace('visit.coverage', 'milestone.inTime')),
      '好,,派驻,0,,等次,,',
    )
    await importing(there, 'ratings.csv', rated)
    expect((await scores(there)).map(r => [r.name, r.grade])).toEqual([
      ['张三', '好'],
      ['李四', '好'],
    ])
  })
})

describe('a score table has the same shape whatever the data', () => {
  const rules = [
    '走访,地线,派驻,70,visit.coverage,比率,,',
    '群众测评,,派驻,30,,评分,村党组织=100,',
    '违纪,,派驻,,,一票否决,≥1,',
    '好,,派驻,85,,等次,,',
    '较差,,派驻,0,,等次,,',
    '走访,地线,派出单位,100,visit.coverage,比率,,',
  ]
  const lineKeys = ['linePolicy', 'lineVillage', 'lineResources', 'lineSkills', 'lineAssessment']

  test('columns have keys of their own, scores their decimal; the row adds up, with a veto too', async () => {
    const there = await twoVillages()
    await model(there, ...rules)
    await importing(there, 'ratings.csv', [
      '季度,被评人,指标,评价主体,得分',
      '2024Q2,张三,群众测评,村党组织,82.5',
      '2024Q2,李四,群众测评,村党组织,90',
      '2024Q2,李四,违纪,县委组织部,1',
    ])
    const { tables } = JSON.parse(await ok(there, 'cun report score 2024Q2 --format json'))
    for (const table of tables) {
      const keys = table.columns.map((c: { key: string }) => c.key)
      expect(keys).toEqual([...new Set(keys)])
      expect(keys).toEqual(expect.arrayContaining([...lineKeys, 'village', 'applied', 'total']))
    }
    const [zhang, li] = tables[0].rows
    expect(zhang).toMatchObject({
      village: '张老湾村',
      lineVillage: 70,
      lineOther: 24.8,
      extra: null,
      total: 94.8,
      grade: '好',
    })
    expect(li).toMatchObject({
      lineOther: 27,
      extra: -27,
      total: 0,
      note: expect.stringContaining('一票否决'),
    })
    for (const row of tables[0].rows) {
      const tenths = [...lineKeys, 'lineOther', 'extra'].reduce(
        (t, k) => t + Math.round((row[k] ?? 0) * 10),
        0,
      )
      expect([row.name, tenths]).toEqual([row.name, Math.round(row.total * 10)])
    }
    const lines = (await ok(there, 'cun report score 2024Q2 --format jsonl')).trim().split('\n')
    expect(JSON.parse(lines[0]!)).toEqual(zhang)
  })

  test('the grade column is there when nobody is graded, and an empty quarter prints its columns', async () => {
    const there = await twoVillages()
    await model(there, ...rules)
    const { tables } = JSON.parse(await ok(there, 'cun assess 2024Q2 --as-of 2024-04-20 --format json'))
    const keysOf = (t: { columns: { key: string }[] }) => t.columns.map(c => c.key)
    expect(tables[0].rows.map((r: { grade: null }) => r.grade)).toEqual([null, null])
    const before = JSON.parse(await ok(there, 'cun assess 2023Q1 --format json'))
    expect(before.tables.map((t: { rows: unknown[] }) => t.rows)).toEqual([[], []])
    expect(before.tables.map(keysOf)).toEqual(tables.map(keysOf))
    expect((await ok(there, 'cun assess 2023Q1 --format csv')).split('\r\n')[1]).toMatch(/得分,等次,备注$/)
  })

  test('explain says who is a team leader, and why a grade is capped, in both languages', async () => {
    const there = await county()
    await importing(
      there,
      'roster.csv',
      roster('赵丁,示例一局,常平乡,张老湾村,工作队长,2024-01-01,'),
      '--add unit',
    )
    await model(
      there,
      '群众测评,红线,派驻,100,,评分,村党组织=100,',
      '资金,外线,派驻,,resource.arrived,等次限制,<5万元=较差,',
      '好,,派驻,85,,等次,,',
      '较差,,派驻,0,,等次,,',
    )
    await importing(there, 'ratings.csv', [
      '季度,被评人,指标,评价主体,得分',
      '2024Q2,赵丁,群众测评,村党组织,90',
    ])
    const [zh, en] = [
      await ok(there, 'cun assess explain 2024Q2 赵丁'),
      await ok(there, 'cun assess explain 2024Q2 赵丁 --lang en'),
    ]
    expect(zh.split('\n')[1]).toBe(
      '工作队长, 常平乡张老湾村; 91 天; 草稿, 未冻结; 截至 2024-07-26; 适用 100.0 分, 满分 100.0; 等次 较差; 最高较差 (资金 0元)',
    )
    expect(en.split('\n')[1]).toBe(
      'Team leader of 张老湾村, 常平乡; 91 days; draft, not frozen; as of 2024-07-26; 100.0 of 100.0 points applicable; grade 较差; at most 较差 (资金 0 yuan)',
    )
  })
})
