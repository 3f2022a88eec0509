import { beforeEach, describe, expect, test } from 'vitest'
import type { World } from '../../../src/kernel/terminal/world.ts'
import { book } from '../../book.ts'
import { type Place, place } from '../../world.ts'

/** A person at a terminal who answers what is asked by the words of the option, or yes or no. */
function person(answers: readonly (string | boolean)[]) {
  const asked: string[] = []
  const left = [...answers]
  const world: Partial<World> = {
    terminal: { in: true, out: true, err: true },
    async ask(question) {
      asked.push(question.message)
      const answer = left.shift()
      if (question.kind !== 'one' && question.kind !== 'find') throw new Error(question.kind)
      const choices = question.kind === 'one' ? question.choices : await question.find('')
      const wanted = typeof answer === 'boolean' ? (answer ? '是' : '否') : answer
      const chosen = choices.find(c => c.name === wanted || (answer === false && c.value === 'no'))
      if (!chosen)
        throw new Error(`${question.message}: no option ${wanted} in ${choices.map(c => c.name).join(' | ')}`)
      return [chosen.value]
    },
  }
  return { world, asked, left }
}

let there: Place
beforeEach(async () => {
  there = place()
  await there.run('cun init --name 甲县 --code 410882 --quiet')
})

describe('headers that are not known, on a terminal', () => {
  beforeEach(() => there.write('局.csv', '局委名称,层次,备用\r\n示例一局,县,x\r\n'))
  const answers = ['派出单位 unit', '单位名称', '隶属层级', '(跳过这一列)']

  test('are asked for one by one with what stands below them, and kept beside the sheet', async () => {
    const { world, asked, left } = person([...answers, true])
    const { code, both } = await there.run('cun import 局.csv', world)
    expect([code, left]).toEqual([0, []])
    expect(asked).toEqual([
      '认不出 局.csv 是哪一种表。它是:',
      '表头“局委名称” (如 示例一局) 是哪一栏?',
      '表头“层次” (如 县) 是哪一栏?',
      '表头“备用” (如 x) 是哪一栏?',
      '把这些回答存入 表头对照.csv, 下次导入同一文件夹的表时不再问?',
    ])
    expect(both).toContain('派出单位: 新增 1')
    expect(there.read('表头对照.csv')).toBe(
      '\uFEFF台账,表头,栏目\r\nunit,局委名称,单位名称\r\nunit,层次,隶属层级\r\nunit,备用,\r\n',
    )
    const again = await there.run('cun import 局.csv', person([]).world)
    expect([again.code, again.err]).toEqual([0, expect.stringContaining('表头按 表头对照.csv 对照')])
  })

  test('are kept in the file of --map without asking', async () => {
    const { world, left } = person(answers)
    expect((await there.run('cun import 局.csv --map 对照.csv', world)).code).toBe(0)
    expect(left).toEqual([])
    expect((await there.run('cun import 局.csv --map 对照.csv')).code).toBe(0)
  })

  test('are kept nowhere when the answer is no', async () => {
    await there.run('cun import 局.csv', person([...answers, false]).world)
    expect(() => there.read('表头对照.csv')).toThrow()
  })

  test('in English', async () => {
    const { world, asked } = person(['sponsor unit (unit)', 'name', 'level', '(skip this column)', false])
    expect((await there.run('cun import 局.csv --lang en', world)).code).toBe(0)
    expect(asked[1]).toBe('Which column is the header "局委名称" (e.g. 示例一局)?')
  })

  test('are left alone by who does not know either', async () => {
    const { code, both } = await there.run('cun import 局.csv', person(['(都不是, 不导入)']).world)
    expect([code, both]).toEqual([65, expect.stringContaining('认不出 局.csv 是哪一种表')])
  })

  test('only those that are not known are asked for', async () => {
    there.write('b.csv', '单位名称,级别,隶属层级\r\n示例二局,正科,县\r\n')
    const { world, asked } = person(['(跳过这一列)', false])
    expect((await there.run('cun import b.csv', world)).code).toBe(0)
    expect(asked[0]).toBe('表头“级别” (如 正科) 是哪一栏?')
  })

  test('an ID number below a header is not shown whole, a row marked secret not at all', async () => {
    there.write(
      'c.csv',
      '单位名称,号,隶属层级,批注\r\n示例二局,410882198503150010,县,机密\r\n示例三局,13812345678,县,y\r\n',
    )
    const { world, asked } = person(['(跳过这一列)', '(跳过这一列)', false])
    await there.run('cun import c.csv', world)
    expect(asked.slice(0, 2)).toEqual(['表头“号” (如 138****5678) 是哪一栏?', '表头“批注” (如 y) 是哪一栏?'])
  })
})

test('of several sheets that are known the person chooses one', async () => {
  there.write(
    'two.xlsx',
    await book(['[一]', '单位名称,隶属层级', '甲局,县', '[二]', '单位名称,隶属层级', '乙局,县']),
  )
  const { world, asked } = person(['二'])
  const { code, both } = await there.run('cun import two.xlsx', world)
  expect([code, asked]).toEqual([0, ['two.xlsx 有几个工作表, 导入哪一个?']])
  expect(both).toContain('工作表“二”')
})
