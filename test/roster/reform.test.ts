import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { county, type Place } from '../world.ts'

/** Three villages, a unit in each; the first quarter is frozen and published. */
let there: Place
const run = async (words: string) => {
  const { code, both, out } = await there.run(`cun ${words}`)
  expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  return out
}
const rows = async (words: string): Promise<Record<string, unknown>[]> => {
  const { code, out, both } = await there.run(`cun ${words} --format json`)
  expect([words, code <= 1, code <= 1 ? '' : both]).toEqual([words, true, ''])
  return JSON.parse(out).tables.flatMap((t: { rows: Record<string, unknown>[] }) => t.rows)
}
/** What is refused, by code. */
const refused = async (words: string) => {
  const { code, refusals, err } = await there.run(`cun ${words}`)
  return { code, why: refusals.map(r => r.code), err }
}
const unitOf = async (asOf: string) =>
  Object.fromEntries((await rows(`posting list --as-of ${asOf}`)).map(r => [r.name, r.unit]))

beforeEach(async () => {
  there = await county()
  there.write(
    'people.csv',
    `姓名,派出单位,乡镇,派驻村,驻村职务,驻村起始时间
张三,示例一局,常平乡,张老湾村,第一书记,2023-12-1
李四,示例二局,常平乡,前和湾村,第一书记,2023-12-1
王五,示例三局,西向镇,常乐村,第一书记,2023-12-1
赵六,示例二局,西向镇,西向一街,第一书记,2023-12-1
`,
  )
  there.write(
    'model.csv',
    '指标,线,对象,分值,取数,方法,参数,封顶\n周二蹲点日,外线,单位,100,stationday.kept,比率,,\n',
  )
  for (const words of [
    'import people.csv --add unit',
    'model import model.csv --as-of 2024-01-01',
    'settings set redblue.objectionDays 0',
    'assess freeze 2024Q1 --as-of 2024-04-08',
    'redblue propose 2024Q1 --unit 示例一局 --red --facts 好 --as-of 2024-04-08',
    'redblue propose 2024Q1 --unit 示例二局 --blue --facts 差 --as-of 2024-04-08',
    'redblue decide 2024Q1 --by 部长 --as-of 2024-04-08',
    'redblue publish 2024Q1 --number 甲组通〔2024〕1号 --kind 情况通报 --as-of 2024-04-08',
  ])
    await run(words)
})

/** Everything that is printed of a published quarter. */
async function printed(): Promise<string[]> {
  const name = `out${Math.random()}`
  await run(`export --quarter 2024Q1 --out ${name} --format csv --quiet`)
  const folder = join(there.folder, name)
  const files = readdirSync(folder).map(f => `${f}\n${readFileSync(join(folder, f), 'utf8')}`)
  const papers = ['redblue list 2024Q1', 'report score 2024Q1', 'redblue list', 'assess 2024Q1'].map(run)
  return [...files, ...(await Promise.all(papers))]
}

test('a list published before keeps the names, whatever the units are called later', async () => {
  const before = await printed()
  await run('unit rename 示例一局 --to 示例一中心 --on 2024-05-01')
  await run('unit merge 示例二局 --into 示例三局 --on 2024-05-01')
  expect(await printed()).toEqual(before)
  expect((await rows('unit list')).map(r => r.name)).toEqual(['示例一中心', '示例二局', '示例三局'])
  // A correction, too.
  await run('unit change 示例三局 --name 示例三办')
  await run('unit change 示例一中心 --name 示例一大中心')
  expect(await printed()).toEqual(before)
  expect(await run('assess explain 2024Q1 示例一中心')).toContain('示例一局 2024Q1')
})

test('of an entry that 0.1 published, the name is that of the day of publication', async () => {
  const Sqlite = (await import('better-sqlite3')).default
  const db = new Sqlite(join(there.folder, 'cun.db'))
  db.prepare('update redblue set name = null').run()
  db.close()
  await run('unit rename 示例一局 --to 示例一中心 --on 2024-04-08')
  expect((await rows('redblue list 2024Q1')).map(r => r.name)).toEqual(['示例一中心', '示例二局'])
  await run('unit rename 示例二局 --to 示例二中心 --on 2024-04-09')
  expect((await rows('redblue list 2024Q1')).map(r => r.name)).toEqual(['示例一中心', '示例二局'])
})

