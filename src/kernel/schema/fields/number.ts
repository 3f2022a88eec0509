import type { Fault } from '../../errors.ts'
import { narrow, pattern } from '../../text.ts'
import { fault, field } from '../field.ts'
import type { Field, Label } from '../types.ts'

/** Digits, in groups of three or four if at all, and one decimal point. Any other comma or space means something else. */
const NUMBER = String.raw`(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+)(?:\.\d+)?`
const WHOLE = pattern(`^(-?${NUMBER})(\\s*万)?\\s*(\\p{L}*)$`, 'u')

/** The number of a text that may end in one of the units, or in 万 and a unit that is counted: 1.2万人. */
function readNumber(raw: string, units: readonly string[]): number | undefined {
  const found = WHOLE().exec(narrow(raw).trim())
  if (!found) return undefined
  const [, digits, wan, unit] = found
  if (unit && !units.includes(unit)) return undefined
  if (wan && !unit && units.length === 0) return undefined
  const value = Number(digits!.replaceAll(',', ''))
  // 1.1 × 10,000 is not whole in binary.
  return wan ? Number((value * 10_000).toPrecision(15)) : value
}

export const notNumber = fault(
  'number.not-a-number',
  '不是数',
  'is not a number',
  '只写数字, 如 1200 或 1,200',
  'write digits only, e.g. 1200 or 1,200',
)
/** 98% may mean 98 or 0.98, depending on the scale: it is not guessed. */
const isPercentage = fault(
  'number.percentage',
  '是百分数, 这里要填数',
  'is a percentage, but must be a number',
  '按百分制的写 98, 不写 98%; 在表格中先把这一列设为常规格式',
  'on a scale of 100 write 98, not 98%; in a spreadsheet first give the column the General format',
)
const unread = (raw: string): Fault => (/^-?[\d.,\s]+%$/.test(narrow(raw).trim()) ? isPercentage : notNumber)

function range(value: number, min: number, max: number, isOpen: boolean): Fault | undefined {
  if (value < min && isOpen) {
    return fault(
      'number.out-of-range',
      `不能小于 ${min}`,
      `must be at least ${min}`,
      '核对后改正',
      'check and correct it',
    )
  }
  return value < min || value > max
    ? fault(
        'number.out-of-range',
        `应在 ${min} 到 ${max} 之间`,
        `must be between ${min} and ${max}`,
        '核对后改正',
        'check and correct it',
      )
    : undefined
}

interface NumberOptions {
  readonly min?: number
  readonly max?: number
  /** Words that may follow the number: 户, 人. */
  readonly units?: readonly string[]
}

export function integer(label: Label, options: NumberOptions = {}): Field<number> {
  return field(label, {
    kind: 'integer',
    sql: 'INTEGER',
    cell: 'integer',
    read(raw) {
      const value = readNumber(raw, options.units ?? [])
      if (value === undefined) return unread(raw)
      if (!Number.isInteger(value)) {
        return fault(
          'integer.not-whole',
          '应为整数',
          'must be a whole number',
          '去掉小数',
          'leave out the decimals',
        )
      }
      return range(value, options.min ?? 0, options.max ?? 999_999_999, options.max === undefined) ?? value
    },
    write: value => String(value),
  })
}

export function number(label: Label, options: NumberOptions = {}): Field<number> {
  return field(label, {
    kind: 'number',
    sql: 'REAL',
    cell: 'number',
    read(raw) {
      const value = readNumber(raw, options.units ?? [])
      return value === undefined
        ? unread(raw)
        : (range(value, options.min ?? 0, options.max ?? 1e9, options.max === undefined) ?? value)
    },
    write: value => String(value),
  })
}

/** Yuan with two decimals, from an integer number of 分. */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** 1234567.5 → 1,234,567.5, at most three decimals; the library of languages takes longer to load than all the rest. */
export function thousands(value: number): string {
  const [whole, decimals] = String(Math.round(value * 1000) / 1000).split('.')
  return [whole!.replace(/\B(?=(?:\d{3})+$)/g, ','), ...(decimals === undefined ? [] : [decimals])].join('.')
}

/**
 * An amount in 分 for a sentence: in 万元 from one on if two decimals show it exactly, else in 元, with 分 where there
 * are any. It is never rounded: 99,999.99 元 is not the 10 万元 that a rule asks for.
 */
export function wanYuan(fen: number): readonly [number: string, unit: '万元' | '元'] {
  if (fen >= 1_000_000 && fen % 10_000 === 0) return [String(fen / 1_000_000), '万元']
  return [fen % 100 === 0 ? String(fen / 100) : yuan(fen), '元']
}

const AMOUNT = pattern(`^[¥￥]?\\s*(${NUMBER})\\s*(万元|万|元整?)?$`)

/** Money, stored as an integer number of 分; written in 元, read in 元 or 万元. */
export function amount(label: Label): Field<number> {
  return field(label, {
    kind: 'amount',
    sql: 'INTEGER',
    cell: 'amount',
    read(raw) {
      const written = AMOUNT().exec(narrow(raw).trim())
      const found = written && /^(\d{1,12})(?:\.(\d+))?$/.exec(written[1]!.replaceAll(',', ''))
      if (!found) {
        return fault(
          'amount.not-an-amount',
          '不是金额',
          'is not an amount',
          '写作 310000、310,000.00 或 31万元',
          'write 310000, 310,000.00 or 31万元',
        )
      }
      const scale = written[2]?.startsWith('万') ? 6 : 2
      const decimals = (found[2] ?? '').replace(/0+$/, '')
      if (decimals.length > scale) {
        return fault(
          'amount.too-fine',
          '金额不足一分',
          'has more decimals than one fen allows',
          '最多写到分',
          'give at most two decimals of a yuan',
        )
      }
      const fen = Number(found[1]! + decimals.padEnd(scale, '0'))
      return Number.isSafeInteger(fen)
        ? fen
        : fault('amount.too-large', '金额过大', 'is too large', '核对后改正', 'check it')
    },
    write: yuan,
  })
}
