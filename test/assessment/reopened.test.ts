import { beforeAll, describe, expect, test } from 'vitest'
import { county, type Place } from '../world.ts'

let there: Place
const on = (day: string) => ({ now: () => new Date(`${day}T01:30:00Z`) })
const run = async (words: string, day = '2024-07-26') => there.run(`cun ${words}`, on(day))
const done = async (words: string, day?: string) => {
  const { code, both, out, err } = await run(words, day)
  expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  return { out, err }
}
const later = '2026-03-02'

const people = `姓名,派出单位,乡镇,派驻村,驻村职务,驻村起始时间
张三,示例一局,常平乡,张老湾村,第一书记,2024-01-01
李四,示例二局,常平乡,前和湾村,第一书记,2024-05-20
`
const model = (target: number) =>
  `指标,线,对象,分值,取数,方法,参数,封顶\n蹲点,外线,单位,100,stationday.kept,比率,目标=${target}%,\n蹲点,外线,个人,100,visit.coverage,比率,目标=${target}%,\n`

beforeAll(async () => {
  there = await county()
  there.write('people.csv', people)
  there.write('model1.csv', model(100))
  there.write('model2.csv', model(10))
  there.write('model3.csv', model(20))
  await done('import people.csv --add unit')
  await done('household add --village 张老湾村 --number 1 --head 王甲 --kind 一般农户')
  await done('household add --village 张老湾村 --number 2 --head 王乙 --kind 一般农户')
  await done('household add --village 前和湾村 --number 1 --head 王丙 --kind 一般农户')
  await done('visit add --village 张老湾村 --household 1 --posting 张三 --date 2024-05-06')
  await done(
    'stationday add --unit 示例一局 --village 张老湾村 --date 2024-04-09 --leader 周七 --purposes 走访',
  )
  await done('model import model1.csv')
  await done('settings set redblue.redFrom 5')
  await done('settings set redblue.objectionDays 0')
  await done('assess freeze 2024Q2')
})

describe('a period follows the model of its first day', () => {
  test('a version from a quarter on leaves the earlier ones theirs', async () => {
    const { out } = await done('model import model2.csv --from 2025Q1', later)
    expect(out).toContain('第 2 版已存入: 2 行')
    expect(out).toContain('2025-01-01 起未冻结的考核期按它计算, 以前的按第 1 版')
    expect((await done('assess 2024Q4', later)).out).toContain('模型第 1 版')
    expect((await done('assess 2024', later)).out).toContain('模型第 1 版')
    expect((await done('assess 2025Q1', later)).out).toContain('模型第 2 版')
    const { out: list } = await done('model list', later)
    expect(list).toMatch(/ 2 +2 +2025-01-01 +2026-03-02/)
    expect(list).toContain('现行第 2 版')
    expect((await done('model list --as-of 2024-08-01', later)).out).toContain('现行第 1 版')
  })

  test('the same again writes nothing; without a period it takes the place of the last one', async () => {
    expect((await done('model import model1.csv --from 2024Q3', later)).out).toContain('与第 1 版相同')
    const { out } = await done('model import model3.csv', later)
    expect(out).toContain('2025-01-01 起未冻结的考核期按它计算, 以前的按第 1 版')
    expect((await done('assess 2025Q3', later)).out).toContain('模型第 3 版')
    expect((await done('assess 2024Q4', later)).out).toContain('模型第 1 版')
    expect((await done('assess 2025Q3 --model 2', later)).out).toContain('模型第 2 版')
    const { code, refusals } = await run('assess 2025Q3 --model 9', later)
    expect([code, refusals[0]!.code]).toEqual([65, 'model.unknown-version'])
  })
})

