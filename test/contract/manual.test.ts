import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { guides } from '../../docs/make/guides.ts'
import { commandPage, commands, contents, optionsPage, page } from '../../docs/make/manual.ts'
import type { Lang } from '../../src/kernel/text.ts'
import { lines } from '../../src/lines.ts'
import { roles } from '../../src/office/burden.ts'
import { programOf } from '../program.ts'

const folder = new URL('../../docs/manual/', import.meta.url).pathname
const langs = ['zh', 'en'] as const

const [zh, en] = [await programOf('zh'), await programOf('en')]
const globals = zh.options.map((o, i) => ({
  flags: o.flags,
  description: { zh: o.description, en: en.options[i]!.description },
}))

const registers = lines.flatMap(line => (line.registers ?? []).map(register => ({ line, register })))

/** Every page of a language as the declarations make it now. UPDATE_MANUAL=1 writes them. */
const pagesOf = (lang: Lang) =>
  new Map([
    ['README.md', contents(lines, guides(lang), lang)],
    ['options.md', optionsPage(globals, lines, lang)],
    ...registers.map(
      ({ line, register }) => [`${register.name}.md`, page(register, line, lines, lang)] as const,
    ),
    ...[...commands(lines)].map(
      ([noun, verbs]) => [`${noun}.md`, commandPage(noun, verbs, lines, lang)] as const,
    ),
  ])
const pages = new Map(langs.flatMap(lang => [...pagesOf(lang)].map(([n, text]) => [`${lang}/${n}`, text])))

if (process.env.UPDATE_MANUAL) {
  for (const lang of langs) mkdirSync(join(folder, lang), { recursive: true })
  for (const [name, text] of pages) writeFileSync(join(folder, name), text)
}

describe('the manual is what the declarations say', () => {
  test.each([...pages])('%s', (name, text) => expect(readFileSync(join(folder, name), 'utf8')).toBe(text))
  test('and has no page of what is gone', () => {
    for (const lang of langs) {
      const known = [...pagesOf(lang).keys(), ...guides(lang).map(g => g.file)]
      expect(readdirSync(join(folder, lang)).sort()).toEqual(known.sort())
    }
  })
})

describe.each(langs)('everything that can be typed is in the manual: %s', lang => {
  const read = (name: string) => readFileSync(join(folder, lang, name), 'utf8')
  const options = read('options.md')
  const has = (text: string, flag: string) => new RegExp(`${flag}(?![a-z-])`).test(text)

  test('every command and every flag', async () => {
    const missing: string[] = []
    const all = (await programOf(lang)).commands.map(c => c.name())
    for (const noun of all.filter(n => n !== 'help')) {
      const command = (await programOf(lang, noun)).commands.find(c => c.name() === noun)!
      const file = readdirSync(join(folder, lang)).includes(`${noun}.md`) ? read(`${noun}.md`) : ''
      for (const c of [command, ...command.commands]) {
        const words = c === command ? `cun ${noun}` : `cun ${noun} ${c.name()}`
        const isDefault =
          (command as unknown as { _defaultCommandName?: string })._defaultCommandName === c.name()
        if (c.name() !== 'help' && !isDefault && !file.includes(words)) missing.push(words)
        for (const { long } of c.options)
          if (long && !has(file, long) && !has(options, long)) missing.push(`${words} ${long}`)
      }
    }
    for (const { long } of zh.options) if (long && !has(options, long)) missing.push(long)
    expect(missing).toEqual([])
  })

  test('every setting', () => {
    const all = lines.flatMap(l => l.settings ?? []).map(s => s.name)
    expect(all.filter(name => !read('settings.md').includes(`\`${name}\``))).toEqual([])
  })
})

test('every register says who keeps it', () => {
  const unknown = lines.flatMap(l => l.registers ?? []).filter(r => !roles[r.filledBy])
  expect(unknown.map(r => r.name)).toEqual([])
})
