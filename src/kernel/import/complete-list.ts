import { addDays } from '../calendar.ts'
import type { Overview, Screen } from '../cli/line.ts'
import { byLine, type Complaint } from '../errors.ts'
import type { Register, Row } from '../schema/types.ts'
import { onDay, pastRows } from '../store/dated.ts'
import { headOf } from '../store/journal.ts'
import { records } from '../store/records.ts'
import { changedAfter } from './day-rows.ts'
import { restoreZeros, zerosWith } from './lost-zeros.ts'
import { chosenByNumber, makePlan } from './make-plan.ts'
import { matchList, placeField } from './match-list.ts'
import { type Draft, rowReader, stateOf } from './parse.ts'
import type { Intake, Plan, Rejected, TextRow } from './plan.ts'
import { resolveReferences } from './resolve.ts'

/** A list that has every record of its places on a day. */
export interface CompleteList {
  readonly on: string
  /** The places it covers; undefined for all. */
  readonly places: ReadonlySet<number> | undefined
  /** It is of one place, which it need not name. */
  readonly isOfOne: boolean
  /** Asked about places with records that the list does not name: refuses, or they stay as they are. */
  lacking(places: readonly number[]): void | Promise<void>
}

export interface ListPlan extends Plan {
  /** Of the changes: records that end on the eve. */
  readonly ends: Plan['changes']
  /** The other changes, one for each row. */
  readonly ofRows: Plan['changes']
  /** Of these: records whose number now stands for another name. */
  readonly renamed: Plan['changes']
  /** What a stored record was on the day of the list. */
  asOf(before: Row): Row
  /** Records that are not on the list, and cannot end on the eve. */
  readonly contradictions: readonly Complaint[]
}

/** What a complete list would do: rows are added or changed from its day on, records it lacks end the day before. */
export async function planList(
  call: Overview,
  intake: Intake,
  rows: Iterable<TextRow>,
  list: CompleteList,
  screen?: Pick<Screen, 'progress'>,
): Promise<ListPlan> {
  const { db } = call
  const { register } = intake.sheet
  const { on } = list
  const eve = addDays(on, -1)
  const [first, last] = register.term!
  const place = placeField(register)
  const seen = headOf(db)
  const all = [...rows]
  const { drafts, chosen } = readAll(call, intake, all)
  const isLeaving = ({ values }: Draft) =>
    values[last] != null
      ? (values[last] as string) < on
      : register.ending !== undefined && values[register.ending[0]] != null
  const named = new Set([...drafts.values()].flatMap(d => (d.values[place] as number | undefined) ?? []))
  const stored = [...records(db, register)]
  const past = pastRows(
    db,
    register,
    stored.map(r => r.id),
  )
  const byId = new Map(stored.map(r => [r.id, r]))
  const isBegun = (r: Row) => r[first] == null || (r[first] as string) <= on
  const isListed = (r: Row) => isBegun(r) && (r[last] == null || (r[last] as string) >= on)
  const then = stored.map(r => onDay(register, r, past.get(r.id), on))
  const within = (r: Row) => list.places === undefined || list.places.has(r[place] as number)
  const onList = then.filter(r => isListed(r) && within(r))
  const lacking = [...new Set(onList.map(r => r[place] as number))].filter(p => !named.has(p))
  if (lacking.length > 0 && !list.isOfOne) await list.lacking(lacking)
  const covered = onList.filter(r => list.isOfOne || named.has(r[place] as number))

  const rejected: Rejected[] = []
  const stays = new Map<TextRow, Draft>()
  const leaves = new Map<TextRow, Draft>()
  for (const [row, draft] of drafts) {
    const fault = list.places && draft.values[place] != null && !within({ id: 0, ...draft.values })
    if (fault) rejected.push(rejectedRow(row, outside))
    else if (isLeaving(draft) && stateOf(draft) === 'whole') leaves.set(row, draft)
    else stays.set(row, draft)
  }
  const listed = new Set(covered.map(r => r.id))
  const known = (of: ReadonlyMap<TextRow, Draft>) =>
    new Map(
      [...of.keys()].flatMap(row => {
        const id = chosen.get(row)
        const found = id !== undefined && covered.find(r => r.id === id)
        return found ? [[row, found] as const] : []
      }),
    )
  const values = (of: ReadonlyMap<TextRow, Draft>) => new Map([...of].map(([row, d]) => [row, d.values]))
  const leaving = matchList(register, values(leaves), covered, known(leaves))
  const gone = new Set([...leaving.of.values()].map(r => r.id))
  const staying = matchList(
    register,
    values(stays),
    covered.filter(r => !gone.has(r.id)),
    known(stays),
  )
  // Ended by an earlier list of that day, or again on it: the same record goes on.
  const ended = then.filter(r => r[last] === eve && isBegun(r) && within(r))
  const again = matchList(register, rest(values(stays), staying.of), ended)
  for (const [row, record] of again.of) if (!again.renamed.has(row)) staying.of.set(row, record)
  for (const [row, same] of staying.unsure)
    if (!staying.of.has(row)) rejected.push(rejectedRow(row, unsure(same)))
  const before = (r: Row) => byId.get(r.id)!
  const match = { of: mapped(staying.of, before), listed }
  const left = [...stays.keys()].filter(row => staying.of.has(row) || !staying.unsure.has(row))
  const plan = await makePlan(call, { ...intake, list: match }, left, screen)

  const contradictions: Complaint[] = []
  const met = new Set([...staying.of.values()].map(r => r.id))
  const ends: { before: Row; after: Row }[] = []
  const end = (r: Row, given: Readonly<Record<string, unknown>> = {}) => {
    const day = (given[last] as string | undefined) ?? eve
    const until = past.get(r.id)?.at(-1)?.until as string | undefined
    const from = r[first] as string | null
    if (from && from > day) contradictions.push(beganLater(call, register, r, from))
    else if (until !== undefined && until >= day) contradictions.push(changedAfter(register, r.id, until))
    else ends.push({ before: before(r), after: { ...r, [last]: day, ...reasonOf(register, r, given) } })
  }
  for (const [row, record] of leaving.of) end(record, leaves.get(row)!.values)
  for (const r of covered) if (!gone.has(r.id) && !met.has(r.id)) end(r)
  let unchanged = plan.unchanged
  for (const [row, draft] of rest(leaves, leaving.of)) {
    if (isGoneAlready(register, then, draft)) unchanged++
    else rejected.push(rejectedRow(row, neverListed))
  }

  const bad = [...plan.rejected, ...rejected].sort(byLine)
  const renamed = new Set([...staying.renamed].map(row => staying.of.get(row)!.id))
  return {
    ...plan,
    seen,
    changes: [...ends, ...plan.changes],
    unchanged,
    rejected: bad,
    complaints: [...plan.complaints, ...rejected.flatMap(r => r.complaints)],
    ends,
    ofRows: plan.changes,
    renamed: plan.changes.filter(c => renamed.has(c.before.id)),
    asOf: row => onDay(register, row, past.get(row.id), on),
    contradictions,
  }
}

