import type { Fault } from '../../errors.ts'
import { DOTS, hiddenIn, joined } from '../../text.ts'
import { fault, field } from '../field.ts'
import { saysNothing } from '../nothing.ts'
import type { Field, Label } from '../types.ts'

/** The rules of every text: nothing invisible, no tab, not too long. Undefined when it obeys them. */
function textFault(text: string, max: number): Fault | undefined {
  const hidden = hiddenIn(text)
  if (hidden) {
    return fault(
      'text.invisible-character',
      `含有看不见的字符 ${hidden}`,
      `contains the invisible character ${hidden}`,
      '删去这一格, 重新键入',
      'clear the cell and type it again',
    )
  }
  if (text.includes('\t')) {
    return fault(
      'text.tab',
      '含有制表符',
      'contains a tab character',
      '把制表符改为空格',
      'replace the tab with a space',
    )
  }
  if (text.length > max) {
    return fault(
      'text.too-long',
      `超过 ${max} 个字`,
      `is longer than ${max} characters`,
      '缩短后再录入',
      'shorten it and enter it again',
    )
  }
  return undefined
}

interface TextOptions {
  /** Most characters; default: 2000. */
  readonly max?: number
  /** 无 and its like mean empty: the field opens a duty, or is counted. */
  readonly nothing?: true
}

export function text(label: Label, options: TextOptions & { readonly nothing: true }): Field<string | null>
export function text(label: Label, options?: TextOptions): Field<string>
export function text(label: Label, { max = 2000, nothing }: TextOptions = {}): Field<string | null> {
  return field<string | null>(label, {
    kind: 'text',
    ...(nothing ? { nothing } : {}),
    read: raw => (nothing && saysNothing(raw) ? null : (textFault(raw, max) ?? raw)),
    write: value => value ?? '',
  })
}

const HAN_SPACE = /(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/u
const PERSON = /^[\p{Script=Han}\p{Script=Latin}]+(?:[· ][\p{Script=Han}\p{Script=Latin}]+)*$/u

const spacesDropped = { zh: '去掉字间的空格', en: 'read without the spaces inside' }
const dotsFolded = { zh: '间隔号按“·”读', en: 'read with the middle dot ·' }

/** A person's name as it is stored: Han characters without spaces, Latin words with one, · for every dot. */
function plainName(raw: string): string {
  return raw
    .trim()
    .replace(DOTS, '·')
    .replace(/\s*·\s*/g, '·')
    .replace(new RegExp(HAN_SPACE.source, 'gu'), '')
    .replace(/\s+/g, ' ')
}

/** A person's name: Han or Latin letters; a middle dot, or a space between Latin words, may part them. */
export function person(label: Label): Field<string> {
  return field(label, {
    kind: 'person',
    read: raw =>
      textFault(raw, 50) ??
      (PERSON.test(raw) && !HAN_SPACE.test(raw) && !isNobody(raw)
        ? raw
        : fault(
            'person.not-a-name',
            '姓名只能是汉字、拉丁字母、空格和“·”',
            'is not a name: only Han or Latin letters, spaces and · are allowed',
            '改成姓名本身, 去掉符号、数字和公式',
            'write the name alone, without signs, digits or formulas',
          )),
    tidy(raw) {
      const text = plainName(raw)
      if (text === raw) return undefined
      return { text, how: /\s/.test(raw.trim()) ? spacesDropped : dotsFolded }
    },
    write: value => value,
  })
}

/** 无 and the like, which are no name; Na and No may be one. */
const isNobody = (raw: string) => raw.length <= 3 && /^[^\p{Script=Latin}]+$/u.test(raw) && saysNothing(raw)

export const LIST_SPLIT = /[、,，;；\n]/

export function texts(label: Label): Field<string[]> {
  return field(label, {
    kind: 'texts',
    many: true,
    read: raw =>
      textFault(raw, 2000) ?? [
        ...new Set(
          raw
            .split(LIST_SPLIT)
            .map(t => t.trim())
            .filter(t => t !== ''),
        ),
      ],
    write: (value, lang) => joined(value, lang),
  })
}