describe('a unit merged from a day on', () => {
  beforeEach(() => run('unit merge 示例二局 --into 示例三局 --on 2024-06-03'))

  test('sends its people until the day before; undone whole', async () => {
    expect(await unitOf('2024-06-02')).toEqual({
      张三: '示例一局',
      李四: '示例二局',
      王五: '示例三局',
      赵六: '示例二局',
    })
    expect(await unitOf('2024-06-03')).toEqual({
      张三: '示例一局',
      李四: '示例三局',
      王五: '示例三局',
      赵六: '示例三局',
    })
    await run('undo --yes')
    expect(await unitOf('2024-07-01')).toMatchObject({ 李四: '示例二局', 赵六: '示例二局' })
    expect((await rows('unit list')).map(r => Object.keys(r).includes('mergedInto'))).toEqual([
      false,
      false,
      false,
    ])
  })

  test('is a subject of the quarter with its days, and so is the other', async () => {
    const days = (await rows('assess 2024Q2')).filter(r => r.kind === '单位' || r.unit)
    const of = (name: string) => days.find(r => r.unit === name && r.days !== undefined)?.days
    expect([of('示例一局'), of('示例二局'), of('示例三局')]).toEqual([91, 63, 91])
  })

  test.each([
    ['示例二局', '2024-06-02', 0],
    ['示例二局', '2024-06-03', 65],
    ['示例三局', '2024-06-03', 0],
    ['示例三局', '2024-06-02', 65],
  ])('a station day of %s in its village on %s: %i', async (unit, day, code) => {
    const words = `stationday add --unit ${unit} --village 前和湾村 --date ${day} --leader 甲 --purposes 走访`
    const ran = await refused(words)
    expect(ran.code).toBe(code)
    if (unit === '示例二局' && code > 0)
      expect(ran.err).toContain('“示例二局”: 已于 2024-06-03 并入示例三局, 2024-06-03 不再有')
  })

  test('its open duties name who has them now; the other one has none of its blue entries', async () => {
    const who = async (asOf: string) =>
      (await rows(`overdue --all --line assessment --as-of ${asOf}`))
        .filter(r => r.duty === 'redblue.follow')
        .map(r => r.who)
    expect(await who('2024-06-02')).toEqual(['示例二局'])
    expect(await who('2024-06-03')).toEqual(['示例二局 (已并入示例三局)'])
    await run('assess freeze 2024Q2 --as-of 2024-07-08')
    await run('redblue propose 2024Q2 --unit 示例三局 --blue --facts 差 --as-of 2024-07-08')
    await run('redblue decide 2024Q2 --by 部长 --as-of 2024-07-08')
    await run('redblue publish 2024Q2 --number 甲组通〔2024〕2号 --kind 情况通报 --as-of 2024-07-08')
    const entry = (await rows('redblue list 2024Q2')).find(r => r.name === '示例三局')
    expect([entry?.times, entry?.follow]).toEqual([null, '提醒'])
  })

  test.each([
    ['unit merge 示例二局 --into 示例一局 --on 2024-07-01', 'merge.already-merged'],
    ['unit merge 示例一局 --into 示例二局 --on 2024-07-01', 'merge.already-merged'],
    ['unit rename 示例二局 --to 示例九局 --on 2024-07-01', 'merge.already-merged'],
    ['unit split 示例二局 --into 示例二局、示例九局 --on 2024-07-01', 'merge.already-merged'],
    ['unit split 示例一局 --into 示例一局、示例二局 --on 2024-07-01', 'merge.already-merged'],
    ['unit merge 示例一局 --into 示例一局 --on 2024-07-01', 'merge.same-record'],
  ])('%s: %s', async (words, why) => expect((await refused(words)).why).toEqual([why]))
})

