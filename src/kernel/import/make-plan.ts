import type { Facts } from '../cli/facts.ts'
import type { Overview, Screen } from '../cli/line.ts'
import { byLine, type Complaint, type Line } from '../errors.ts'
import { typedFields } from '../schema/register.ts'
import type { Candidate, Register, Row } from '../schema/types.ts'
import { headOf } from '../store/journal.ts'
import { decode, rowsById } from '../store/records.ts'
import { noProgress } from '../terminal/progress.ts'
import { say } from '../text.ts'
import { completeRecord, isSame } from './complete-record.ts'
import { begun, complainOfEnds, complainOfKeysTakenLater, stillListed, useDay } from './day-rows.ts'
import { findByKey, repeats } from './match-keys.ts'
import { newcomersComplaint, type Resolving } from './newcomers.ts'
import { type Columns, complaintOf, type Draft, mainInput, placeOf, rowReader, stateOf } from './parse.ts'
import { rowsOfEach } from './people.ts'
import type { Intake, NotedCells, Plan, Rejected, TextRow } from './plan.ts'
import {
  alreadyThere,
  complainOfTakenKeys,
  maxWrongRows,
  noSuchRecord,
  refuseTooMany,
  repeatsLine,
} from './plan-complaints.ts'
import type { Noted } from './read-text.ts'
import { resolveReferences } from './resolve.ts'

/** An accepted row. A file may hold hundreds of thousands, so nothing else of the draft is kept. */
interface Settled {
  readonly line?: Line
  readonly record: Row
  readonly before?: Row
  readonly cells: readonly string[]
}

const CHUNK = 1000
const none: readonly string[] = []
const nothing: Row = { id: 0 }

/**
 * Parses and resolves every row and returns what would be written, without writing. Shows progress on the
 * screen, if given. Refuses more than `maxWrongRows` wrong rows.
 */
export async function makePlan(
  call: Overview,
  intake: Intake,
  rows: Iterable<TextRow>,
  screen?: Pick<Screen, 'progress'>,
): Promise<Plan> {
  const { db } = call
  const { sheet, list } = intake
  const { register } = sheet
  const seen = headOf(db)
  const isKept = call.registers.includes(register)
  const settling: Resolving = {
    db,
    directories: call.directories,
    reader: call.settings,
    mayAdd: intake.mayAdd,
    newcomers: new Map(),
    on: intake.on,
  }
  const read = rowReader(sheet, call.settings, intake.hints)
  const repeated = repeats(register)
  const good: Settled[] = []
  const rejected: Rejected[] = []
  const noted = new Map<string, NotedCells>()
  let unchanged = 0
  /** Records as they were on the day given → as they are stored. */
  const stored = new Map<Row, Row>()

  const completed = (draft: Draft) => {
    const record = completeRecord(draft, sheet, settling)
    return list ? stillListed(register, record, intake.on!) : record
  }
  const note = ({ column, how }: Noted) => {
    const key = `${how.en} ${say(column, 'en')}`
    noted.set(key, { column, how, count: (noted.get(key)?.count ?? 0) + 1 })
  }
  const perColumn = register.rowPer === undefined ? undefined : sheet.columns.get(register.rowPer)
  const isNumbered = (row: TextRow) =>
    intake.recordColumn !== undefined && row.cells[intake.recordColumn] !== ''
  const take = (found: readonly TextRow[]) => {
    const chunk = rowsOfEach(found, sheet.from === 'sheet' ? perColumn : undefined, isNumbered, how =>
      note({ column: sheet.headers[perColumn!]!, how }),
    )
    const chosen = chosenByNumber(call, intake, chunk)
    const drafts = chunk.map((row, i) => {
      const isChosen = intake.before !== undefined || chosen.has(i)
      const before = list ? list.of.get(row) : (intake.before ?? chosen.get(i))
      const clears = before !== undefined && isChosen
      const draft = read(row.cells, { line: row.line, before, clears, faults: row.faults })
      if (intake.recordColumn !== undefined && !isChosen && row.cells[intake.recordColumn])
        noSuchRecord(draft, intake, row)
      resolveReferences(draft, sheet, settling)
      draft.noted.forEach(note)
      return draft
    })
    if (list) complainOfKeysTakenLater(db, register, drafts, list.listed, intake.on!)
    else if (isKept) findByKey(db, register, drafts)
    if (intake.on !== undefined) useDay(db, register, drafts, stored, intake.on)
    const finished = drafts.map((draft, i) => ({
      draft,
      before: draft.before,
      cells: chunk[i]!.cells,
      record: draft.isSecret ? nothing : completed(draft),
    }))
    if (isKept) complainOfTakenKeys(call, register, finished, list?.listed)
    complainOfEnds(db, register, finished, intake.on)
    for (const { draft, before, record, cells } of finished) {
      const { line, complaints } = draft
      if (stateOf(draft) === 'whole') {
        const same = repeated({ line, values: record }, before)
        if (same) complaints.push(repeatsLine(draft, same))
      }
      if (before && intake.mustBeNew) complaints.push(alreadyThere(draft, register))
      const state = stateOf(draft)
      if (state !== 'whole') rejected.push({ line, cells: state === 'secret' ? none : cells, complaints })
      else if (before && isSame(register, before, record)) unchanged++
      else good.push({ line, record, before, cells: intake.keepCells ? cells : none })
    }
  }

  const what = { zh: '读入核对', en: 'reading and checking' }
  const progress = screen?.progress({ what, total: intake.about }) ?? noProgress
  let chunk: TextRow[] = []
  for (const row of rows) {
    chunk.push(row)
    if (chunk.length === CHUNK) {
      take(chunk)
      progress.tick(CHUNK)
      chunk = []
      if (rejected.length > maxWrongRows) refuseTooMany(rejected)
      // Yields, so that a Ctrl-C is handled.
      await new Promise(done => setImmediate(done))
    }
  }
  take(chunk)
  progress.end()
  const valid = checkBetween(call, sheet, good, rejected)
  rejected.sort(byLine)
  const used = settling.newcomers.size > 0 ? usedNewcomers(register, valid) : new Map<Register, Set<number>>()
  const newcomers = [...settling.newcomers.values()]
  const complaints = rejected.flatMap(r => r.complaints.filter(c => !c.summed))
  for (const of of newcomers) {
    if (settling.mayAdd.has(of.register)) continue
    const [field] = typedFields(register).find(([, f]) => f.target?.() === of.register)!
    complaints.unshift(newcomersComplaint(of, settling, mainInput(register, field).label))
  }
  return {
    register,
    seen,
    adds: valid.filter(s => !s.before).map(s => begun(register, s.record, intake.on)),
    changes: valid
      .filter(s => s.before)
      .map(s => ({ before: stored.get(s.before!) ?? s.before!, after: s.record })),
    on: intake.on,
    unchanged,
    rejected,
    newcomers: newcomers
      .filter(of => settling.mayAdd.has(of.register))
      .map(of => ({
        ...of,
        names: new Map([...of.names].filter(([, n]) => used.get(of.register)?.has(n.id))),
      })),
    complaints,
    noted: [...noted.values()],
    remark: register.remark?.(
      valid.map(s => s.record),
      db,
    ),
  }
}

