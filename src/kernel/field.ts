import { isDate, isoDate } from './calendar.ts'
import { Fault } from './refuse.ts'
import type { Register } from './register.ts'
import { both, fold, hiddenIn, type Lang, narrow, type Text } from './text.ts'

/** How a value is laid out on paper. */
export type CellType = 'text' | 'integer' | 'number' | 'amount' | 'percent' | 'date' | 'score'

/** What reading may depend on besides the text: the day that counts as today, and the office's lists. */
export interface Reader {
  readonly today: string
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

function field<T>(
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

const fault = (zh: string, en: string, nextZh: string, nextEn: string) =>
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
    write: value => value.join('、'),
  })
}

function readNumber(raw: string): number | undefined {
  const plain = narrow(raw).replace(/[,\s]/g, '')
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined
}

const notNumber = fault('不是数', 'is not a number', '只写数字', 'write digits only')

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
      if (value === undefined) return notNumber
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
      return value === undefined ? notNumber : (range(value, options.min ?? 0, options.max ?? 1e9) ?? value)
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

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/
const WRITTEN = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/

/** `2024-07-26` from any of the office's spellings of a day, or why it is none. */
export function readDate(raw: string): string | Fault {
  const plain = narrow(raw).trim()
  const found = ISO.exec(plain) ?? WRITTEN.exec(plain) ?? COMPACT.exec(plain)
  if (!found) {
    if (/^\d{5}(\.0+)?$/.test(plain)) {
      return fault(
        '是 Excel 的日期序号, 不是日期',
        'is a spreadsheet serial number, not a date',
        '在 Excel 中把该列设为日期格式后重新另存',
        'format the column as a date in the spreadsheet and save again',
      )
    }
    return fault(
      '不是日期',
      'is not a date',
      '写作 2024-7-26、2024/7/26、2024.7.26、2024年7月26日 或 20240726',
      'write 2024-7-26, 2024/7/26, 2024.7.26, 2024年7月26日 or 20240726',
    )
  }
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])]
  return isDate(year, month, day)
    ? isoDate(year, month, day)
    : fault('没有这一天', 'is no day of the calendar', '核对年月日', 'check year, month and day')
}

/** A day. A fact lies not after today; `ahead` marks plans and due dates, which may. */
export function date(label: Label, options: { ahead?: boolean } = {}): Field<string> {
  return field(label, {
    kind: 'date',
    cell: 'date',
    read(raw, reader) {
      const day = readDate(raw)
      if (day instanceof Fault || options.ahead || day <= reader.today) return day
      return fault(
        `晚于今天 (${reader.today})`,
        `is later than today (${reader.today})`,
        '尚未发生的事不记; 核对日期, 或核对本机时钟',
        'what has not happened is not recorded; check the date, or the clock of this computer',
      )
    },
    write: value => value,
  })
}

/**
 * A month, `1985-03`. A day is cut to its month. `1985.1` is what Excel leaves of both 1985.1 and 1985.10: it
 * reads as the undecided `1985-1?`, which the rest of the record must decide.
 */
export function month(label: Label): Field<string> {
  return field(label, {
    kind: 'month',
    read(raw) {
      const plain = narrow(raw).trim()
      const found = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$/.exec(plain) ?? /^(\d{4})(\d{2})$/.exec(plain)
      if (!found) {
        const day = readDate(plain)
        return day instanceof Fault
          ? fault('不是年月', 'is not a month', '写作 1985.03 或 1985年3月', 'write 1985.03 or 1985年3月')
          : day.slice(0, 7)
      }
      if (/^\d{4}\.1$/.test(plain)) return `${found[1]}-1?`
      const [year, m] = [Number(found[1]), Number(found[2])]
      return isDate(year, m, 1)
        ? isoDate(year, m, 1).slice(0, 7)
        : fault('没有这个月', 'is no month of the calendar', '核对年月', 'check year and month')
    },
    write: value => value,
    undecided: value =>
      value.endsWith('?')
        ? fault(
            '可能是 1 月, 也可能是被 Excel 去掉 0 的 10 月',
            'may be January, or October with its zero dropped by the spreadsheet',
            '写作 1985-01 或 1985-10, 或填写身份证号',
            'write 1985-01 or 1985-10, or give the ID number',
          )
        : undefined,
  })
}

const CHINESE_QUARTER: Record<string, string> = { 一: '1', 二: '2', 三: '3', 四: '4' }

/** `2024` or `2024Q2`. */
export function readPeriod(raw: string, of: 'year' | 'quarter'): string | Fault {
  const plain = narrow(raw).replace(/\s/g, '').toUpperCase()
  if (of === 'year') {
    const year = /^(\d{4})年?(?:度)?$/.exec(plain)
    return year && isDate(Number(year[1]), 1, 1)
      ? year[1]!
      : fault('不是年份', 'is not a year', '写作 2024', 'write 2024')
  }
  const found = /^(\d{4})(?:年|-)?(?:Q([1-4])|第?([1-4一二三四])季度?)$/.exec(plain)
  const quarter = found?.[2] ?? (found?.[3] && (CHINESE_QUARTER[found[3]] ?? found[3]))
  return found && quarter && isDate(Number(found[1]), 1, 1)
    ? `${found[1]}Q${quarter}`
    : fault('不是季度', 'is not a quarter', '写作 2024Q2 或 2024年第二季度', 'write 2024Q2')
}

