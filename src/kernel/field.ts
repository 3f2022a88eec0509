import { Fault } from './refuse.ts'
import type { Register } from './register.ts'
import type { Setting } from './settings.ts'
import { fold, hiddenIn, joined, type Lang, narrow, type Text } from './text.ts'

/** How a value is laid out on paper. */
export type CellType = 'text' | 'integer' | 'number' | 'amount' | 'percent' | 'date' | 'score'

/** What reading may depend on besides the text: the day that counts as today, the office's lists and thresholds. */
export interface Reader {
  readonly today: string
  get<T>(setting: Setting<T>): T
  list(setting: string): readonly string[]
}

/** One column a sheet may give for a field. */
export interface Part {
  readonly key: string
  readonly label: Text
  readonly aliases: readonly string[]
}

/**
 * One kind of value, declared for one field: how it reads text, writes the text that reads back as the same
 * value, and what SQL keeps. A value that needs no SQL form of its own is kept as it is.
 */
export interface Field<T = unknown> {
  readonly kind: string
  readonly label: Text
  readonly aliases: readonly string[]
  readonly optional: boolean
  readonly sql: 'TEXT' | 'INTEGER' | 'REAL'
  readonly cell: CellType
  /** True for a list; kept as a JSON array. */
  readonly many?: boolean
  /** Further columns that can stand instead of the field's own (是/否 columns for a list of roles). */
  readonly parts?: readonly Part[]
  readonly target?: () => Register
  /** The words a value can be, where they are few. */
  readonly words?: (reader: Reader) => readonly string[]
  /** The setting that holds the words. */
  readonly setting?: string
  read(text: string, reader: Reader): T | Fault
  readParts?(texts: readonly (string | undefined)[], reader: Reader): T | Fault | null
  /** Text that `read` takes back as the same value. */
  write(value: T, lang: Lang): string
  /** What others than the keeper of the record may see of the written text. */
  mask?(written: string): string
  /** A value that only the rest of the record can decide, left undecided: a fault. */
  undecided?(value: T): Fault | undefined
}

export interface Label extends Text {
  readonly aliases?: readonly string[]
}

export type Value<F> = F extends Field<infer T> ? T : never

/** A masked value in a sheet: it can only mean "as it was". */
export class Masked {
  constructor(readonly text: string) {}
}

export const optional = <T>(field: Field<T>): Field<T | null> =>
  ({ ...field, optional: true }) as Field<T | null>

/** Makes a kind of field: what it leaves out is a required text column. */
export function field<T>(
  label: Label,
  rest: Pick<Field<T>, 'kind' | 'read' | 'write'> & Partial<Field<T>>,
): Field<T> {
  return {
    label: { zh: label.zh, en: label.en },
    aliases: label.aliases ?? [],
    optional: false,
    sql: 'TEXT',
    cell: 'text',
    ...rest,
  }
}

export const fault = (zh: string, en: string, nextZh: string, nextEn: string) =>
  new Fault({ zh, en }, { zh: nextZh, en: nextEn })

/** Rules that hold for every text: nothing hidden, no tab inside, not too long. Undefined when it keeps them. */
function textFault(text: string, max: number): Fault | undefined {
  const hidden = hiddenIn(text)
  if (hidden) {
    return fault(
      `含有看不见的字符 ${hidden}`,
      `holds the invisible character ${hidden}`,
      '删去这一格, 重新键入',
      'clear the cell and type it again',
    )
  }
  if (text.includes('\t')) {
    return fault('含有制表符', 'holds a tab character', '把制表符改为空格', 'replace the tab by a space')
  }
  if (text.length > max) {
    return fault(
      `超过 ${max} 个字`,
      `is longer than ${max} characters`,
      '缩短后再录入',
      'shorten it and enter it again',
    )
  }
  return undefined
}

export function text(label: Label, options: { max?: number } = {}): Field<string> {
  const max = options.max ?? 2000
  return field(label, {
    kind: 'text',
    read: raw => textFault(raw, max) ?? raw,
    write: value => value,
  })
}

const PERSON = /^[\p{Script=Han}\p{Script=Latin}][\p{Script=Han}\p{Script=Latin}· ]*$/u

/** A person's name: Han or Latin letters, spaces and the middle dot, kept exactly as written. */
export function person(label: Label): Field<string> {
  return field(label, {
    kind: 'person',
    read: raw =>
      textFault(raw, 50) ??
      (PERSON.test(raw)
        ? raw
        : fault(
            '姓名只能是汉字、拉丁字母、空格和“·”',
            'a name holds only Han or Latin letters, spaces and ·',
            '改成姓名本身, 去掉符号、数字和公式',
            'write the name alone, without signs, digits or formulas',
          )),
    write: value => value,
  })
}

const LIST_SPLIT = /[、,，;；\n]/

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

function readNumber(raw: string): number | undefined {
  const plain = narrow(raw).replace(/[,\s]/g, '')
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined
}

