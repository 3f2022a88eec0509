import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lang } from '../../src/kernel/text.ts'

export const guideFolder = new URL('../manual/', import.meta.url).pathname

/** Guides written by hand, in the order in which an office meets what they tell. */
const names = [
  'first-day',
  'from-excel',
  'every-sheet',
  'rotation-week',
  'quarter-end',
  'at-night',
  'scripts',
  'refused',
] as const

export const guides = (lang: Lang): { file: string; title: string }[] =>
  names.map(name => {
    const file = `${name}.md`
    const text = readFileSync(join(guideFolder, lang, file), 'utf8')
    return { file, title: text.split('\n')[0]!.replace(/^# /, '') }
  })
