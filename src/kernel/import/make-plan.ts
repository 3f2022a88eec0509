import type { Facts } from '../cli/facts.ts'
import type { Overview, Screen } from '../cli/line.ts'
import { byLine, type Complaint } from '../errors.ts'
import { keyFields, typedFields } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import { headOf } from '../store/journal.ts'
import { decode, rowsById } from '../store/records.ts'
import { noProgress } from '../terminal/progress.ts'
import { say } from '../text.ts'
import { checkBetween, type Settled } from './check-between.ts'
import { completeRecord, isSame } from './complete-record.ts'
import { begun, complainOfEnds, complainOfKeysTakenLater, stillListed, useDay } from './day-rows.ts'
import { restoreZeros, zerosComplaint } from './lost-zeros.ts'
import { findByKey, repeats } from './match-keys.ts'
import { newcomersComplaint, type Resolving, unknownNames, usedNewcomers } from './newcomers.ts'
import { type Draft, mainInput, rowReader, stateOf } from './parse.ts'
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
import { twinRows } from './twin-rows.ts'
import { complainOfRejectedTwin, complainOfTwins, mayBeTwo, type Twin } from './twins.ts'

/** A row and what became of it, while a later row may turn out to be its twin. */
interface Kept extends Twin {
  readonly cells: readonly string[]
  fate?: 'good' | 'unchanged' | 'wrong'
}

const CHUNK = 1000
const none: readonly string[] = []
const nobodys: Complaint[] = []
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
    zeros: intake.zeros,
  }
  const read = rowReader(sheet, call.settings, intake.hints)
  const repeated = repeats<Kept>(register)
  /** Rows that a later one may repeat, with those to ask about. */
  const twins = new Map<Kept, Kept[]>()
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
      return draft
    })
    if (list) complainOfKeysTakenLater(db, register, drafts, list.listed, intake.on!)
    else if (isKept) findByKey(db, register, drafts)
    if (isKept && intake.zeros) restoreZeros(db, sheet, unnumbered(drafts, chosen), intake.zeros)
    if (intake.on !== undefined) useDay(db, register, drafts, stored, intake.on)
    for (const [i, draft] of drafts.entries()) {
      const reason = intake.reasonColumn !== undefined && chunk[i]!.cells[intake.reasonColumn]
      if (reason && draft.before && !chosen.has(i)) complainOfRejectedTwin(draft, register, reason)
    }
    const finished = drafts.map((draft, i) => ({
      draft,
      before: draft.before,
      cells: chunk[i]!.cells,
      record: draft.isSecret ? nothing : completed(draft),
    }))
    drafts[0]?.noted.splice(0).forEach(note)
    if (isKept) complainOfTakenKeys(call, register, finished, list?.listed)
    complainOfEnds(db, register, finished, intake.on)
    for (const { draft, before, record, cells } of finished) {
      const { line, complaints } = draft
      const mayHaveTwin = register.apart !== undefined
      const kept: Kept = {
        line,
        values: record,
        // Kept for a whole file, so only where a later row may add to them.
        complaints: mayHaveTwin ? complaints : nobodys,
        cells: intake.keepCells ? cells : none,
      }
      // A wrong row may be the twin of a right one: corrected, it would overwrite that one.
      const isTwin = mayHaveTwin && keyFields(register).every(f => !draft.failed.has(f))
      if (stateOf(draft) === 'whole' || (stateOf(draft) === 'wrong' && isTwin)) {
        const same = repeated(kept, before)
        if (same && mayBeTwo(register, same.values, record)) {
          const isOpen = complainOfTwins(register, kept, same, before)
          const rows = twins.get(same) ?? []
          if (isOpen && line !== undefined) rows.push(kept)
          twins.set(same, rows)
        } else if (same) complaints.push(repeatsLine(draft, same))
      }
      if (before && intake.mustBeNew) complaints.push(alreadyThere(draft, register))
      const state = stateOf(draft)
      kept.fate =
        state !== 'whole' ? 'wrong' : before && isSame(register, before, record) ? 'unchanged' : 'good'
      if (state !== 'whole') rejected.push({ line, cells: state === 'secret' ? none : cells, complaints })
      else if (kept.fate === 'unchanged') unchanged++
      else good.push({ line, record, before, cells: kept.cells })
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
  const doubtful = new Set([...twins.keys()].map(k => k.values))
  for (const { line, cells, complaints, fate } of twins.keys()) {
    if (fate !== 'wrong') rejected.push({ line, cells, complaints })
    if (fate === 'unchanged') unchanged--
  }
  const certain = good.filter(g => !doubtful.has(g.record))
  const valid = checkBetween(call, sheet, certain, rejected)
  rejected.sort(byLine)
  const used = settling.newcomers.size > 0 ? usedNewcomers(register, valid) : new Map<Register, Set<number>>()
  const newcomers = [...settling.newcomers.values()]
  const { zeros } = intake
  const complaints = rejected.flatMap(r => r.complaints.filter(c => !c.summed))
  const unknown = newcomers
    .filter(of => !settling.mayAdd.has(of.register))
    .map(of => unknownNames(of, settling))
  for (const of of unknown) {
    const [field] = typedFields(register).find(([, f]) => f.target?.() === of.register)!
    complaints.unshift(newcomersComplaint(of, mainInput(register, field).label))
  }
  if (zeros && zeros.own > 0) complaints.unshift(zerosComplaint(zeros))
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
    unknown,
    twins: [...twins]
      .filter(([, others]) => others.length > 0)
      .map(([first, others]) => twinRows(call, register, [first, ...others])),
    complaints,
    noted: [...noted.values()],
    remark: register.remark?.(
      valid.map(s => s.record),
      db,
    ),
  }
}

const unnumbered = (drafts: readonly Draft[], chosen: ReadonlyMap<number, Row>) =>
  chosen.size === 0 ? drafts : drafts.filter((_, i) => !chosen.has(i))

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
