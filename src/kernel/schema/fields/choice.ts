import { Fault } from '../../errors.ts'
import { fold, joined, narrow, type Text } from '../../text.ts'
import { fault, field } from '../field.ts'
import type { Field, Label, Reader } from '../types.ts'
import { LIST_SPLIT } from './text.ts'

export interface Choice extends Text {
  readonly aliases?: readonly string[]
  /** Headers of 是/否 columns that stand for this choice, in a list of choices. */
  readonly flags?: readonly string[]
}

function choosing<K extends string>(choices: Record<K, Choice>) {
  const codes = Object.keys(choices) as K[]
  const spelt = new Map<string, K>()
  for (const code of codes) {
    const { zh, en, aliases = [] } = choices[code]
    for (const word of [zh, en, code, ...aliases]) spelt.set(fold(word), code)
  }
  const words = codes.map(code => choices[code].zh)
  const notOne = fault(
    'choice.not-one-of',
    `不在可选之列: ${words.join('、')}`,
    `is not one of: ${codes.map(c => choices[c].en).join(', ')}`,
    '改为其中之一',
    'use one of these',
  )
  return { words, read: (raw: string): K | Fault => spelt.get(fold(raw)) ?? notOne }
}

/** A 是/否 column whose 是 stands for one of the words, in sheets without a column of the words. */
interface YesColumn<K> extends Label {
  readonly key: string
  readonly means: K
}

export function choice<K extends string>(
  choices: Record<K, Choice>,
  label: Label,
  yes?: YesColumn<K>,
): Field<K> {
  const { words, read } = choosing(choices)
  return field<K>(label, {
    kind: 'choice',
    words: () => words,
    read,
    ...(yes && {
      parts: [{ key: yes.key, label: { zh: yes.zh, en: yes.en }, aliases: yes.aliases ?? [] }],
      readParts([own, flag]) {
        if (own) return read(own)
        const isYes = flag ? readYes(flag) : false
        return isYes instanceof Fault ? isYes : isYes ? yes.means : null
      },
    }),
    write: (value, lang) => choices[value][lang],
  })
}

/** Several words of a fixed list, in its order: one column joined by 、, or one 是/否 column per word. */
export function choices<K extends string>(options: Record<K, Choice>, label: Label): Field<K[]> {
  const { words, read: readOne } = choosing(options)
  const codes = Object.keys(options) as K[]
  const inOrder = (found: Set<K>) => codes.filter(code => found.has(code))
  const flagged = codes.filter(code => options[code].flags)
  const read = (raw: string): K[] | Fault => {
    const found = new Set<K>()
    for (const word of raw.split(/[、,，;；/\n]|兼/)) {
      if (word.trim() === '') continue
      const code = readOne(word)
      if (code instanceof Fault) return code
      found.add(code)
    }
    return inOrder(found)
  }
  return field<K[]>(label, {
    kind: 'choices',
    many: true,
    words: () => words,
    read,
    parts: flagged.map(code => ({
      key: `${code}Flag`,
      label: { zh: options[code].flags![0]!, en: `is ${options[code].en}` },
      aliases: options[code].flags!.slice(1),
    })),
    readParts(texts, _reader) {
      const found = new Set<K>()
      if (texts[0]) {
        const listed = read(texts[0])
        if (listed instanceof Fault) return listed
        for (const code of listed) found.add(code)
      }
      for (const [i, code] of flagged.entries()) {
        const yes = texts[i + 1] ? readYes(texts[i + 1]!) : false
        if (yes instanceof Fault) return yes
        if (yes) found.add(code)
      }
      return found.size > 0 ? inOrder(found) : null
    },
    write: (value, lang) =>
      joined(
        value.map(code => options[code][lang]),
        lang,
      ),
  })
}

function listed(setting: string, reader: Reader, word: string): string | Fault {
  const words = reader.list(setting)
  // A word of other days is right in a record of those days, which the record decides: `outdated`.
  const same = [...words, ...reader.list(setting, 'ever')].find(w => fold(w) === fold(word))
  return (
    same ??
    fault(
      'choice.not-one-of',
      `不在可选之列: ${words.join('、')}`,
      `is not one of: ${words.join(', ')}`,
      `改为其中之一; 确需新增的, 用 cun settings set ${setting} 加入`,
      `use one of these, or add it with cun settings set ${setting}`,
    )
  )
}

/** The fault of a value that has a word which the list of its day lacks; undefined for any other field. */
export function outdated({ setting }: Field, value: unknown, day: string, reader: Reader): Fault | undefined {
  if (setting === undefined || value == null) return undefined
  const words = reader.list(setting, day)
  const word = [value].flat().find(w => !words.includes(w as string))
  return word === undefined
    ? undefined
    : fault(
        'choice.not-of-day',
        `“${word}” 在 ${day} 不在可选之列: ${words.join('、')}`,
        `"${word}" is not one of the words of ${day}: ${words.join(', ')}`,
        `改为其中之一; 各日的取值见 cun settings get ${setting} --as-of 日期`,
        `use one of these; see cun settings get ${setting} --as-of DATE`,
      )
}

/** One word of a list in the office's settings. */
export function choiceFrom(setting: string, label: Label): Field<string> {
  return field(label, {
    kind: 'choiceFrom',
    setting,
    words: reader => reader.list(setting),
    read: (raw, reader) => listed(setting, reader, raw),
    write: value => value,
  })
}

export function choicesFrom(setting: string, label: Label): Field<string[]> {
  return field(label, {
    kind: 'choicesFrom',
    setting,
    many: true,
    words: reader => reader.list(setting),
    read(raw, reader) {
      const found = new Set<string>()
      for (const word of raw.split(LIST_SPLIT)) {
        if (word.trim() === '') continue
        const one = listed(setting, reader, word)
        if (one instanceof Fault) return one
        found.add(one)
      }
      return [...new Set([...reader.list(setting), ...reader.list(setting, 'ever')])].filter(w =>
        found.has(w),
      )
    },
    write: (value, lang) => joined(value, lang),
  })
}

function readYes(raw: string): boolean | Fault {
  const plain = narrow(raw).trim().toLowerCase()
  if (['是', '√', 'y', 'yes', 'true'].includes(plain)) return true
  if (['否', '×', 'n', 'no', 'false'].includes(plain)) return false
  return fault(
    'yesNo.not-yes-or-no',
    '只能填“是”或“否”',
    'must be 是 or 否',
    '改为“是”或“否”',
    'use 是 or 否',
  )
}

/** 是 or 否, stored as 1 or 0. */
export function yesNo(label: Label): Field<number> {
  return field(label, {
    kind: 'yesNo',
    sql: 'INTEGER',
    words: () => ['是', '否'],
    read(raw) {
      const yes = readYes(raw)
      return yes instanceof Fault ? yes : Number(yes)
    },
    write: (value, lang) => (lang === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no'),
  })
}
