import { setFlagsFromString } from 'node:v8'
import type { Facts } from '../cli/facts.ts'
import type { Call } from '../cli/line.ts'
import { exitCodes, refuse } from '../errors.ts'
import { datedFields } from '../schema/dated.ts'
import type { Register } from '../schema/types.ts'
import { dataRows, nothingSeen } from '../sheet/data-rows.ts'
import { exportMark } from '../store/journal.ts'
import { counted, type Text } from '../text.ts'
import { planAndWrite } from './apply-plan.ts'
import { askPlan, flagsOf, type Said, unsaid } from './ask-plan.ts'
import { nothingAnswered, type RowAnswers } from './ask-rows.ts'
import { type ListPlan, planList } from './complete-list.ts'
import { refuseRows, reportImport } from './import-report.ts'
import { addSeen } from './joined-sheets.ts'
import { acceptList, listOf } from './list-options.ts'
import { type Zeros, zerosWith } from './lost-zeros.ts'
import { makePlan } from './make-plan.ts'
import { isAddable } from './newcomers.ts'
import { type ImportOptions, type Opened, openFile } from './open-sheet.ts'
import { openTogether } from './open-together.ts'
import { otherSheet } from './other-sheets.ts'
import { placeOf } from './parse.ts'
import type { Intake, NotedCells, Plan, TextRow } from './plan.ts'
import { withDitto } from './reading-hints.ts'
import { reasonColumnOf, saveRejects, sayRejected } from './reject-file.ts'

/**
 * Imports one file: parses, resolves and checks every row, then writes one batch or reports every fault. With
 * `isRehearsed` a dry run writes too, into a transaction that its caller rolls back. Returns the exit code.
 */
export async function importFile(
  call: Call,
  file: string,
  options: ImportOptions,
  registers: readonly Register[],
  isRehearsed = false,
): Promise<number> {
  // A long file creates many short-lived objects; without this the heap grows to several times the live size.
  // Not set at the start: V8 accepts its code cache only under the flags it was made with.
  setFlagsFromString('--heap-growing-percent=40')
  const other = await otherSheet(call, file, options, registers)
  if (typeof other === 'number') return other
  const together = () => openTogether(call, [file], options, registers)
  const opened = await openFile(
    call,
    file,
    options,
    registers,
    '--sheet',
    other,
    isRehearsed ? undefined : together,
  )
  return importOpened(call, opened, options, isRehearsed)
}

/** Imports every sheet of one register in the files as one batch. Returns the exit code. */
export async function importTogether(
  call: Call,
  files: readonly string[],
  options: ImportOptions,
  registers: readonly Register[],
): Promise<number> {
  const opened = await openTogether(call, files, options, registers)
  return importOpened(call, opened, options, false)
}

async function importOpened(
  call: Call,
  opened: Opened,
  options: ImportOptions,
  isRehearsed: boolean,
): Promise<number> {
  const mayAdd = addable(call, options.add)
  const { name, digest, source, mapping } = opened
  const { register } = mapping
  if (options.on !== undefined && datedFields(register).length === 0) refuseOn(register)
  const seen = nothingSeen()
  const told: Said = {
    hints: opened.hints,
    rows: nothingAnswered(options.lostZeros === undefined ? undefined : options.lostZeros === 1),
    mayAdd,
    known: new Set(),
  }
  let said = told
  const intake: Omit<Intake, 'mayAdd'> = {
    sheet: {
      register,
      columns: mapping.columns,
      headers: mapping.headers,
      from: 'sheet',
      days: mapping.days,
    },
    recordColumn: mapping.record?.mark === exportMark(call.db) ? mapping.record.column : undefined,
    reasonColumn: reasonColumnOf(mapping.headers),
    on: options.on,
    keepCells: options.acceptValid === true,
    about: source.about,
  }
  let announced = false
  let saved: string | undefined
  const list = options.complete && listOf(call, register, options)
  let ends: ListPlan | undefined
  const makeOnce = async (zeros: Zeros): Promise<Plan> => {
    const dittos = new Map<string, NotedCells>()
    const { hints, mayAdd } = said
    const found = kept(dataRows(source, mapping, announced ? nothingSeen() : seen), said.rows)
    const rows = hints.ditto ? withDitto(found, mapping.headers, dittos) : found
    const read = { ...intake, mayAdd, hints, zeros }
    ends = list ? await planList(call, read, rows, list, call) : undefined
    const made = ends ?? (await makePlan(call, read, rows, call))
    return { ...made, noted: [...dittos.values(), ...made.noted] }
  }
  const make = async (): Promise<Plan> => {
    for (;;) {
      const zeros = zerosWith(said.rows.lostZeros)
      const made = await makeOnce(zeros)
      const answered = await askPlan(call, made, zeros, said)
      if (!answered) return made
      said = answered
    }
  }
  const note = { command: `${register.name} import`, source: name, sourceDigest: digest }
  const {
    plan: made,
    batch,
    newcomers,
  } = await planAndWrite(call, note, make, async made => {
    const isFirst = !announced
    if (isFirst && opened.seen) addSeen(seen, opened.seen)
    if (isFirst) reportImport(call, opened, seen, made.noted)
    announced = true
    if (made.complaints.length > 0 && !options.acceptValid)
      refuseRows(call, opened, ends ? { ...made, changes: ends.ofRows } : made, !ends, flagsOf(told, said))
    if (ends && isFirst) await acceptList(call, ends, options)
    if (options.dryRun) return isRehearsed
    if (made.rejected.length > 0) saved = await saveRejects(call, opened, made, options.rejects)
    return true
  })
  sayResult(
    call,
    name,
    made,
    ends?.ends.length,
    options.dryRun ? 0 : batch,
    options.dryRun ? newNames(made) : newcomers,
    options.dryRun === true,
  )
  if (made.remark) call.tell(made.remark)
  if (made.rejected.length > 0) {
    const on = options.on && `--on ${options.on}`
    sayRejected(call, made, saved, [on, flagsOf(unsaid(told, options), said)])
  }
  return made.rejected.length > 0 ? exitCodes.attention : exitCodes.done
}