export function period(of: 'year' | 'quarter', label: Label): Field<string> {
  return field(label, { kind: of, read: raw => readPeriod(raw, of), write: value => value })
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
      label: both(options[code].flags![0]!),
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
    write: (value, lang) => value.map(code => options[code][lang]).join('、'),
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
    words: reader => reader.list(setting),
    read: (raw, reader) => listed(setting, reader, raw),
    write: value => value,
  })
}

export function choicesFrom(setting: string, label: Label): Field<string[]> {
  return field(label, {
    kind: 'choicesFrom',
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
    write: value => value.join('、'),
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

const SCIENTIFIC = /^\d(\.\d+)?e\+?\d+$/i
const lostInExcel = fault(
  '被 Excel 当作数字存成了科学计数, 后几位已丢失',
  'was stored by a spreadsheet as a number; its last digits are lost',
  '把该列设为文本格式, 照原件重新录入',
  'format the column as text and type the number again from the original',
)

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The check character of an 18-digit ID number (GB 11643-1999, ISO 7064 MOD 11-2). */
export function idCheck(first17: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * WEIGHTS[i]!
  return '10X98765432'[sum % 11]!
}

const maskMiddle = (value: string, head: number, tail: number) =>
  value.length > head + tail
    ? value.slice(0, head) + '*'.repeat(value.length - head - tail) + value.slice(-tail)
    : '*'.repeat(value.length)

/** A citizen's ID number (GB 11643-1999), 18 characters. Never repaired. */
export function idNumber(label: Label): Field<string> {
  return field(label, {
    kind: 'idNumber',
    read(raw) {
      const plain = narrow(raw)
        .replace(/[\s\u200B-\u200F\uFEFF-]/g, '')
        .toUpperCase()
      if (plain.includes('*')) return new Masked(plain) as unknown as string
      if (SCIENTIFIC.test(plain)) return lostInExcel
      if (/^\d{15}$/.test(plain)) {
        return fault(
          '是 15 位旧号, 已停用',
          'is an old 15-digit number, no longer valid',
          '照现行身份证填写 18 位号码',
          'give the 18-digit number of the present card',
        )
      }
      if (!/^\d{17}[\dX]$/.test(plain)) {
        return fault(
          '不是 18 位身份证号',
          'is not an 18-digit ID number',
          '照身份证核对位数',
          'check it against the card',
        )
      }
      if (idCheck(plain) !== plain[17]) {
        return plain.endsWith('000')
          ? fault(
              '末三位被 Excel 改成了 000, 原号已丢失',
              'had its last three digits turned into 000 by a spreadsheet',
              '把该列设为文本格式, 照原件重新录入',
              'format the column as text and type the number again from the original',
            )
          : fault(
              '校验码不对 (GB 11643-1999)',
              'fails its check digit (GB 11643-1999)',
              '照身份证逐位核对',
              'check it digit by digit against the card',
            )
      }
      if (!isDate(Number(plain.slice(6, 10)), Number(plain.slice(10, 12)), Number(plain.slice(12, 14)))) {
        return fault(
          '其中的出生日期不存在',
          'holds a birth date that does not exist',
          '照身份证核对第 7 至 14 位',
          'check digits 7 to 14 against the card',
        )
      }
      return plain
    },
    write: value => value,
    mask: value => maskMiddle(value, 6, 4),
  })
}

/** A mobile number (11 digits) or a landline with or without its area code; digits only. */
export function phone(label: Label): Field<string> {
  return field(label, {
    kind: 'phone',
    read(raw) {
      const plain = narrow(raw)
        .replace(/[\s\u200B-\u200F\uFEFF()（）\-—]/g, '')
        .replace(/^(\+|00)86/, '')
      if (plain.includes('*')) return new Masked(plain) as unknown as string
      if (SCIENTIFIC.test(plain)) return lostInExcel
      return /^1[3-9]\d{9}$/.test(plain) || /^0\d{9,11}$/.test(plain) || /^[2-8]\d{6,7}$/.test(plain)
        ? plain
        : fault(
            '不是电话号码: 手机 11 位, 固话 7 至 8 位或加区号',
            'is not a phone number: 11 digits for a mobile, 7 or 8 or with area code for a landline',
            '核对位数; 只填一个号码',
            'check the digits; give one number only',
          )
    },
    write: value => value,
    mask: value =>
      value.length === 11 && value[0] === '1' ? maskMiddle(value, 3, 4) : maskMiddle(value, 2, 2),
  })
}

/** A code of so many digits, kept as text. */
export function code(digits: number, label: Label): Field<string> {
  return field(label, {
    kind: 'code',
    read(raw) {
      const plain = narrow(raw).replace(/\s/g, '')
      if (SCIENTIFIC.test(plain)) return lostInExcel
      return /^\d+$/.test(plain) && plain.length === digits
        ? plain
        : fault(
            `应为 ${digits} 位数字`,
            `must have ${digits} digits`,
            '照统计用区划代码填写',
            'give the division code as published',
          )
    },
    write: value => value,
  })
}
