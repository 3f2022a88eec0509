import type { Overview } from '../cli/line.ts'
import { type Complaint, type Line, refuse } from '../errors.ts'
import { flagOf, namingParent } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import { joined, type Lang } from '../text.ts'
import { takenKeys } from './match-keys.ts'
import { type Draft, placeOf } from './parse.ts'
import type { Intake, Rejected, TextRow } from './plan.ts'

export const maxWrongRows = 20_000

/** So many wrong rows are not typing mistakes, and each is held in memory with its complaints. */
export function refuseTooMany(rejected: readonly Rejected[]): never {
  return refuse(
    'input',
    'import.too-many-wrong',
    {
      zh: `超过 ${maxWrongRows} 行有误, 其后各行未再检查, 一行也未写入`,
      en: `more than ${maxWrongRows} rows are wrong; the rows after them were not checked, nothing was written`,
    },
    {
      zh: '核对是否选错了文件, 或各列与表头错位',
      en: 'check whether it is the right file and whether its columns are shifted',
    },
    rejected.flatMap(r => r.complaints.filter(c => !c.summed)),
  )
}

export function noSuchRecord(draft: Draft, intake: Intake, row: TextRow): void {
  const column = intake.recordColumn!
  draft.complaints.push({
    line: draft.line,
    column: intake.sheet.headers[column]!,
    value: row.cells[column]!,
    code: 'row.unknown-record',
    rule: { zh: '没有这个记录号', en: 'is not a record number in use' },
    next: { zh: '新记录请把记录号留空', en: 'leave the record number empty for a new record' },
  })
}

/** A change must not give a record another record's key. */
export function complainOfTakenKeys(
  facts: Overview,
  register: Register,
  finished: readonly { draft: Draft; before?: Row; record: Row }[],
  free?: ReadonlySet<number>,
): void {
  const changes = finished.flatMap(f =>
    f.before && f.draft.complaints.length === 0 ? [{ ...f, before: f.before }] : [],
  )
  const named = (fields: readonly string[], lang: Lang) =>
    joined(
      fields.map(f => register.fields[f]!.label[lang]),
      lang,
    )
  const merges = facts.lines.some(l => l.verbs?.some(v => v.noun === register.name && v.name === 'merge'))
  const noun = register.name
  const place = namingParent(register)?.[0]
  for (const [{ draft, before, record }, { id, fields }] of takenKeys(facts.db, register, changes, free)) {
    // What goes to another place meets its namesake there: two different things.
    const isMoving = place !== undefined && before[place] !== record[place]
    const own = isMoving ? fields.find(f => f !== place) : undefined
    draft.complaints.push({
      line: draft.line,
      code: 'row.key-taken',
      rule: {
        zh: `与记录 ${id} 的关键项相同 (${named(fields, 'zh')}), 记录 ${before.id} 不能改成这样`,
        en: `would give record ${before.id} the key of record ${id} (${named(fields, 'en')})`,
      },
      next: own
        ? {
            zh: `在新处另给${register.fields[own]!.label.zh}: --${flagOf(own)} 新${register.fields[own]!.label.zh}`,
            en: `give it another ${register.fields[own]!.label.en} there: --${flagOf(own)} NEW`,
          }
        : merges
          ? {
              zh: `核对关键项; 确是同一个的, 用 cun ${noun} merge 合并`,
              en: `check these fields; if both are the same thing, use cun ${noun} merge`,
            }
          : {
              zh: `核对关键项; 确是重复的, 先用 cun ${noun} remove ${id} 删去一条`,
              en: `check these fields; if one is a duplicate, first remove it with cun ${noun} remove ${id}`,
            },
    })
  }
}

export function repeatsLine(draft: Draft, same: { readonly line?: Line }): Complaint {
  const { zh, en } = placeOf(same.line)
  return {
    line: draft.line,
    code: 'row.repeated',
    rule: {
      zh: `与${zh}重复, 是同一条记录`,
      en: `repeats ${en}: it is the same record`,
    },
    next: { zh: '删去其中一行', en: 'delete one of the two rows' },
  }
}

export function alreadyThere(draft: Draft, register: Register): Complaint {
  const id = draft.before!.id
  return {
    line: draft.line,
    code: 'row.exists',
    rule: { zh: `已有这条记录 (记录号 ${id})`, en: `is on record already (number ${id})` },
    next: {
      zh: `要改它: cun ${register.name} change ${id}`,
      en: `to change it: cun ${register.name} change ${id}`,
    },
  }
}
