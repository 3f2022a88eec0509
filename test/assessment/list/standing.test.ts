import { beforeAll, describe, expect, test } from 'vitest'
import { county, type Place } from '../../world.ts'

let there: Place
const run = async (words: string) => {
  const { code, both, out, err } = await there.run(`cun ${words}`)
  expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  return { out, err }
}
/** The rows of a list or a paper as objects. */
const rows = async (words: string): Promise<Record<string, unknown>[]> => {
  const { code, out, both } = await there.run(`cun ${words} --format json`)
  expect([words, code <= 1, code <= 1 ? '' : both]).toEqual([words, true, ''])
  return JSON.parse(out).tables.flatMap((t: { rows: Record<string, unknown>[] }) => t.rows)
}

/** Freezes a quarter, proposes by name, decides and publishes at once. */
async function publish(
  quarter: string,
  on: string,
  number: number,
  entries: readonly (readonly [unit: string, colour: 'red' | 'blue'])[],
  kind = '情况通报',
) {
  await run(`assess freeze ${quarter} --as-of ${on}`)
  for (const [unit, colour] of entries)
    await run(`redblue propose ${quarter} --unit ${unit} --${colour} --facts 事实如下 --as-of ${on}`)
  if (entries.length > 0) await run(`redblue decide ${quarter} --by 部长 --as-of ${on}`)
  return run(`redblue publish ${quarter} --number 甲组通〔2024〕${number}号 --kind ${kind} --as-of ${on}`)
}

const blueRow = async (words: string) => {
  const found = (await rows(`redblue list ${words}`)).filter(
    r => r.period === '2024Q2' && r.name === '示例三局',
  )
  const { times, follow, state } = found.at(-1)!
  return { times, follow, state }
}
const followed = async (asOf: string) =>
  (await rows(`overdue --all --line assessment --as-of ${asOf}`))
    .filter(r => r.duty === 'redblue.follow')
    .map(r => r.what)
const notesOf = async (words: string): Promise<string[]> =>
  JSON.parse((await run(`redblue list ${words} --format json`)).out).notes

beforeAll(async () => {
  there = await county()
  there.write(
    'people.csv',
    `姓名,派出单位,乡镇,派驻村,驻村职务,驻村起始时间
张三,示例一局,常平乡,张老湾村,第一书记,2023-12-1
李四,示例二局,常平乡,前和湾村,第一书记,2023-12-1
王五,示例三局,西向镇,常乐村,第一书记,2023-12-1
`,
  )
  there.write(
    'model.csv',
    '指标,线,对象,分值,取数,方法,参数,封顶\n周二蹲点日,外线,单位,100,stationday.kept,比率,,\n',
  )
  await run('import people.csv --add unit')
  await run('model import model.csv')
  await run('settings set redblue.objectionDays 0')
  await publish('2024Q1', '2024-04-10', 1, [
    ['示例一局', 'red'],
    ['示例三局', 'blue'],
  ])
  await publish('2024Q2', '2024-07-05', 2, [
    ['示例二局', 'red'],
    ['示例三局', 'blue'],
  ])
})

describe('quarters running are counted over the newest editions', () => {
  test('the list of one quarter, the list of all and the duty agree', async () => {
    const expected = { times: '连续 2 次', follow: '约谈', state: '2024-07-05 公布' }
    expect(await blueRow('2024Q2 --as-of 2024-07-10')).toEqual(expected)
    expect(await blueRow('--as-of 2024-07-10')).toEqual(expected)
    expect(await followed('2024-07-10')).toContain('2024Q2 约谈')
  })

  test('an earlier quarter published again without the unit ends the run, and what was set is said', async () => {
    await run('assess reopen 2024Q1 --reason 漏录 --as-of 2024-07-11')
    await publish('2024Q1', '2024-07-11', 3, [['示例一局', 'red']], '表扬通报')
    const expected = { times: null, follow: '提醒', state: '2024-07-05 公布' }
    expect(await blueRow('2024Q2 --as-of 2024-07-12')).toEqual(expected)
    expect(await blueRow('--as-of 2024-07-12')).toEqual(expected)
    expect(await followed('2024-07-12')).toEqual(['2024Q2 提醒'])
    const said =
      '2024Q2 示例三局: 公布时为连续 2 次 (约谈), 前面的季度另行公布后为 1 次 (提醒); 改记: cun redblue follow 2024Q2 示例三局 --kind 提醒'
    expect(await notesOf('2024Q2 --as-of 2024-07-12')).toContain(said)
    expect(await notesOf('--as-of 2024-07-12')).toEqual([said])
    const { out } = await run(
      'notice issue 2024Q2 --number 甲组通〔2024〕4号 --kind 批评通报 --as-of 2024-07-12',
    )
    expect(out).not.toContain('连续 2 次')
    expect(out).not.toContain('受表扬')
  })

  test('as of the day before, the run still stood', async () => {
    expect(await blueRow('2024Q2 --as-of 2024-07-10')).toMatchObject({ times: '连续 2 次', follow: '约谈' })
  })

  test('what a person sets by hand stays', async () => {
    await run('redblue follow 2024Q2 示例三局 --kind 限期整改 --as-of 2024-07-13')
    expect(await blueRow('2024Q2 --as-of 2024-07-13')).toMatchObject({ times: null, follow: '限期整改' })
    expect(await notesOf('--as-of 2024-07-13')).toEqual([])
  })

  test('an edition that leaves nobody on the list is published by a notice that repeals the others', async () => {
    await run('assess reopen 2024Q2 --reason 复核 --as-of 2024-07-15')
    const { out, err } = await publish('2024Q2', '2024-07-15', 5, [])
    expect(out).toContain('经复核，本季没有列入红榜、蓝榜的单位。')
    expect(out).not.toMatch(/希望|一、/)
    expect(out.replace(/\s/g, '')).toContain('（甲组通〔2024〕2号）、')
    expect(err).toContain('不再列入 2 个')
    expect(await blueRow('2024Q2 --as-of 2024-07-15')).toMatchObject({
      follow: null,
      state: '2024-07-05 公布, 已由第 2 版取代',
    })
    expect(await followed('2024-07-15')).toEqual([])
    const again = await there.run('cun redblue publish 2024Q2 --number 甲组通〔2024〕6号 --as-of 2024-07-15')
    expect([again.code, again.refusals[0]?.code]).toEqual([65, 'redblue.not-proposed'])
  })
})

