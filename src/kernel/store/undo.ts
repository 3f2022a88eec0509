import { refuse } from '../errors.ts'
import { type DerivedReference, derivedReferences } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import { counted } from '../text.ts'
import type { Database } from './database.ts'
import { showStored } from './day-view.ts'
import { fillDerived, leadingNowhere } from './derived.ts'
import {
  type Batch,
  type Entry,
  ERASE,
  entries,
  findBatch,
  type Head,
  headOf,
  type Note,
  rowDigest,
  UPGRADE,
} from './journal.ts'
import { decode, rowsById } from './records.ts'
import { writeBatch } from './write-batch.ts'

/** Undone batch → the batch that undid it, if that undo is itself in force. */
export function undoneBatches(db: Database): Map<number, number> {
  const by = new Map<number, number>()
  const all = db
    .prepare('select number, undoes from batch where undoes is not null order by number desc')
    .all()
  for (const { number, undoes } of all as { number: number; undoes: number }[]) {
    if (!by.has(number)) by.set(undoes, number)
  }
  return by
}

/** The batch that an `undo` without a number undoes. */
export function lastUndoable(db: Database): number | undefined {
  const taken = undoneBatches(db)
  const all = db.prepare(
    `select number from batch where undoes is null and command <> 'init' and command not like ? || '%'
       and command not like ? || '%' order by number desc`,
  )
  for (const number of all.pluck().iterate(ERASE, UPGRADE) as Iterable<number>)
    if (!taken.has(number)) return number
  return undefined
}

interface Undoing {
  readonly batch: Batch
  readonly seen: Head
  readonly byName: ReadonlyMap<string, Register>
  /** The entries of the batch, last first, each with the current row. */
  readonly current: ReadonlyMap<Entry, Row | undefined>
}

/** Checks that a batch can be undone; refuses if not, e.g. when a record has changed since. */
export function undoable(db: Database, registers: readonly Register[], number: number): Undoing {
  showStored(db)
  const batch = findBatch(db, number)
  if (!batch) {
    return refuse(
      'usage',
      'batch.unknown',
      { zh: `没有第 ${number} 批`, en: `there is no batch ${number}` },
      { zh: '用 cun history 查看各批', en: 'list the batches with cun history' },
    )
  }
  if (batch.command === 'init') {
    return refuse(
      'usage',
      'undo.first-batch',
      { zh: '建库不能撤销', en: 'the creation of the database cannot be undone' },
      { zh: '要改所设的值, 用 cun settings set', en: 'to change a setting, use cun settings set' },
    )
  }
  if (batch.command.startsWith(ERASE)) {
    return refuse(
      'usage',
      'undo.erasure',
      {
        zh: `第 ${number} 批是删除个人信息, 不能撤销`,
        en: `batch ${number} erased personal data and cannot be undone`,
      },
      { zh: '所删的内容已不存在', en: 'the erased values no longer exist' },
    )
  }
  if (batch.command.startsWith(UPGRADE)) {
    return refuse(
      'usage',
      'undo.upgrade',
      {
        zh: `第 ${number} 批是升级时转存的, 不能撤销`,
        en: `batch ${number} belongs to an upgrade and cannot be undone`,
      },
      { zh: '转存的记录可以照常更改', en: 'the records it made can be changed like any other' },
    )
  }
  const by = undoneBatches(db).get(number)
  if (by !== undefined) {
    return refuse(
      'usage',
      'undo.already-undone',
      { zh: `第 ${number} 批已由第 ${by} 批撤销`, en: `batch ${number} was undone by batch ${by}` },
      { zh: `要恢复它: cun undo ${by}`, en: `to bring it back: cun undo ${by}` },
    )
  }
  const seen = headOf(db)
  const list = entries(db, number).reverse()
  const byName = new Map(registers.map(r => [r.name, r]))
  const isFinal = ({ process, isUndoable }: Register) => process && !isUndoable
  const process = list.find(e => isFinal(byName.get(e.register)!))
  if (process) {
    const { label, correction } = byName.get(process.register)!
    const { zh, en } = label
    refuse(
      'input',
      'undo.part-of-process',
      {
        zh: `第 ${number} 批是办理结果 (${zh}), 不能撤销`,
        en: `batch ${number} is part of a process (${en}) and cannot be undone`,
      },
      correction ?? {
        zh: `用相应的命令更正, 见 cun ${process.register} --help`,
        en: `correct it with the commands of cun ${process.register} --help`,
      },
    )
  }
  const stored = new Map(
    registers.map(r => [
      r.name,
      rowsById(
        db,
        r,
        list.filter(e => e.register === r.name).map(e => e.record),
      ),
    ]),
  )
  const current = new Map(list.map(e => [e, stored.get(e.register)?.get(e.record)]))
  for (const [e, row] of current) {
    if (rowDigest(e.salt, byName.get(e.register)!, e.record, row).equals(e.digest)) continue
    const later = db
      .prepare('select max(batch) from history where register = ? and record = ? and batch > ?')
      .pluck()
      .get(e.register, e.record, number) as number | null
    const label = byName.get(e.register)!.label
    refuse(
      'input',
      'undo.changed-since',
      {
        zh: `第 ${number} 批不能撤销: 其中的${label.zh} ${e.record} 号后来又在第 ${later ?? '?'} 批改动过`,
        en: `batch ${number} cannot be undone: its ${label.en} ${e.record} was changed again in batch ${later ?? '?'}`,
      },
      later
        ? {
            zh: `先撤销第 ${later} 批: cun undo ${later}`,
            en: `undo batch ${later} first: cun undo ${later}`,
          }
        : { zh: '运行 cun check', en: 'run cun check' },
    )
  }
  return { batch, seen, byName, current }
}

