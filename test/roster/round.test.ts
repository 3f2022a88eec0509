import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import { settingRegister } from '../../src/kernel/schema/setting.ts'
import { openDatabase } from '../../src/kernel/store/database.ts'
import { headOf } from '../../src/kernel/store/journal.ts'
import { writeBatch } from '../../src/kernel/store/write-batch.ts'
import { migrations } from '../../src/migrations.ts'
import { training } from '../../src/policy/training.ts'
import { county, type Place, place } from '../world.ts'

const brief = async (there: Place, options: string) => (await there.run(`cun report brief ${options}`)).out
const value = async (there: Place, item: string, options: string) =>
  JSON.parse(await brief(there, `--format json ${options}`)).tables[0].rows.find(
    (r: { item: string }) => r.item === item,
  )

describe('a day has one round', () => {
  const cases: [what: string, rows: string, wrong: number[]][] = [
    ['one after the other', '甲,2021-07-01,2023-06-30\n乙,2023-07-01,', []],
    ['an open one ends before the next begins', '甲,2021-07-01,\n乙,2023-07-01,', []],
    ['the earlier written later', '乙,2023-07-01,\n甲,2021-07-01,2023-06-30', []],
    ['the last day of one is the first of the next', '甲,2021-07-01,2023-07-01\n乙,2023-07-01,', [3]],
    ['the same with the later one first', '乙,2023-07-01,\n甲,2021-07-01,2023-07-01', [3]],
    ['one within the other', '甲,2021-07-01,2025-06-30\n乙,2023-07-01,2023-12-31', [3]],
    ['two from the same day', '甲,2021-07-01,\n乙,2021-07-01,', [3]],
    ['the end before the start', '甲,2021-07-01,2021-06-30', [2]],
  ]
  test.each(cases)('%s', async (_, rows, wrong) => {
    const there = place()
    await there.run('cun init --name 甲县 --code 410882')
    there.write('rounds.csv', `轮次名称,起始日,结束日\n${rows}\n`)
    const { code, both } = await there.run('cun import rounds.csv')
    expect([code, [...both.matchAll(/^ *第 (\d+) 行/gm)].map(m => Number(m[1]))]).toEqual([
      wrong.length > 0 ? 65 : 0,
      wrong,
    ])
  })
})