const notNumber = fault('不是数', 'is not a number', '只写数字', 'write digits only')
/** Whether 98% means 98 or 0.98 depends on what it is measured by: it is not guessed. */
const isPercentage = fault(
  '是百分数, 这里要填数',
  'is a percentage where a number is wanted',
  '按百分制的写 98, 不写 98%; 在表格中先把这一列设为常规格式',
  'out of a hundred write 98, not 98%; in a spreadsheet first give the column the general format',
)
const unread = (raw: string): Fault => (/^-?[\d.,\s]+%$/.test(narrow(raw).trim()) ? isPercentage : notNumber)

function range(value: number, min: number, max: number): Fault | undefined {
  return value < min || value > max
    ? fault(
        `应在 ${min} 到 ${max} 之间`,
        `must lie between ${min} and ${max}`,
        '核对后改正',
        'check and correct it',
      )
    : undefined
}

export function integer(label: Label, options: { min?: number; max?: number } = {}): Field<number> {
  return field(label, {
    kind: 'integer',
    sql: 'INTEGER',
    cell: 'integer',
    read(raw) {
      const value = readNumber(raw)
      if (value === undefined) return unread(raw)
      if (!Number.isInteger(value)) {
        return fault('应为整数', 'must be a whole number', '去掉小数', 'leave out the decimals')
      }
      return range(value, options.min ?? 0, options.max ?? 999_999_999) ?? value
    },
    write: value => String(value),
  })
}

export function number(label: Label, options: { min?: number; max?: number } = {}): Field<number> {
  return field(label, {
    kind: 'number',
    sql: 'REAL',
    cell: 'number',
    read(raw) {
      const value = readNumber(raw)
      return value === undefined ? unread(raw) : (range(value, options.min ?? 0, options.max ?? 1e9) ?? value)
    },
    write: value => String(value),
  })
}

/** Yuan with two decimals, from an integer number of 分. */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Money, kept as an integer number of 分; written in 元, read in 元 or 万元. */
export function amount(label: Label): Field<number> {
  return field(label, {
    kind: 'amount',
    sql: 'INTEGER',
    cell: 'amount',
    read(raw) {
      const plain = narrow(raw).replace(/[,\s¥￥]/g, '')
      const found = /^(\d{1,12})(?:\.(\d+))?(万元|万|元)?$/.exec(plain)
      if (!found) {
        return fault(
          '不是金额',
          'is not an amount',
          '写作 310000、310,000.00 或 31万元',
          'write 310000, 310,000.00 or 31万元',
        )
      }
      const scale = found[3]?.startsWith('万') ? 6 : 2
      const decimals = (found[2] ?? '').replace(/0+$/, '')
      if (decimals.length > scale) {
        return fault(
          '金额不足一分',
          'is finer than one fen',
          '最多写到分',
          'give at most two decimals of a yuan',
        )
      }
      const fen = Number(found[1]! + decimals.padEnd(scale, '0'))
      return Number.isSafeInteger(fen) ? fen : fault('金额过大', 'is too large', '核对后改正', 'check it')
    },
    write: yuan,
  })
}

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
    `不在可选之列: ${words.join('、')}`,
    `is none of: ${codes.map(c => choices[c].en).join(', ')}`,
    '改为其中之一',
    'use one of these',
  )
  return { words, read: (raw: string): K | Fault => spelt.get(fold(raw)) ?? notOne }
}

export function choice<K extends string>(choices: Record<K, Choice>, label: Label): Field<K> {
  const { words, read } = choosing(choices)
  return field<K>(label, {
    kind: 'choice',
    words: () => words,
    read,
    write: (value, lang) => choices[value][lang],
  })
}

/** Several of a few words, in the order declared: one column joined by 、, or one 是/否 column for each. */
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
  const same = words.find(w => fold(w) === fold(word))
  return (
    same ??
    fault(
      `不在可选之列: ${words.join('、')}`,
      `is none of: ${words.join(', ')}`,
      `改为其中之一; 确需新增的, 用 cun settings set ${setting} 加入`,
      `use one of these, or add it with cun settings set ${setting}`,
    )
  )
}

/** One word of a list the office keeps in its settings. */
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
      return reader.list(setting).filter(word => found.has(word))
    },
    write: (value, lang) => joined(value, lang),
  })
}

/** A record of another register. Its text becomes a record number only when it is settled. */
export function reference(target: () => Register, label: Label): Field<number> {
  return field<number>(label, {
    kind: 'reference',
    sql: 'INTEGER',
    target,
    read: () => notNumber,
    write: value => `#${value}`,
  })
}

export function references(target: () => Register, label: Label): Field<number[]> {
  return field<number[]>(label, {
    kind: 'references',
    many: true,
    target,
    read: () => notNumber,
    write: value => value.map(id => `#${id}`).join('、'),
  })
}

function readYes(raw: string): boolean | Fault {
  const plain = narrow(raw).trim().toLowerCase()
  if (['是', '√', 'y', 'yes', 'true'].includes(plain)) return true
  if (['否', '×', 'n', 'no', 'false'].includes(plain)) return false
  return fault('只能填“是”或“否”', 'must be 是 or 否', '改为“是”或“否”', 'use 是 or 否')
}

/** 是 or 否, kept as 1 or 0. */
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
