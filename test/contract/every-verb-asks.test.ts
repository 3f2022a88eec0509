import { beforeAll, expect, test } from 'vitest'
import { missingParameters } from '../../src/kernel/cli/arguments.ts'
import type { Verb } from '../../src/kernel/cli/line.ts'
import { derived } from '../../src/kernel/commands/register-commands.ts'
import { reporting } from '../../src/kernel/commands/report.ts'
import type { Question } from '../../src/kernel/terminal/question.ts'
import { lines } from '../../src/lines.ts'
import { type Place, place } from '../world.ts'

const own = lines.flatMap(l => l.verbs ?? [])
const verbs = [
  ...lines.flatMap(l => l.registers ?? []).flatMap(r => derived(r)),
  ...own,
  ...reporting(lines),
].filter(v => !own.some(o => o !== v && o.noun === v.noun && o.name === v.name))
const required = (verb: Verb) =>
  missingParameters(verb, { args: [], options: {}, global: {} }).filter(p => p.isRequired)
const wanting = verbs.filter(v => required(v).length > 0)
const words = ({ noun, name }: Verb) => `cun ${[noun, name].filter(Boolean).join(' ')}`

let demo: Place
beforeAll(async () => {
  demo = place()
  await demo.run(`cun demo --db ${demo.folder}/cun.db`)
}, 120_000)

test('many verbs want something', () => {
  expect(wanting.length).toBeGreaterThan(100)
})

for (const verb of wanting) {
  test(`${words(verb)}: at a terminal asks for what is missing, off one says so`, async () => {
    const asked: string[] = []
    const ask = async ({ message }: Question): Promise<never> => {
      asked.push(message)
      throw Object.assign(new Error(), { name: 'ExitPromptError' })
    }
    const at = await demo.run(words(verb), { terminal: { in: true, out: true, err: true }, ask })
    const wanted = required(verb)[0]!.label.zh.replace(/, 如 .*/, '')
    expect([at.code, at.out, asked]).toEqual([130, '', [wanted]])
    expect(at.err).toContain('已取消, 未写入')
    for (const terminal of [
      { in: false, out: true, err: true },
      { in: true, out: true, err: false },
    ]) {
      const { code, err } = await demo.run(words(verb), { terminal })
      expect([code, err === '']).toEqual([64, false])
    }
    expect(
      (await demo.run(`${words(verb)} --yes`, { terminal: { in: true, out: true, err: true } })).code,
    ).toBe(64)
  })
}
