import { beforeAll, describe, expect, test } from 'vitest'
import { flagOf, inputs, typedFields } from '../../src/kernel/schema/register.ts'
import type { Register } from '../../src/kernel/schema/types.ts'
import type { Question } from '../../src/kernel/terminal/question.ts'
import { lines } from '../../src/lines.ts'
import { type Place, place } from '../world.ts'

const registers = lines.flatMap(l => l.registers ?? []).filter(r => !r.process)
const terminal = { in: true, out: true, err: true }

/** A clerk who fills in the example of a register, skips what it leaves open, and writes. */
function clerk(register: Register, asked: string[] = []) {
  return async (question: Question): Promise<readonly string[]> => {
    const label = question.message.replace(' (选填)', '')
    if (question.kind === 'one' && question.choices.some(c => c.value === 'leave')) {
      return [question.choices[0]!.value]
    }
    asked.push(label)
    const input = inputs(register).find(i => (i.field ? register.fields[i.field]! : i).label.zh === label)
    if (!input) throw new Error(`nothing is called ${label}`)
    const text = register.example[input.key] ?? ''
    switch (question.kind) {
      case 'line':
        expect([label, question.check(text)]).toEqual([label, undefined])
        return [text || question.start || '']
      case 'one': {
        const field = register.fields[input.field!]!
        const read = (word: string) =>
          field.read(word, { today: '2024-07-26', get: () => 0 as never, list: () => [] })
        const same = question.choices.find(c => c.value === text || (text && read(c.value) === read(text)))
        return [same?.value ?? question.start ?? question.choices[0]!.value]
      }
      case 'find': {
        const found = await question.find(text.replace(/[（(].*/, ''))
        return [found[0]!.value]
      }
      case 'some': {
        const names = text.split('、').filter(Boolean)
        const places = await Promise.all(names.map(async name => (await question.find(name))[0]!))
        return places.map(i => question.choices[i]!.value)
      }
      case 'secret':
        throw new Error('a register asked for a secret')
    }
  }
}

const flags = (r: Register) =>
  Object.entries(r.example)
    .map(([key, value]) => `--${flagOf(key)} "${value}"`)
    .join(' ')

describe('the form of every register', () => {
  let typed: Place
  let flagged: Place
  beforeAll(async () => {
    ;[typed, flagged] = [place(), place()]
    for (const there of [typed, flagged]) await there.run('cun init --name 甲县 --code 410882')
  })

  for (const r of registers) {
    test(`${r.name}: asks for every field in order, and writes what the flags write`, async () => {
      const asked: string[] = []
      const done = await typed.run(`cun ${r.name} add`, { terminal, ask: clerk(r, asked) })
      expect([done.code, done.code === 0 ? '' : done.both]).toEqual([0, ''])
      expect(done.out).toMatch(/已登记/)
      const labels = typedFields(r).flatMap(([, f]) => (f.computed ? [] : [f.label.zh]))
      expect(asked.filter(label => labels.includes(label))).toEqual(labels)
      expect((await flagged.run(`cun ${r.name} add ${flags(r)}`)).code).toBe(0)
      const rows = async (there: Place) =>
        JSON.parse((await there.run(`cun ${r.name} export --format json`)).out).tables[0].rows.map(
          (row: Record<string, unknown>) => ({ ...row, id: 0 }),
        )
      expect(await rows(typed)).toEqual(await rows(flagged))
    })

    test(`${r.name}: a change that alters nothing is not written`, async () => {
      const ask = async (question: Question) => {
        if (question.kind === 'one' && question.choices.some(c => c.value === 'through')) {
          const write = question.choices.find(c => c.value === 'write')
          return [write ? 'write' : gone ? 'leave' : through()]
        }
        switch (question.kind) {
          case 'line':
            return [question.start ?? '']
          case 'one':
            return [question.start ?? question.choices[0]!.value]
          case 'find':
            return [question.start ?? (await question.find(''))[0]!.value]
          case 'some':
            return question.ticked.filter(Boolean)
        }
      }
      let gone = false
      const through = () => {
        gone = true
        return 'through'
      }
      const { code, out, err } = await typed.run(`cun ${r.name} change 1`, { terminal, ask })
      expect([code, out]).toEqual([130, ''])
      expect(err).toContain('已取消, 未写入')
    })
  }
})
