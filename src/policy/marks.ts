import type { Fault } from '../kernel/errors.ts'
import { fault } from '../kernel/schema/field.ts'
import { texts } from '../kernel/schema/fields/text.ts'
import { setting } from '../kernel/schema/setting.ts'
import type { Reader, Setting } from '../kernel/schema/types.ts'

/** What a mark of a sign-in sheet says. `late`: came, but late, or left early. */
export type Mark = 'present' | 'late' | 'excused' | 'absent'

const wrong =
  (own: Mark) =>
  (words: string[], reader: Reader): Fault | undefined => {
    for (const [other, list] of Object.entries(marks)) {
      if (other === own) continue
      const taken = new Set(reader.get(list).map(markKey))
      const twice = words.find(word => taken.has(markKey(word)))
      if (twice === undefined) continue
      return fault(
        'attendance.mark-twice',
        `“${twice}”已在 ${list.name} 里`,
        `"${twice}" is in ${list.name} already`,
        '一个记号只能有一个意思: 先从另一处去掉',
        'a mark has one meaning: first take it from the other list',
      )
    }
    return undefined
  }

/** The words and signs that offices write in a sign-in sheet. ○ and △ mean one thing here, another there. */
export const marks: Readonly<Record<Mark, Setting<string[]>>> = {
  present: setting({
    name: 'attendance.present',
    field: texts({ zh: '签到表: 表示实到的记号', en: 'sign-in sheet: marks of who came' }),
    fallback: '√、✓、✔、是、到、实到、到会、到场、出席、出勤、参加、参会、签、签到',
    wrong: wrong('present'),
  }),
  late: setting({
    name: 'attendance.late',
    field: texts({
      zh: '签到表: 表示迟到早退的记号 (算实到)',
      en: 'sign-in sheet: marks of who came late or left early (they came)',
    }),
    fallback: '迟到、早退、晚到',
    wrong: wrong('late'),
  }),
  excused: setting({
    name: 'attendance.excused',
    field: texts({ zh: '签到表: 表示请假的记号', en: 'sign-in sheet: marks of who was excused' }),
    fallback: '请假、事假、病假、年休、产假、婚假、丧假、公出、公假、因公、出差、培训在外',
    wrong: wrong('excused'),
  }),
  absent: setting({
    name: 'attendance.absent',
    field: texts({ zh: '签到表: 表示缺席的记号', en: 'sign-in sheet: marks of who was absent' }),
    fallback: '缺、缺席、缺勤、缺会、缺课、旷会、旷课、没来、不在、否、无、×、✗、✘、x、-、/',
    wrong: wrong('absent'),
  }),
}

const kinds = Object.keys(marks) as Mark[]

/** The key for comparing marks: ignores width, case, white space, final punctuation; every dash is one. */
export const markKey = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\uFE0F]/g, '')
    .replace(/[‐-―−－]+|-{2,}/g, '-')
    .replace(/(?<=.)[.。,!]+$/, '')

/** A time of day, such as a sign-in machine writes: `8:55`, `2024-04-10 08:55:12`. */
const CLOCK = /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2})?([01]?\d|2[0-3])[:：][0-5]\d([:：][0-5]\d)?$/

/**
 * What a mark says, or undefined: it is no word of any list. 已 before a word of presence changes nothing, 未 or 没
 * makes it absence, as 无故 does nothing to absence. An excuse or a lateness is also known within a phrase
 * (因病请假, 迟到10分钟) unless the phrase denies it (未请假, 请假未批).
 */
export function markOf(text: string, reader: Reader): Mark | undefined {
  const bare = text.replace(/(?<=.)[(（【[].*[)）】\]]\s*$/s, '')
  for (const way of [text, bare]) {
    const key = markKey(way)
    const isOf = (mark: Mark, word: string) => reader.get(marks[mark]).some(w => markKey(w) === word)
    const found = kinds.find(mark => isOf(mark, key))
    if (found) return found
    const [, adverb, word = ''] = /^(已|(?:无故)?(?:未|没有?|不)|无故)(.+)$/.exec(key) ?? []
    if (adverb === '无故' ? isOf('absent', word) : adverb !== '已' && isOf('present', word)) return 'absent'
    if (CLOCK.test(key) || (adverb === '已' && isOf('present', word))) return 'present'
  }
  return (['excused', 'late'] as const).find(mark => says(text, mark, reader))
}

/** Whether a phrase holds a word (of two characters or more) of a list, and does not deny it. */
export function says(text: string, mark: Mark, reader: Reader): boolean {
  const phrase = markKey(text)
  return reader.get(marks[mark]).some(word => {
    const key = markKey(word)
    const at = [...key].length < 2 ? -1 : phrase.indexOf(key)
    return (
      at >= 0 &&
      !/[未没无不非]有?$/.test(phrase.slice(0, at)) &&
      !/^(?:手续|条)?[未不没]有?[批准获经交办]/.test(phrase.slice(at + key.length))
    )
  })
}
