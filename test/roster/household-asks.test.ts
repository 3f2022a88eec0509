import { expect, test } from 'vitest'
import type { World } from '../../src/kernel/terminal/world.ts'
import type { Place } from '../world.ts'
import { ok, smallCounty } from './household-place.ts'

/** A list of 东村 of two years, and 西村. */
async function listed(): Promise<Place> {
  const there = await smallCounty()
  const header = '村,户编号,户主,户类型\n'
  there.write('old.csv', `${header}东村,001,赵甲,一般农户\n东村,002,赵乙,一般农户\n西村,001,钱甲,脱贫户\n`)
  there.write('new.csv', `${header}东村,001,赵甲,监测户\n`)
  await ok(there, 'cun household import old.csv')
  return there
}

/** Runs at a terminal; each question is answered by the choice with one of the words, or the first. */
async function asked(there: Place, words: string, answers: readonly string[]) {
  const questions: string[] = []
  const ask: World['ask'] = async question => {
    questions.push(question.message)
    const choices = 'choices' in question ? (question.choices ?? []) : []
    return [(choices.find(c => answers.includes(c.name)) ?? choices[0]!).value]
  }
  const ran = await there.run(words, { terminal: { in: true, out: false, err: true }, ask })
  return { ...ran, questions }
}

const list = 'cun household import new.csv --complete --on 2024-07-01'

test('at a terminal a missing village is asked about, names are shown, and the reason is asked', async () => {
  const there = await listed()
  const { code, questions, err, out } = await asked(there, list, ['是', '去世'])
  expect(questions).toEqual([
    '名册上有农户的 1 个村(社区)不在表上: 西村。它们不动, 只按表上出现的导入?',
    '1 条没有离册原因',
    '1 条记录到 2024-06-30 离册, 写入这份名册?',
  ])
  expect([code, out]).toEqual([0, expect.stringContaining('新增 0, 更改 1, 离册 1, 不变 0')])
  expect(err).toContain('东村 001 赵甲: 户类型 一般农户 → 监测户')
  expect((await ok(there, 'cun household show 2')).out).toMatch(/离册原因 +去世/)
  expect((await ok(there, 'cun household list --village 西村')).out).toContain('钱甲')
})

test.each([
  ['the village', ['否'], 65, 'list.places-missing'],
  ['the writing', ['其他'], 130, 'ask.cancelled'],
])('whoever declines %s has written nothing', async (what, answers, code, refusal) => {
  const there = await listed()
  const more = what === 'the writing' ? ' --village 东村' : ''
  const ran = await asked(there, list + more, answers)
  expect([ran.code, ran.refusals.map(r => r.code)]).toEqual([code, [refusal]])
  expect((await ok(there, 'cun household list')).out).toContain('赵乙')
})

test('an empty sheet of one village ends all of it; --end-reason says why', async () => {
  const there = await listed()
  there.write('none.csv', '村,户编号,户主,户类型\n')
  const words =
    'cun household import none.csv --complete --village 东村 --on 2024-07-01 --end-reason 迁出 --yes'
  expect((await ok(there, words)).out).toContain('离册 2')
  expect((await ok(there, 'cun household list --end-reason 迁出 --all')).out).toMatch(/赵甲[\s\S]*赵乙/)
})