describe('a quarter reopened two years later is reckoned as it was frozen', () => {
  beforeAll(async () => {
    // All of it holds for 2024 too, or from 2025 on; none of it is of the quarter as it was frozen.
    await done('settings set quarter.minDays 60 --on 2025-01-01', later)
    await done('settings set quarter.leastShare 50', later)
    await done('unit change 示例一局 --name 示例一中心 --on 2025-03-01', later)
    await done('household change 1 --kind 监测户 --on 2025-03-01', later)
  })

  test('drift tells records and rules apart', async () => {
    const { out } = await done('assess drift 2024Q2', later)
    // No score differs: 李四 served 42 days, too few by 60, but this model has no grades.
    const [records, today] = out.split('按今天的考核模型、设置、名称和归属还会变的')
    expect(records).not.toMatch(/示例|张三|李四/)
    expect(today).toMatch(/张三 +名称和所在 +派出单位 示例一局 → 示例一中心\n/)
    expect(today).toMatch(/示例一局 +名称和所在 +名称 示例一局 → 示例一中心\n/)
    expect(today).not.toMatch(/李四|总分/)
    expect(out).toContain('台账的变化不影响得分。')
    expect(out).toContain('设置 quarter.minDays: 冻结时 30, 现为 60')
    expect(out).not.toContain('考核模型: 冻结时')
    expect(out).toContain('得分和等次与按冻结时的相同。')
    expect((await run('assess 2024Q2 --current', later)).refusals[0]!.code).toBe('assess.already-frozen')
  })

  test('with nothing added no subject differs, and names are those of then', async () => {
    await done('assess reopen 2024Q2 --reason 补录一条', later)
    const draft = await done('assess 2024Q2', later)
    expect(draft.out).toContain('模型第 1 版')
    expect(draft.out).toContain('示例一局')
    expect(draft.out).not.toContain('示例一中心')
    expect(draft.err).toContain(
      '2024Q2 按第 1 版 2024-07-26 冻结时的模型和设置计算; 按今天有效的 (quarter.minDays 30 → 60; quarter.leastShare 60 → 50), 有 0 个对象的得分或等次不同\n',
    )
    const other = await done('assess 2024Q2 --model 2', later)
    expect(other.out).toContain('模型第 2 版')
    expect(other.err).toContain('模型第 2 → 1 版')
    expect((await done('assess 2024Q2 --current', later)).out).toContain('示例一中心')
    const { err } = await done('assess freeze 2024Q2', later)
    expect(err).toContain('这一版有 0 个对象的得分或等次与它不同')
    const frozen = await done('assess 2024Q2', later)
    expect(frozen.out).toContain('示例一局')
    expect(frozen.out).not.toContain('示例一中心')
  })

  test('and so again, a third time; what the records say since does count', async () => {
    await done('assess reopen 2024Q2 --reason 补录一条', later)
    await done('visit add --village 张老湾村 --household 2 --posting 张三 --date 2024-05-06', later)
    const { out, err } = await done('assess 2024Q2', later)
    expect(out).toContain('示例一局')
    expect(err).toContain('按第 2 版 2026-03-02 冻结时的')
    expect((await done('assess freeze 2024Q2', later)).err).toContain('这一版有 1 个对象的得分或等次与它不同')
    const drift = (await done('assess drift 2024Q2', later)).out
    expect(drift.split('按今天的考核模型')[0]).not.toMatch(/示例|张三|李四/)
    expect(drift).toContain('得分和等次与按冻结时的相同。')
  })

  test('--current freezes it by today', async () => {
    await done('assess reopen 2024Q2 --reason 改按新规', later)
    const { err } = await done('assess freeze 2024Q2 --current', later)
    expect(err).not.toContain('要按今天的')
    expect((await done('assess drift 2024Q2', later)).out).toContain('与冻结时相同。')
    expect((await done('assess 2024Q2', later)).out).toContain('示例一中心')
  })
})

describe('what is frozen, listed and published has the names of its day', () => {
  beforeAll(async () => {
    await done('unit change 示例二局 --name 示例二中心 --on 2024-12-01', '2026-03-02')
  })

  test('a unit that has another name from a later day', async () => {
    const day = '2024-10-08'
    await done(
      `stationday add --unit 示例二局 --village 前和湾村 --date 2024-07-02 --leader 周八 --purposes 走访`,
      day,
    )
    await done('assess freeze 2024Q3', day)
    const all = await done('assess 2024Q3', day)
    expect(all.out).toContain('示例二局')
    const named = await done('redblue propose 2024Q3 --unit 示例二局 --red --facts 全季蹲点', day)
    expect(named.out).toContain('示例二局')
    await done('redblue decide 2024Q3 --by 王部长', day)
    const issued = await done('redblue publish 2024Q3 --number 沁组通〔2024〕9号', day)
    for (const said of [
      all.out,
      named.out,
      issued.out,
      (await done('notice print 沁组通〔2024〕9号', later)).out,
    ])
      expect(said).not.toContain('示例二中心')
    expect(issued.out).toContain('示例二局')
  })
  test('a township renamed since is compared with itself', async () => {
    await done('township rename 常平乡 --to 常平镇 --code 410882120 --on 2025-01-05', later)
    const { out } = await done('report compare 2024Q4', later)
    // Place, township, persons, mean, mean of the quarter before under its earlier name.
    expect(out).toMatch(/\n +1 +常平镇 +\d+ +[\d.]+ +[\d.]+ +-?[\d.]+ /)
    expect(out).not.toContain('常平乡')
  })
})