describe('a second round', () => {
  let there: Place
  let before: string
  let purchases: string
  beforeAll(async () => {
    there = await county()
    const sheets: [name: string, text: string][] = [
      ['rounds.csv', '轮次名称,起始日\n第五轮,2023-07-01'],
      [
        'trainings.csv',
        `培训日期,培训主题,培训类别,组织单位,层级
2023-06-30,前一轮的,政策培训,市委组织部,县级
2023-07-01,第一天,政策培训,市委组织部,县级
2024-12-31,年末,政策培训,市委组织部,县级
2025-06-30,最后一天,政策培训,市委组织部,县级
2025-08-01,间隔里,政策培训,市委组织部,县级
2025-10-01,新一轮,政策培训,市委组织部,县级`,
      ],
      ['enterprises.csv', '企业名称,联系村\n示例公司,前和湾村'],
      [
        'orders.csv',
        '日期,企业,供货村,产品,金额\n2024-06-10,示例公司,前和湾村,山货,100\n2025-10-02,示例公司,前和湾村,山货,7',
      ],
      ['plan.csv', '年份,活动,组织单位,计划期数\n2025,政策培训,市委组织部,4'],
    ]
    for (const [name, text] of sheets) {
      there.write(name, text)
      const { code, both } = await there.run(`cun import ${name} --as-of 2026-11-28`)
      if (code !== 0) throw new Error(both)
    }
    before = await brief(there, '--as-of 2024-12-31')
    purchases = (await there.run('cun report purchase 2024 --as-of 2026-11-28')).out
    for (const words of [
      'round add --name 第六轮 --start 2025-10-01',
      'round close 第五轮 --on 2025-06-30 --as-of 2025-07-02',
    ]) {
      const { code, both } = await there.run(`cun ${words}`)
      if (code !== 0) throw new Error(both)
    }
  })

  test('leaves the brief of a day before it byte for byte', async () => {
    expect(before).toContain('本轮 (第五轮, 自 2023-07-01)')
    expect(await brief(there, '--as-of 2024-12-31')).toBe(before)
  })

  test('leaves the orders of the year before byte for byte', async () => {
    expect(purchases).toContain('本轮 (第五轮, 自 2023-07-01) 至 2024-12-31 累计 100 元。')
    expect((await there.run('cun report purchase 2024 --as-of 2026-11-28')).out).toBe(purchases)
  })

  test.each([
    ['the day before the first', '2023-06-30', null, '2023-06-30 还没有轮次'],
    ['the first day', '2023-07-01', 1, '本轮 (第五轮, 自 2023-07-01)'],
    ['the last day', '2025-06-30', 3, '本轮 (第五轮, 自 2023-07-01)'],
    ['between two', '2025-09-30', 3, '本轮 (第五轮, 2023-07-01 至 2025-06-30)'],
    ['the first day of the next', '2025-10-01', 1, '本轮 (第六轮, 自 2025-10-01)'],
  ])('%s', async (_, day, count, scope) => {
    expect(await value(there, '政策培训', `--as-of ${day}`)).toMatchObject({ value: count, scope })
  })

  test('the brief of a round that is over is that of its last day', async () => {
    expect(await brief(there, '--round 第五轮 --as-of 2026-11-28')).toBe(
      await brief(there, '--as-of 2025-06-30'),
    )
    expect((await there.run('cun report brief --round 第六轮 --as-of 2025-09-30')).code).toBe(65)
  })

  test('orders and the plan of a year are cut to the days of the round asked for', async () => {
    const orders = async (words: string) => (await there.run(`cun report purchase ${words}`)).out
    expect(await orders('2025 --round 第五轮 --as-of 2026-11-28')).toContain('至 2025-06-30 累计 100 元')
    expect(await orders('2025 --as-of 2026-11-28')).toContain(
      '(第六轮, 自 2025-10-01) 至 2025-12-31 累计 7 元',
    )
    expect(await orders('2024 --round 第六轮 --as-of 2026-11-28')).toContain('第六轮 2025-10-01 才开始')
    const held = async (words: string) =>
      JSON.parse((await there.run(`cun report plan 2025 --as-of 2026-11-28 --format json ${words}`)).out)
        .tables[0].rows[0]
    expect(await held('')).toMatchObject({ planned: 4, held: 3 })
    expect(await held('--round 第五轮')).toMatchObject({ planned: 4, held: 1, first: 1, second: 0 })
    expect(await held('--round 第六轮')).toMatchObject({ planned: 4, held: 1, first: 0, second: 1 })
  })

  test('this round against the last', async () => {
    const { out } = await there.run('cun report rounds --as-of 2026-11-28 --format json')
    const rows = JSON.parse(out).tables[0].rows as { item: string }[]
    expect(rows.find(r => r.item === '政策培训')).toMatchObject({ value: 1, valueLast: 3, change: -2 })
    expect(rows.find(r => r.item === '团购订单')).toMatchObject({ value: 7, valueLast: 100, change: -93 })
    const first = await there.run('cun report rounds --round 第五轮 --as-of 2026-11-28')
    expect(first.out).toContain('此前没有登记轮次')
  })
})

describe('closing a round', () => {
  test('prints what is carried over, and is undone like any batch', async () => {
    const there = await county()
    await there.run('cun unit add --name 示例一局')
    for (const words of [
      'round add --name 第五轮 --start 2023-07-01',
      'posting add --name 张三 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2023-07-01 --end 2024-05-31',
      'posting add --name 李四 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2024-06-01',
      'handover add --village 张老湾村 --giver 张三 --receiver 李四 --date 2024-06-03',
      'enterprise add --name 示例公司 --villages 张老湾村',
      'purchase add --date 2024-06-10 --enterprise 示例公司 --villages 张老湾村 --product 山货 --amount 100',
      'purchase add --date 2024-06-05 --enterprise 示例公司 --villages 张老湾村 --product 小米 --amount 100 --paid 2024-07-02',
    ]) {
      const { code, both } = await there.run(`cun ${words}`)
      expect([words, code === 0 ? '' : both]).toEqual([words, ''])
    }
    const closed = await there.run('cun round close 第五轮 --on 2024-06-30 --format json')
    const { done, tables } = JSON.parse(closed.out)
    expect(done).toMatchObject({ command: 'round close', registers: { round: { changed: 1 } } })
    const [duties, records] = tables
    expect(duties.rows.find((r: { duty: string }) => r.duty === '轮换交接')).toMatchObject({ open: 1 })
    // On the day of the end the order of 5 June was not yet paid.
    expect(records.rows).toMatchObject([
      { record: '未付款的团购订单', open: 2, oldest: '2024-06-05' },
      { record: '未完成的时间节点', open: 0, oldest: null },
      { record: '未接收的轮换交接', open: 1, oldest: '2024-06-03' },
    ])
    expect((await there.run('cun round list --format json')).out).toContain('"end": "2024-06-30"')
    expect((await there.run('cun undo --yes')).code).toBe(0)
    expect((await there.run('cun round list --format json')).out).toContain('"end": null')
  })

  test('asks once, and writes nothing after a no', async () => {
    const there = await county()
    await there.run('cun round add --name 第五轮 --start 2023-07-01')
    const asked: string[] = []
    const { code, out } = await there.run('cun round close 第五轮', {
      terminal: { in: true, out: false, err: true },
      async ask({ kind, message }) {
        asked.push(message)
        return [kind === 'line' ? '2024-06-30' : 'no']
      },
    })
    expect(out).toContain('第五轮结束时转入下一轮的事项')
    expect([code, asked]).toEqual([130, ['结束日, 当天仍在本轮', '第五轮 到 2024-06-30 结束?']])
    expect((await there.run('cun round list --format json')).out).toContain('"end": null')
  })

  test('a wrong day is refused before anything is printed', async () => {
    const there = await county()
    await there.run('cun round add --name 第五轮 --start 2023-07-01')
    const { code, out, both } = await there.run('cun round close 第五轮 --on 2023-06-30')
    expect([code, out]).toEqual([65, ''])
    expect(both).toContain('早于起始日 (2023-07-01)')
  })
})