export function chosenByNumber(facts: Facts, intake: Intake, chunk: readonly TextRow[]): Map<number, Row> {
  const chosen = new Map<number, Row>()
  const { recordColumn } = intake
  if (recordColumn === undefined) return chosen
  const numbers = chunk.map(row => Number(row.cells[recordColumn] || 'x'))
  const { register } = intake.sheet
  const rows = rowsById(facts.db, register, numbers.filter(Number.isInteger))
  for (const [i, number] of numbers.entries()) {
    const row = rows.get(number)
    if (row) chosen.set(i, decode(register, row))
  }
  return chosen
}

/** Applies the register's rules between records; rows that break one are rejected. */
function checkBetween(
  facts: Facts,
  sheet: Columns,
  good: readonly Settled[],
  rejected: Rejected[],
): readonly Settled[] {
  const { register } = sheet
  if (!register.between || good.length === 0) return good
  const wrong = new Map<Settled, Complaint[]>()
  const candidates: Candidate[] = good.map(row => ({
    record: row.record,
    before: row.before,
    place: placeOf(row.line),
    complain(field, fault) {
      const text = shownField(facts, register, field, row.record[field])
      const complaint = complaintOf(sheet, mainInput(register, field), row.line, text, fault)
      wrong.set(row, [...(wrong.get(row) ?? []), complaint])
    },
  }))
  register.between(candidates, facts.db)
  for (const [{ line, cells }, complaints] of wrong) rejected.push({ line, cells, complaints })
  return good.filter(row => !wrong.has(row))
}

/** A resolved value as text; undefined for a newcomer, which has no name yet. */
function shownField(facts: Facts, register: Register, name: string, value: unknown): string | undefined {
  const field = register.fields[name]!
  const target = field.target?.()
  if (value == null) return undefined
  if (!target) return field.write(value, 'zh')
  return typeof value === 'number' && value > 0 ? facts.directories.of(target).label(value) : undefined
}

/** Negative numbers of the newcomers that accepted rows refer to. */
function usedNewcomers(register: Register, valid: readonly Settled[]): Map<Register, Set<number>> {
  const used = new Map<Register, Set<number>>()
  for (const [name, field] of Object.entries(register.fields)) {
    const target = field.target?.()
    if (!target) continue
    const ids = used.get(target) ?? new Set()
    used.set(target, ids)
    for (const { record } of valid) {
      for (const id of [record[name]].flat()) if (typeof id === 'number' && id < 0) ids.add(id)
    }
  }
  return used
}