function readAll(call: Overview, intake: Intake, all: readonly TextRow[]) {
  const read = rowReader(intake.sheet, call.settings)
  const byNumber = chosenByNumber(call, intake, all)
  const drafts = new Map<TextRow, Draft>()
  const chosen = new Map<TextRow, number>()
  for (const [i, row] of all.entries()) {
    const before = byNumber.get(i)
    const draft = read(row.cells, { line: row.line, before, faults: row.faults })
    if (!draft.isSecret)
      resolveReferences(draft, intake.sheet, {
        db: call.db,
        directories: call.directories,
        reader: call.settings,
        mayAdd: new Set(),
        newcomers: new Map(),
      })
    drafts.set(row, draft)
    if (before) chosen.set(row, before.id)
  }
  const { zeros } = intake
  const unnumbered = [...drafts].filter(([row]) => !chosen.has(row)).map(([, draft]) => draft)
  // Counted when the rows are planned.
  if (zeros?.answer) restoreZeros(call.db, intake.sheet, unnumbered, zerosWith(true))
  return { drafts, chosen }
}

/** The reason that the list gives, or a later end that the record had already; else open. */
function reasonOf(
  register: Register,
  row: Row,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (!register.ending) return {}
  const [field] = register.ending
  return { [field]: given[field] ?? row[field] ?? null }
}

/** Whether a row of one that left is on record as ended. */
const isGoneAlready = (register: Register, then: readonly Row[], { values }: Draft) => {
  const [, last] = register.term!
  const ended = then.filter(r => r[last] != null)
  return matchList(register, new Map([[values, values]]), ended).of.size > 0
}

const rest = <K, V>(of: ReadonlyMap<K, V>, without: ReadonlyMap<K, unknown>) =>
  new Map([...of].filter(([key]) => !without.has(key)))

const mapped = <K, V, W>(of: ReadonlyMap<K, V>, to: (value: V) => W) =>
  new Map([...of].map(([key, value]) => [key, to(value)]))

type Said = Pick<Complaint, 'code' | 'rule' | 'next'>

const rejectedRow = ({ line, cells }: TextRow, said: Said): Rejected => ({
  line,
  cells,
  complaints: [{ line, ...said }],
})

const outside: Said = {
  code: 'row.outside-list',
  rule: { zh: '不在所说的范围内', en: 'lies outside the places of this list' },
  next: {
    zh: '核对所说的范围, 或去掉这一行',
    en: 'check of which place the list is, or remove the row',
  },
}

const neverListed: Said = {
  code: 'row.never-listed',
  rule: { zh: '写着已离册, 但名册上没有它', en: 'is marked as gone but was never on record' },
  next: { zh: '核对写法, 或去掉这一行', en: 'check the spelling, or remove the row' },
}

const unsure = (same: readonly Row[]): Said => ({
  code: 'row.several-same',
  rule: {
    zh: `编号变了, 名称相同的又不止一个 (记录 ${same.map(r => r.id).join('、')}), 认不出是哪一个`,
    en: `has another number, and a name that is not the only one (records ${same.map(r => r.id).join(', ')})`,
  },
  next: {
    zh: '改用原来的编号, 或在本库导出的表上改, 那里有记录号',
    en: 'use the former number, or edit an export of this database, which has record numbers',
  },
})

function beganLater(call: Overview, register: Register, row: Row, from: string): Complaint {
  const name = call.directories.of(register).label(row.id)
  return {
    code: 'list.began-that-day',
    rule: {
      zh: `${name} (记录 ${row.id}) 自 ${from} 起在册, 这份名册却没有它`,
      en: `${name} (record ${row.id}) is on record since ${from}, but not on this list`,
    },
    next: {
      zh: `补上这一行; 误登的用 cun ${register.name} remove ${row.id}, 上次导错了的用 cun undo`,
      en: `add the row; remove it with cun ${register.name} remove ${row.id}, or undo the import that added it`,
    },
  }
}
