import type { Facts } from '../kernel/cli/facts.ts'
import { type Call, verb } from '../kernel/cli/line.ts'
import { writeNow } from '../kernel/cli/write.ts'
import { namedRecord, refuseIfSame, refuseTwins } from '../kernel/commands/merge.ts'
import { refuse } from '../kernel/errors.ts'
import { date } from '../kernel/schema/fields/date.ts'
import type { Row } from '../kernel/schema/types.ts'
import { changeFrom, pastRows } from '../kernel/store/dated.ts'
import { headOf } from '../kernel/store/journal.ts'
import { records } from '../kernel/store/records.ts'
import { counted } from '../kernel/text.ts'
import { household } from './household.ts'
import { village } from './village.ts'

const mergedOn = { zh: '并入日期', en: 'day of the merger' }

/**
 * Merges a village into another from a day on. The lost village stays on record with its postings and earlier
 * data; its households move, keep where they belonged before, and keep their numbers if these are
 * free. Its postings must end before that day.
 */
export const villageMerge = verb({
  noun: 'village',
  name: 'merge',
  label: { zh: '并村: 一村自某日起并入另一村', en: 'merge a village into another from a day on' },
  args: [
    {
      name: '<from>',
      zh: '并掉的村',
      label: { zh: '并入他村的村', en: 'village that is merged' },
      of: () => village,
    },
  ],
  options: [
    {
      flags: '--into <village>',
      label: { zh: '并入的村', en: 'village it merges into' },
      required: true,
      of: () => village,
    },
    {
      flags: '--on <date>',
      label: mergedOn,
      required: true,
      field: date(mergedOn, { ahead: true }),
      start: (call: Call) => call.asOf,
    },
  ],
  isWriting: true,
  example: 'cun village merge 煤窑庄 --into 张老湾村 --on 2024-07-01',
  run(call, [from], options) {
    const seen = headOf(call.db)
    const [lost, kept] = [namedRecord(call, village, from), namedRecord(call, village, options.into)]
    refuseIfSame(village, lost, kept)
    const { on } = options
    for (const one of [lost, kept]) if (one.mergedInto) alreadyMerged(call, one)
    stillServing(call, lost, on)
    let moved = 0
    const batch = writeNow(
      call,
      'village merge',
      pen => {
        const taken = new Set(
          [...records(call.db, household, 'where village = ?', [kept.id])].map(h => h.number),
        )
        moved = refuseTwins(pen, household, () => {
          const going = [...records(call.db, household, 'where village = ?', [lost.id])]
          const past = pastRows(
            call.db,
            household,
            going.map(h => h.id),
          )
          for (const h of going) {
            const number = h.number && taken.has(h.number) ? `${lost.name}${h.number}` : h.number
            changeFrom(pen, household, h, { ...h, village: kept.id, number }, past.get(h.id), on)
          }
          return going.length
        })
        pen.change(village, lost, { ...lost, mergedInto: kept.id, mergedOn: on })
        pen.change(village, kept, {
          ...kept,
          households: sum(kept.households, lost.households),
          population: sum(kept.population, lost.population),
        })
      },
      seen,
    )
    call.done(
      {
        zh: `${lost.name}自 ${on} 并入${kept.name}, 移交农户 ${moved} 户`,
        en: `${lost.name} merged into ${kept.name} from ${on}, ${counted(moved, 'household')} moved`,
      },
      batch,
    )
    return 0
  },
})

const sum = (a: unknown, b: unknown) => (typeof a === 'number' && typeof b === 'number' ? a + b : (a ?? null))

function alreadyMerged(facts: Facts, one: Row): never {
  const into = facts.directories.of(village).label(one.mergedInto as number)
  return refuse(
    'input',
    'village.already-merged',
    {
      zh: `${one.name}已于 ${one.mergedOn} 并入${into}`,
      en: `${one.name} was already merged into ${into} on ${one.mergedOn}`,
    },
    { zh: '核对村名; 并错的用 cun undo 撤销', en: 'check the names; undo a wrong merge with cun undo' },
  )
}

function stillServing(facts: Facts, lost: Row, on: string): void {
  const names = facts.db
    .prepare('select name from posting where village = ? and ("end" is null or "end" >= ?) order by id')
    .pluck()
    .all(lost.id, on) as string[]
  if (names.length === 0) return
  refuse(
    'input',
    'village.still-serving',
    {
      zh: `${lost.name}在 ${on} 仍有驻村人员: ${names.join('、')}`,
      en: `${lost.name} still has people posted to it on ${on}: ${names.join(', ')}`,
    },
    {
      zh: '先填他们的实际结束时间 (cun posting change 号 --end 日期), 需要的在新村另行登记派驻',
      en: 'first end their terms (cun posting change NUMBER --end DATE), then record new postings where needed',
    },
  )
}
