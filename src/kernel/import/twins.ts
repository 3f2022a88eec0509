import type { Complaint, Line } from '../errors.ts'
import { flagOf, keyWays } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import { joined, type Lang } from '../text.ts'
import { type Draft, placeOf } from './parse.ts'

/** Values of a record by field. */
type Keyed = Readonly<Record<string, unknown>>

/** A row that another row of the same file may repeat. */
export interface Twin {
  readonly line?: Line
  readonly values: Keyed
  readonly complaints: Complaint[]
}

const isEmpty = (value: unknown) => value === null || value === undefined

/** Whether two rows of one key are one record or two, and only a person knows which: no number tells them apart. */
export function mayBeTwo(register: Register, a: Keyed, b: Keyed): boolean {
  const { apart } = register
  return apart !== undefined && (isEmpty(a[apart]) || isEmpty(b[apart]) || a[apart] !== b[apart])
}

/** The fields of the key that two namesakes share. */
export const sharedFields = (register: Register): readonly string[] =>
  keyWays(register).find(fields => !fields.includes(register.apart!))!

function shared(register: Register, lang: Lang): string {
  return joined(
    sharedFields(register).map(f => register.fields[f]!.label[lang]),
    lang,
  )
}

/**
 * Complains of both rows: neither is taken for the other. `before`: the stored record that both fit. Returns
 * whether a person can say which to keep.
 */
export function complainOfTwins(
  register: Register,
  row: Twin,
  earlier: Twin,
  before: Row | undefined,
): boolean {
  const noun = register.label
  const isNumbered = [row, earlier].every(r => !isEmpty(r.values[register.apart!]))
  if (before && isNumbered) {
    complainOfUnnumbered(register, [row, earlier], before.id)
    return false
  }
  const apart = register.fields[register.apart!]!.label
  for (const [one, other] of [
    [earlier, row],
    [row, earlier],
  ] as const) {
    const { zh, en } = placeOf(other.line)
    one.complaints.push({
      line: one.line,
      code: 'row.one-or-two',
      rule: {
        zh: `与${zh}的${shared(register, 'zh')}相同, ${apart.zh}没有都填: 是同一个${noun.zh}还是两个, 看不出来`,
        en: `has the ${shared(register, 'en')} of ${en}, and not both have a ${apart.en}: one ${noun.en} or two, nobody can tell`,
      },
      next: {
        zh: `是两个的, 各写${apart.zh}; 是同一个的, 只留一行`,
        en: `if there are two, give each a ${apart.en}; if it is one, keep one row`,
      },
    })
  }
  return true
}

/** Both rows have numbers, and the stored record that they fit has none. */
function complainOfUnnumbered(register: Register, rows: readonly Twin[], id: number): void {
  const apart = register.fields[register.apart!]!.label
  const change = `cun ${register.name} change ${id} --${flagOf(register.apart!)}`
  for (const { line, complaints } of rows) {
    complaints.push({
      line,
      code: 'row.one-or-two',
      rule: {
        zh: `记录 ${id} 的${shared(register, 'zh')}与几行相同, 又没有${apart.zh}: 是哪一行, 看不出来`,
        en: `record ${id} has the ${shared(register, 'en')} of several rows, and no ${apart.en}: which row it is, nobody can tell`,
      },
      next: {
        zh: `先给它写${apart.zh}: ${change} 编号`,
        en: `first give it a ${apart.en}: ${change} NUMBER`,
      },
    })
  }
}

/** So many records at most are named. */
export const mostNamed = 5

/** Of a row without its number: several stored records have the rest of its key. */
export function severalSame(draft: Draft, register: Register, ids: readonly number[]): Complaint {
  const label = register.apart === undefined ? undefined : register.fields[register.apart]!.label
  const named = ids.slice(0, mostNamed)
  const more = ids.length > mostNamed ? ' …' : ''
  return {
    line: draft.line,
    code: 'row.several-same',
    rule: {
      zh: `与几条记录 (${named.join('、')}${more}) 都相符, 认不出是哪一条`,
      en: `fits several records (${named.join(', ')}${more}); which one is meant cannot be told`,
    },
    next: label
      ? { zh: `写明${label.zh}`, en: `give the ${label.en}` }
      : {
          zh: '写全关键项, 或在本库导出的表上改, 那里有记录号',
          en: 'give the whole key, or edit an export of this database, which has record numbers',
        },
  }
}

/** What a reject file says of a row that repeats another, in the words of every version. */
const isTwinOfAnother = (reason: string) => /与[^。|]*第 \d+ 行(?:重复|的[^。|]*相同)/.test(reason)

/**
 * Complains of a row of a reject file that was rejected for being like another, if it still means the stored
 * record, which the other row may be: it would overwrite what is right.
 */
export function complainOfRejectedTwin(draft: Draft, register: Register, reason: string): void {
  const before = draft.before as Row
  if (!isTwinOfAnother(reason) || draft.complaints.some(c => c.code === 'row.several-same')) return
  const apart = register.apart === undefined ? undefined : register.fields[register.apart]!.label
  const { id } = before
  const change = `cun ${register.name} change ${id}`
  const lacksNumber = apart !== undefined && isEmpty(before[register.apart!])
  draft.complaints.push({
    line: draft.line,
    code: 'row.rejected-twin',
    rule: {
      zh: `因与另一行相同退回过, 现在与记录 ${id} 相符: 导入会改动那条记录`,
      en: `was rejected for being like another row, and now fits record ${id}, which it would change`,
    },
    next: lacksNumber
      ? {
          zh: `同一个的, 删去这一行; 是两个的, 先给记录 ${id} 写${apart.zh} (${change} --${flagOf(register.apart!)} 编号), 这一行写另一个`,
          en: `if it is the same, delete the row; if there are two, first give record ${id} a ${apart.en} (${change} --${flagOf(register.apart!)} NUMBER), and the row another`,
        }
      : {
          zh: `同一条的, 删去这一行; 另一条的, 改正关键项; 要改记录 ${id} 的, 用 ${change}`,
          en: `if it is the same, delete the row; if it is another, correct its key; to change record ${id} use ${change}`,
        },
  })
}