/** Undoes a whole batch as a new batch and returns its number. */
export function undo(
  db: Database,
  registers: readonly Register[],
  number: number,
  note: Omit<Note, 'command' | 'undoes'>,
  mayRemove: (
    going: ReadonlyMap<Register, readonly number[]>,
    touched: ReadonlyMap<Register, readonly number[]>,
  ) => void,
): number {
  const { seen, byName, current } = undoable(db, registers, number)
  const list = [...current.keys()]
  const those = (is: (e: (typeof list)[number]) => boolean) =>
    new Map(registers.map(r => [r, list.filter(e => e.register === r.name && is(e)).map(e => e.record)]))
  // What the batch changed refers to what it added no longer.
  mayRemove(
    those(e => e.action === 'add'),
    those(() => true),
  )
  return writeBatch(db, registers, { ...note, command: `undo ${number}`, undoes: number }, seen, pen => {
    const derived = registers.flatMap(r =>
      derivedReferences(r).map(reference => ({ register: r, reference })),
    )
    const nowhere = derived.map(d => new Set(leadingNowhere(db, d.register, d.reference)))
    for (const [e, row] of current) {
      const register = byName.get(e.register)!
      const before = e.before ? decode(register, JSON.parse(e.before)) : undefined
      if (e.action === 'add') pen.remove(register, decode(register, row!))
      else if (e.action === 'remove') pen.add(register, [before!])
      else pen.change(register, decode(register, row!), before!)
    }
    fillDerived(db, registers, new Set(registers))
    for (const [i, { register, reference }] of derived.entries()) {
      const lost = leadingNowhere(db, register, reference).filter(id => !nowhere[i]!.has(id))
      refuseLost(register, reference, lost)
    }
  })
}

function refuseLost(register: Register, reference: DerivedReference, ids: readonly number[]): void {
  if (ids.length === 0) return
  const holder = reference.target.label
  refuse(
    'input',
    'undo.leaves-no-place',
    {
      zh: `不能撤销: 撤销后有 ${ids.length} 个${register.label.zh}不属于任何${holder.zh}`,
      en: `cannot be undone: ${counted(ids.length, register.label.en)} would belong to no ${holder.en}`,
    },
    {
      zh: `先撤销或更改后来的${register.label.zh}`,
      en: `first undo or change the ${register.label.en} records that came later`,
    },
  )
}