describe('a database of schema 12 in which round.start was set', () => {
  const old = new URL('../databases/schema-12.db', import.meta.url).pathname
  /** Sets it as the program of that time did: one batch of the register of settings. */
  const upgraded = (value: string): Place => {
    const there = place()
    const path = join(there.folder, 'cun.db')
    copyFileSync(old, path)
    const db = openDatabase(path, migrations.slice(0, 12))
    const note = { command: 'settings set', who: '示例', at: '2026-11-28 11:00:00' }
    writeBatch(db, [settingRegister, training], note, headOf(db), pen => {
      pen.add(settingRegister, [{ name: 'round.start', value }])
      const held = { series: 'policy', organiser: '市委组织部', level: 'county', attendees: [] }
      pen.add(
        training,
        ['2023-06-30', '2023-07-01', '2024-07-26'].map(date => ({ ...held, date, title: date })),
      )
    })
    db.close()
    return there
  }

  test('has it as its first round, with the same figures and a sound history', async () => {
    const there = upgraded('2023-07-01')
    const first = await there.run('cun report brief --as-of 2024-07-26 --format json')
    expect(first.err).toContain('升级: 原来的设置已转为记录 (第 14 批)')
    const rows = JSON.parse(first.out).tables[0].rows as { item: string }[]
    const scope = '本轮 (2023年轮次, 自 2023-07-01)'
    expect(rows.find(r => r.item === '政策培训')).toMatchObject({ value: 2, scope })
    // Once only.
    expect((await there.run('cun round list')).err).toBe('共 1 条\n')
    expect(await there.run('cun check')).toMatchObject({ code: 0, err: '没有问题\n' })
    expect((await there.run('cun history')).out).toMatch(
      /14 .*upgrade round\.start .*设置 删除 1, 轮次 新增 1/,
    )
    expect((await there.run('cun settings')).out).not.toContain('round.start')
    expect((await there.run('cun round change 1 --name 第五轮')).code).toBe(0)
    expect(await there.run('cun check')).toMatchObject({ code: 0 })
  })

  test('is not undone by an undo of what came last; asked for, the upgrade is refused', async () => {
    const there = upgraded('2023-07-01')
    expect((await there.run('cun undo 14 --yes')).refusals[0]?.code).toBe('undo.upgrade')
    const { both } = await there.run('cun undo')
    expect(both).toContain('第 13 批')
  })

  test('keeps what the office recorded since, if an old batch brings the setting back', async () => {
    const there = upgraded('2023-07-01')
    await there.run('cun round list')
    const db = new Sqlite(join(there.folder, 'cun.db'))
    writeBatch(
      db,
      [settingRegister],
      { command: 'undo', who: '示例', at: '2026-11-28 12:00:00' },
      headOf(db),
      pen => void pen.add(settingRegister, [{ name: 'round.start', value: '2022-01-01' }]),
    )
    db.close()
    expect((await there.run('cun round list --format json')).out).not.toContain('2022')
    expect(await there.run('cun check')).toMatchObject({ code: 0, err: '没有问题\n' })
  })

  test('is read where nothing can be written; the round waits', async () => {
    const there = upgraded('2023-07-01')
    const path = join(there.folder, 'cun.db')
    const db = openDatabase(path, migrations)
    // An incomplete history: the newest batch is gone.
    for (const name of db.prepare("select name from sqlite_schema where type = 'trigger'").pluck().all())
      db.exec(`drop trigger "${name}"`)
    db.pragma('foreign_keys = 0')
    db.exec('delete from batch where number = 3')
    db.close()
    const { code, out } = await there.run('cun report brief --as-of 2024-07-26')
    expect(code).toBe(0)
    expect(out).toContain('2024-07-26 还没有轮次')
  })
})
