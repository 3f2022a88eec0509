import { beforeEach, describe, expect, test } from 'vitest'
import { county, type Place } from '../world.ts'

let there: Place
const run = async (words: string) => {
  const { code, out, err } = await there.run(`cun ${words}`)
  return { code, out: out.trim(), err: err.trim() }
}
const done = async (words: string) => {
  const { code, err } = await run(words)
  expect([words, code, code === 0 ? '' : err]).toEqual([words, 0, ''])
}
const get = async (name: string, day: string) => (await run(`settings get ${name} --as-of ${day}`)).out

beforeEach(async () => {
  there = await county()
})

describe('a setting holds from a day', () => {
  const days = 'visit.request.days'

  test('the first value from a day leaves the default before it', async () => {
    expect((await run(`settings set ${days} 20 --on 2024-06-01`)).out).toBe(
      `${days} = 20, 自 2024-06-01 起 (第 4 批)`,
    )
    expect([await get(days, '2024-05-31'), await get(days, '2024-06-01')]).toEqual(['30', '20'])
  })

  test('one typed after a later one holds until that one; a later day is not in force yet', async () => {
    await done(`settings set ${days} 20 --on 2024-12-01`)
    await done(`settings set ${days} 10 --on 2024-03-01`)
    expect(await get(days, '2024-02-29')).toBe('30')
    expect(await get(days, '2024-07-26')).toBe('10')
    expect(await get(days, '2024-12-01')).toBe('20')
    const { out } = await run('settings list')
    expect(out).toMatch(/visit\.request\.days .* 10 +2024-03-01 +30/)
    expect(out).toContain(`${days} 自 2024-12-01 起改为 20。`)
    const then = await run('settings list --as-of 2024-02-01')
    expect(then.out).toMatch(/visit\.request\.days .* 30 +30/)
  })

  test('without a day it is a correction of the value of today, and says of which days', async () => {
    await done(`settings set ${days} 20 --on 2024-03-01`)
    await done(`settings set ${days} 25 --on 2024-12-01`)
    const { out, err } = await run(`settings set ${days} 21`)
    expect(out).toBe(`${days} = 21 (第 6 批)`)
    expect(err).toBe('按更正处理, 2024-03-01 至 2024-11-30 之间都按它算; 自某日起才变的, 加 --on 日期')
    expect(await get(days, '2024-02-29')).toBe('30')
    expect(await get(days, '2024-03-01')).toBe('21')
    expect(await get(days, '2024-12-01')).toBe('25')
    await done('undo 6 --yes')
    expect(await get(days, '2024-03-01')).toBe('20')
  })

  test('back to the default from a day; a correction to what was before leaves no earlier value', async () => {
    await done(`settings set ${days} 20 --on 2024-03-01`)
    await done(`settings set ${days} "" --on 2024-06-01`)
    expect([await get(days, '2024-05-31'), await get(days, '2024-06-01')]).toEqual(['20', '30'])
    await done(`settings set ${days} 30 --as-of 2024-04-01`)
    expect([await get(days, '2024-02-01'), await get(days, '2024-04-01')]).toEqual(['30', '30'])
    expect((await run('check')).code).toBe(0)
    expect((await run('settings list')).out).toMatch(/visit\.request\.days .* 30 +30/)
  })

  test('writing commands read the value of their day, not the last one stored', async () => {
    await done('settings set household.kinds 一般农户、监测户、边缘户 --on 2024-12-01')
    const early = await run('household add --village 东关社区 --number 1 --head 李新 --kind 边缘户')
    expect([early.code, early.err]).toEqual([
      65,
      expect.stringContaining('“边缘户” 在 2024-07-26 不在可选之列'),
    ])
    await done('household add --village 东关社区 --number 1 --head 李新 --kind 监测户')
  })

  test('what must be the same on all days refuses a day', async () => {
    const { code, err } = await run('settings set duties.since 2024-03-01 --on 2024-03-01')
    expect([code, err]).toEqual([
      65,
      'duties.since 不能自某日起改: 启用日期只有一个\n→ 有误的, 不加 --on 更正: cun settings set duties.since 值',
    ])
    expect((await run('settings list --on 2024-03-01')).code).toBe(64)
  })
})

describe('words of a list are right on their days', () => {
  const deed = (date: string, kind: string) =>
    run(`deed add --village 东关社区 --title 修路${date} --date ${date} --kind ${kind}`)

  beforeEach(async () => {
    await done('settings set deed.kinds 道路、饮水 --on 2024-01-01')
    await done('settings set deed.kinds 道路、养老 --on 2024-06-01')
  })

  test('a record of those days takes the word, a later one does not', async () => {
    expect((await deed('2024-05-31', '饮水')).code).toBe(0)
    const late = await deed('2024-06-01', '饮水')
    expect([late.code, late.err]).toEqual([
      65,
      expect.stringContaining(
        '“饮水” 在 2024-06-01 不在可选之列: 道路、养老。改为其中之一; 各日的取值见 cun settings get deed.kinds --as-of 日期',
      ),
    ])
    expect((await deed('2024-05-31', '养老')).code).toBe(65)
    // A change of another field of the old record asks nothing of its word.
    await done('deed change 1 --households 30')
    expect((await run('deed list --kind 饮水')).out).toContain('饮水')
  })

  test('a word that records of those days say does not go on those days', async () => {
    await deed('2024-05-31', '饮水')
    const drop = await run('settings set deed.kinds 道路 --on 2024-05-01')
    expect([drop.code, drop.err]).toEqual([
      65,
      'deed.kinds 不能去掉“饮水”: 1 条民生实事记录写着它\n→ 先把这些记录的类别改掉: cun deed list --kind 饮水',
    ])
    const early = await run('settings set deed.kinds 道路 --as-of 2024-03-01')
    expect(early.code).toBe(65)
    await done('settings set deed.kinds 道路、水电 --on 2024-06-01')
  })

  test('an earlier kind of a household counts on the days on which it held', async () => {
    await done('household add --village 东关社区 --number 1 --head 李新 --kind 监测户')
    await done('household change 1 --kind 一般农户 --on 2024-05-01')
    const all = await run('settings set household.kinds 一般农户、脱贫户')
    expect([all.code, all.err]).toEqual([
      65,
      'household.kinds 不能去掉“监测户”: 1 条农户原值记录写着它\n→ 先把这些记录的户类型改掉: cun household list --kind 监测户 --as-of 2024-04-30; 只自某日起去掉的, 加 --on 日期',
    ])
    await done('settings set household.kinds 一般农户、脱贫户 --on 2024-05-01')
    expect((await run('household list --kind 监测户 --as-of 2024-04-30')).out).toContain('监测户')
  })
})