describe('an entry is published only by the notice that names it', () => {
  test('praise publishes the red, criticism later the blue under another number', async () => {
    await run('assess reopen 2024Q1 --reason 再核 --as-of 2024-07-16')
    const praise = await publish(
      '2024Q1',
      '2024-07-16',
      7,
      [
        ['示例一局', 'red'],
        ['示例二局', 'blue'],
      ],
      '表扬通报',
    )
    expect(praise.out).not.toContain('示例二局')
    expect(praise.err).toContain(
      '这份通报没有列名的还有 1 个, 未公布: 示例二局; 另发一份: cun redblue publish 2024Q1 --kind 批评通报',
    )
    const states = async (asOf: string) =>
      (await rows(`redblue list 2024Q1 --as-of ${asOf}`))
        .filter(r => r.edition === 3)
        .map(r => [r.name, r.state, r.follow, r.due])
    expect(await states('2024-07-16')).toEqual([
      ['示例一局', '2024-07-16 公布', '表扬', null],
      ['示例二局', '已决定, 待公布', null, null],
    ])
    const criticism = await run(
      'redblue publish 2024Q1 --number 甲组通〔2024〕8号 --kind 批评通报 --as-of 2024-07-17',
    )
    expect(criticism.out).not.toMatch(/示例一局|废止/)
    expect(criticism.err).not.toContain('这一版与它相比')
    expect(await states('2024-07-17')).toEqual([
      ['示例一局', '2024-07-16 公布', '表扬', null],
      ['示例二局', '2024-07-17 公布', '提醒', '2024-08-16'],
    ])
  })
})

describe('on as-of only what was known then is shown', () => {
  test('objection, decision and withdrawal', async () => {
    await run('assess reopen 2024Q1 --reason 三核 --as-of 2024-07-18')
    await run('assess freeze 2024Q1 --as-of 2024-07-18')
    const name = '2024Q1 示例一局'
    await run('redblue propose 2024Q1 --unit 示例一局 --blue --facts 事实如下 --as-of 2024-07-18')
    await run(`redblue object ${name} --by 示例一局 --reason 有误 --as-of 2024-07-19`)
    await run(`redblue decide ${name} --by 部长 --as-of 2024-07-20`)
    await run(`redblue withdraw ${name} --reason 另提 --as-of 2024-07-21`)
    await run('redblue propose 2024Q1 --unit 示例一局 --red --facts 事实如下 --as-of 2024-07-22')
    const state = async (day: number) =>
      (await rows(`redblue list 2024Q1 --as-of 2024-07-${day}`))
        .filter(r => r.edition === 4)
        .map(r => `${r.colour} ${r.state}`)
    expect(await state(18)).toEqual(['蓝榜 待决定'])
    expect(await state(19)).toEqual(['蓝榜 有异议 (示例一局): 有误'])
    expect(await state(20)).toEqual(['蓝榜 已决定, 待公布'])
    expect(await state(21)).toEqual(['蓝榜 2024-07-21 撤回: 另提'])
    expect(await state(22)).toEqual(['红榜 待决定', '蓝榜 2024-07-21 撤回: 另提'])
  })
})

test('the names of the list are offered for every name of a command', async () => {
  for (const before of ['', '示例一局 '])
    expect((await run(`complete -- redblue decide 2024Q1 ${before}示`)).out.trim()).toBe('示例一局')
})