/** The rows without those that a person called repetitions of others. */
function* kept<R extends TextRow>(rows: Iterable<R>, { leftOut }: RowAnswers): Generator<R> {
  for (const row of rows) if (leftOut.size === 0 || !leftOut.has(placeOf(row.line).en)) yield row
}

function refuseOn(register: Register): never {
  return refuse(
    'usage',
    'import.not-dated',
    {
      zh: `${register.label.zh}没有自某日起变更的项, 用不着 --on`,
      en: `no field of a ${register.label.en} holds from a day, so --on has no meaning`,
    },
    { zh: '去掉 --on', en: 'leave out --on' },
  )
}

const newNames = (made: Plan) => made.newcomers.reduce((sum, n) => sum + n.names.size, 0)

/** Registers named by `--add`: their unknown names may be added along with the rows that use them. */
export function addable(facts: Facts, names: string | undefined): Set<Register> {
  const found = new Set<Register>()
  for (const name of names?.split(',') ?? []) {
    const register = facts.registers.find(r => r.name === name.trim() || r.label.zh === name.trim())
    if (!register || !isAddable(register)) {
      const can = facts.registers.filter(r => r.name !== 'setting' && isAddable(r)).map(r => r.name)
      return refuse(
        'usage',
        'import.cannot-add',
        {
          zh: `--add ${name} 不能一并登记`,
          en: `--add ${name} is not a register whose records need only a name`,
        },
        { zh: `可用: ${can.join('、')}`, en: `use one of ${can.join(', ')}` },
      )
    }
    found.add(register)
  }
  return found
}

function sayResult(
  call: Call,
  file: string,
  made: Plan,
  ended: number | undefined,
  batch: number,
  newcomers: number,
  dry: boolean,
): void {
  const { register, adds, changes, unchanged, rejected } = made
  const changed = changes.length - (ended ?? 0)
  const zh = [`新增 ${adds.length}`, `更改 ${changed}`, `不变 ${unchanged}`, `退回 ${rejected.length}`]
  const en = [
    `${adds.length} added`,
    `${changed} changed`,
    `${unchanged} unchanged`,
    `${rejected.length} rejected`,
  ]
  if (ended !== undefined) {
    zh.splice(2, 0, `离册 ${ended}`)
    en.splice(2, 0, `${ended} ended`)
  }
  for (const of of made.newcomers) {
    if (newcomers === 0) continue
    zh.push(`一并登记${of.register.label.zh} ${of.names.size}`)
    en.push(`${counted(of.names.size, of.register.label.en)} recorded with them`)
  }
  const tail: Text = dry
    ? { zh: '试算, 未写入', en: 'dry run, nothing written' }
    : batch > 0
      ? { zh: `第 ${batch} 批`, en: `batch ${batch}` }
      : { zh: '没有变动, 未记批次', en: 'nothing changed, no batch written' }
  const text = {
    zh: `${register.label.zh}: ${zh.join(', ')} (${tail.zh})`,
    en: `${register.label.en}: ${en.join(', ')} (${tail.en})`,
  }
  call.imported({
    file,
    register: register.name,
    added: adds.length,
    changed,
    ...(ended !== undefined && { ended }),
    unchanged,
    rejected: rejected.length,
    newcomers,
    batch: batch || null,
  })
  call.done(text)
}
