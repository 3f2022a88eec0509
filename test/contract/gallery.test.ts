import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { entries, gallery, namedFiles } from '../../docs/make/gallery.ts'

const page = new URL('../../docs/errors.md', import.meta.url).pathname

/** Every refusal there is has an example in both languages. UPDATE_MANUAL=1 writes the page of them. */
test('docs/errors.md shows every refusal of the source', async () => {
  const all = await entries()
  const without = all.filter(e => e.examples.length === 0 && !e.elsewhere)
  expect(without.map(e => `${e.coded.files.join(', ')}: ${e.coded.code}`)).toEqual([])
  expect(namedFiles.filter(file => !existsSync(new URL(`../../${file}`, import.meta.url)))).toEqual([])
  const idle = all.filter(e => e.examples.length > 0 && e.elsewhere)
  expect(idle.map(e => e.coded.code)).toEqual([])
  const text = gallery(all)
  if (process.env.UPDATE_MANUAL) writeFileSync(page, text)
  expect(readFileSync(page, 'utf8')).toBe(text)
}, 300_000)
