import { refuse, Unknown } from '../errors.ts'
import { namingFields } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import { requireWritable } from '../store/database.ts'
import { type Head, headOf } from '../store/journal.ts'
import { decode, referrers, rowsById } from '../store/records.ts'
import { type Pen, Stale, writeBatch } from '../store/write-batch.ts'
import { joined, type Lang } from '../text.ts'
import type { Facts } from './facts.ts'
import type { Call } from './line.ts'

/**
 * The stored record that an argument names: by number, or by a name that only one record has. Refuses any
 * other.
 */
export function recordOf(facts: Facts, register: Register, text: string): Row {
  facts.asStored()
  const id = Number(text.replace(/^#/, ''))
  const row = Number.isInteger(id) ? rowsById(facts.db, register, [id]).get(id) : undefined
  if (row) return decode(register, row)
  const { zh, en } = register.label
  const see = {
    zh: `用 cun ${register.name} list 查记录号`,
    en: `find its number with cun ${register.name} list`,
  }
  // A short number can only be a record number; a long one may be a code.
  if (namingFields(register).length === 0 || /^#|^\d{1,5}$/.test(text)) {
    return refuse(
      'input',
      'record.unknown-number',
      { zh: `没有${zh} ${text} 号`, en: `there is no ${en} ${text}` },
      see,
    )
  }
  const found = facts.directories.of(register).find([text])
  if (typeof found === 'number') return decode(register, rowsById(facts.db, register, [found]).get(found)!)
  return refuse(
    'input',
    found.code,
    { zh: `${zh}“${text}”: ${found.rule.zh}`, en: `${en} "${text}" ${found.rule.en}` },
    found instanceof Unknown
      ? { zh: `核对写法, 或${see.zh}`, en: `check the spelling, or ${see.en}` }
      : { zh: `${found.next.zh}; 或${see.zh}`, en: `${found.next.en}; or ${see.en}` },
  )
}

/** Refuses to remove records that others refer to, except those of `touched`, with counts and first examples. */
export function refuseIfReferred(
  facts: Facts,
  going: ReadonlyMap<Register, readonly number[]>,
  touched = going,
): void {
  for (const [register, ids] of going) {
    if (ids.length === 0) continue
    const found = referrers(facts.db, facts.registers, register, ids, touched)
    if (found.length === 0) continue
    const list = (lang: Lang) =>
      joined(
        found.map(({ register, field, records }) => {
          const some = records.slice(0, 3).map(r => `#${r}`)
          const more = records.length > 3 ? ' …' : ''
          return `${register.label[lang]}·${register.fields[field]!.label[lang]} ${records.length} (${some.join(', ')}${more})`
        }),
        lang,
      )
    refuse(
      'input',
      'record.in-use',
      {
        zh: `${register.label.zh}不能删除: 还有记录用到它: ${list('zh')}`,
        en: `the ${register.label.en} cannot be removed: records refer to it: ${list('en')}`,
      },
      {
        zh: '先更改或删除这些记录; 写法不同的同一对象用 merge 合并',
        en: 'change or remove those first; if two records are the same thing, use merge',
      },
    )
  }
}

/**
 * Writes a batch; returns its number, or 0 if the work wrote nothing. Without `seen`, the work must read what
 * it changes, because it is repeated after another window writes. Given `seen`, the journal head at which the
 * records were read, throws `Stale` instead. `tick` is called per record read back.
 */
export function writeNow(
  call: Call,
  note: string | { readonly command: string; readonly source?: string; readonly sourceDigest?: string },
  work: (pen: Pen) => void,
  seen?: Head,
  tick?: () => void,
): number {
  const { command, ...source } = typeof note === 'string' ? { command: note } : note
  for (;;) {
    try {
      const whole = { ...call.note(command), ...source }
      const batch = writeBatch(call.db, call.registers, whole, seen ?? headOf(call.db), work, tick)
      if (batch > 0) call.committed(batch)
      return batch
    } catch (error) {
      if (!(error instanceof Stale) || seen !== undefined) throw error
      call.changed()
    }
  }
}

/** Logs an export or unmasking outside the journal, so that exporting does not change what is exported. */
export function logOutput(
  call: Call,
  kind: 'export' | 'unmask',
  command: string,
  rows: number,
  digest?: string,
): void {
  const { at, who } = call.note(command)
  const { known } = call.global
  // What leaves the office is logged now, whatever day it shows.
  const db = call.itself()
  requireWritable(db)
  db.prepare(
    'insert into log (at, who, kind, command, reason, "rows", digest) values (?, ?, ?, ?, ?, ?, ?)',
  ).run(
    at,
    who,
    kind,
    known ? `${command} --known ${known}` : command,
    call.global.reason ?? null,
    rows,
    digest ?? null,
  )
}