test('two units on one list are no two names of one: what else to do is said', async () => {
  const ran = await refused('unit merge 示例二局 --into 示例一局')
  expect(ran.why).toEqual(['merge.same-keys'])
  expect(ran.err).toContain('加 --on 日期; 确是同一单位的, 先用 cun redblue list')
})

test('a list of a day before the merger does not say yet into what', async () => {
  await run('unit merge 示例二局 --into 示例一局 --on 2024-07-01')
  const merged = async (asOf: string) =>
    (await rows(`unit list --as-of ${asOf}`)).find(r => r.name === '示例二局')!.mergedInto
  expect([await merged('2024-06-30'), await merged('2024-07-01')]).toEqual([undefined, '示例一局'])
})

test('two names of one unit are merged without a day, as ever', async () => {
  await run('unit merge 示例二局 --into 示例三局')
  expect((await rows('unit list')).map(r => r.name)).toEqual(['示例一局', '示例三局'])
  expect(await unitOf('2024-01-01')).toMatchObject({ 李四: '示例三局' })
})

test.each([
  ['示例二局、示例九局', '示例九局=李四', { 李四: '示例九局', 赵六: '示例二局' }, null],
  ['示例八局、示例九局', '示例九局=李四;示例八局=赵六', { 李四: '示例九局', 赵六: '示例八局' }, '2024-06-03'],
  ['示例一局、示例九局', '示例一局=李四、赵六', { 李四: '示例一局', 赵六: '示例一局' }, '2024-06-03'],
])('split into %s, with %s', async (into, who, units, end) => {
  await run(`unit split 示例二局 --into ${into} --on 2024-06-03 --postings ${who}`)
  expect(await unitOf('2024-06-03')).toMatchObject(units)
  expect(await unitOf('2024-06-02')).toMatchObject({ 李四: '示例二局', 赵六: '示例二局' })
  expect((await rows('unit list')).find(r => r.name === '示例二局')?.mergedOn ?? null).toBe(end)
  await run('undo --yes')
  expect((await rows('unit list')).map(r => r.name)).toEqual(['示例一局', '示例二局', '示例三局'])
  expect(await unitOf('2024-07-01')).toMatchObject({ 李四: '示例二局' })
})

test.each([
  ['--into 示例二局', 'unit.split-into-one'],
  ['--into 示例八局、示例九局', 'unit.split-unassigned'],
  ['--into 示例八局、示例九局 --postings 示例八局=李四', 'unit.split-unassigned'],
  ['--into 示例二局、示例九局 --postings 示例九局=张三', 'unit.split-wrong'],
  ['--into 示例二局、示例九局 --postings 示例七局=李四', 'unit.split-wrong'],
])('no split %s: %s', async (words, why) => {
  expect((await refused(`unit split 示例二局 ${words} --on 2024-06-03`)).why).toEqual([why])
  expect((await rows('unit list')).map(r => r.name)).toEqual(['示例一局', '示例二局', '示例三局'])
})

