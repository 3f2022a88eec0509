import { beforeAll, describe, expect, test } from 'vitest'
import type { Question } from '../../src/kernel/terminal/question.ts'
import { county, type Place } from '../world.ts'

const terminal = { in: true, out: true, err: true }

/** A person at a terminal who answers every question so; what is asked is kept. */
function answering(answer: 'yes' | 'no', asked: string[]) {
  const ask = async ({ message }: Question) => {
    asked.push(message)
    return [answer]
  }
  return { terminal, ask }
}

let there: Place
const done = async (words: string) => {
  const { code, both } = await there.run(`cun ${words}`)
  expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
}

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
  const day = (unit: string, village: string, on: string) =>
    done(`stationday add --unit ${unit} --village ${village} --date ${on} --leader 周七 --purposes 走访`)
  await done('import people.csv --add unit')
  await done('settings set redblue.redFrom 5')
  await done('settings set redblue.objectionDays 0')
  await done('model import model.csv')
  await day('示例一局', '张老湾村', '2024-04-09')
  await done('assess freeze 2024Q2')
  await done('redblue propose 2024Q2 --red 1 --blue 2')
  await done('redblue decide 2024Q2 --by 王部长')
  await done('redblue publish 2024Q2 --number 沁组通〔2024〕3号')
  await done('assess reopen 2024Q2 --reason 漏录蹲点')
  for (const on of ['2024-04-09', '2024-04-16']) await day('示例二局', '前和湾村', on)
})

describe('a quarter is frozen and published again only after it is said what is out already', () => {
  const freeze = 'cun assess freeze 2024Q2'
  const before =
    '2024Q2 第 1 版已于 2024-07-26 冻结 (2024-07-26 重开), 红蓝榜已公布 (沁组通〔2024〕3号); 这一版有 1 个对象的得分或等次与它不同\n'

  test('at a terminal no is no, and nothing is written', async () => {
    const asked: string[] = []
    const { code, err } = await there.run(freeze, answering('no', asked))
    expect([code, asked, err]).toEqual([130, ['冻结为第 2 版?'], `${before}已取消, 未写入\n`])
    expect((await there.run('cun assess 2024Q2')).out).toContain('草稿, 未冻结')
  })

  test('and yes goes on; a first freezing asks nothing', async () => {
    const asked: string[] = []
    const { code, err, out } = await there.run(freeze, answering('yes', asked))
    expect([code, asked, err]).toEqual([0, ['冻结为第 2 版?'], before])
    expect(out).toContain('2024Q2 已冻结为第 2 版')
    const first: string[] = []
    expect((await there.run('cun assess freeze 2024Q1', answering('no', first))).code).toBe(0)
    expect(first).toEqual([])
  })

  test('the list likewise; off a terminal it is said and done', async () => {
    await done('redblue propose 2024Q2 --red 1 --blue 1')
    await done('redblue decide 2024Q2 --by 王部长')
    const publish = 'cun redblue publish 2024Q2 --number 沁组通〔2024〕4号 --kind 情况通报 --on 2024-07-26'
    const said =
      '2024Q2 的红蓝榜已于 2024-07-26 公布 (第 1 版, 沁组通〔2024〕3号); 这一版与它相比: 新列入 0 个, 不再列入 1 个, 换榜 1 个\n'
    const asked: string[] = []
    const no = await there.run(publish, answering('no', asked))
    expect([no.code, asked, no.err]).toEqual([130, ['另行公布并印发通报?'], `${said}已取消, 未写入\n`])
    const { code, err } = await there.run(publish)
    expect([code, err.startsWith(said)]).toEqual([0, true])
    expect((await there.run(publish)).code).toBe(65)
  })
})