describe('撤乡设镇', () => {
  const rename = 'township rename 常平乡 --to 常平镇 --code 410882120 --on 2024-06-03'
  const villages = async (township: string, asOf: string) =>
    (await rows(`village list --township ${township} --as-of ${asOf}`)).map(r => r.code)

  test('changes the codes of the township and of its villages from the day; undone whole', async () => {
    expect(await run(rename)).toContain(
      '常平乡 (410882200) 自 2024-06-03 起为常平镇 (410882120), 12 个村的代码随改',
    )
    expect((await villages('常平镇', '2024-06-03')).slice(0, 2)).toEqual(['410882120200', '410882120201'])
    expect((await villages('常平乡', '2024-06-02')).slice(0, 2)).toEqual(['410882200200', '410882200201'])
    await run('undo --yes')
    expect((await villages('常平乡', '2024-06-03')).slice(0, 1)).toEqual(['410882200200'])
  })

  test.each([
    ['常平乡', '张老湾村', '2024-06-02'],
    ['常平镇', '张老湾村', '2024-06-03'],
    ['410882200', '410882200204', '2024-06-02'],
    ['410882120', '410882120204', '2024-06-03'],
    ['常平乡', '张老湾村', '2024-06-03'],
  ])('a sheet that says %s, %s on %s', async (township, village, day) => {
    await run(rename)
    there.write('e.csv', `日期,乡镇,村,单位,领域,活动\n${day},${township},${village},示例学院,中药,调研\n`)
    expect((await there.run('cun import e.csv')).both).toContain('新增 1')
    expect((await rows('expert list')).map(r => r.village)).toEqual(['张老湾村'])
  })

  test.each([
    ['--to 西向镇 --code 410882120', 'township.name-taken'],
    ['--to 常平镇 --code 410882101', 'township.code-taken'],
    ['--to 常平镇 --code 410883120', 'township.other-county'],
    ['--to 常平镇 --code 410882420', 'township.code-out-of-range'],
  ])('no %s: %s', async (words, why) => {
    expect((await refused(`township rename 常平乡 ${words} --on 2024-06-03`)).why).toEqual([why])
    expect(await villages('常平乡', '2024-06-03')).toHaveLength(12)
  })

  test('a name alone', async () => {
    await run('township rename 常平乡 --to 常平大乡 --on 2024-06-03')
    expect((await villages('常平大乡', '2024-06-03')).slice(0, 1)).toEqual(['410882200200'])
    expect((await villages('常平乡', '2024-06-02')).slice(0, 1)).toEqual(['410882200200'])
  })
})

describe('a township merged from a day on', () => {
  test('has its villages before, the other one from the day', async () => {
    const all = await rows('village list --township 覃怀街道')
    there.write('codes.csv', `村,新代码\n${all.map((v, i) => `${v.code},${410882100801 + i}\n`).join('')}`)
    await run('township merge 覃怀街道 --into 崇义镇 --on 2024-06-03 --sheet codes.csv')
    const of = async (name: string, asOf: string) =>
      (await rows(`village list --township ${name} --as-of ${asOf}`)).length
    const [mine, theirs] = [await of('覃怀街道', '2024-06-02'), await of('崇义镇', '2024-06-02')]
    expect([await of('崇义镇', '2024-06-03'), await of('覃怀街道', '2024-06-03')]).toEqual([mine + theirs, 0])
    const gone = (await rows('township list')).find(r => r.name === '覃怀街道')
    expect([gone?.mergedInto, gone?.mergedOn]).toEqual(['崇义镇', '2024-06-03'])
    await run('undo --yes')
    expect(await of('崇义镇', '2024-06-03')).toBe(theirs)
  })

  test.each([
    ['no sheet', undefined, 'township.village-codes'],
    ['a village of another township', '常乐村,410882101801', 'township.village-codes'],
    ['the code of another township', '张老湾村,410882999801', 'township.village-codes'],
    ['one code for two', '张老湾村,410882101801\n前和湾村,410882101801', 'township.village-codes'],
    ['no code', '张老湾村,4108821018', 'import.rows-wrong'],
  ])('%s: no merger', async (_, sheet, why) => {
    if (sheet) there.write('codes.csv', `村,新代码\n${sheet}\n`)
    const words = `township merge 常平乡 --into 西向镇 --on 2024-06-03${sheet ? ' --sheet codes.csv' : ''}`
    expect((await refused(words)).why).toEqual([why])
    expect(await rows('village list --township 常平乡')).toHaveLength(12)
  })
})

test('a village renamed from a day on: sheets say either name', async () => {
  await run('village rename 张老湾村 --to 张老湾新村 --on 2024-06-03')
  for (const [name, day] of [
    ['张老湾村', '2024-06-02'],
    ['张老湾新村', '2024-06-03'],
    ['张老湾村', '2024-07-01'],
  ]) {
    there.write('e.csv', `日期,村,单位,领域,活动\n${day},${name},示例学院,中药,调研\n`)
    expect([name, day, (await there.run('cun import e.csv')).both]).toEqual([
      name,
      day,
      expect.stringContaining('新增 1'),
    ])
  }
  expect((await rows('posting list --as-of 2024-06-02')).map(r => r.village)).toContain('张老湾村')
  expect((await rows('posting list --as-of 2024-06-03')).map(r => r.village)).toContain('张老湾新村')
})
