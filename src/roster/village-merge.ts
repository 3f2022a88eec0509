import type { Facts } from '../kernel/cli/facts.ts'
import { verb } from '../kernel/cli/line.ts'
import { writeNow } from '../kernel/cli/write.ts'
import { namedRecord, refuseIfSame, refuseTwins } from '../kernel/commands/merge.ts'
import { refuse } from '../kernel/errors.ts'
import type { Row } from '../kernel/schema/types.ts'
import { changeFrom, onDay, pastRows } from '../kernel/store/dated.ts'
import { headOf } from '../kernel/store/journal.ts'
import { records } from '../kernel/store/records.ts'
import { counted } from '../kernel/text.ts'
import { household } from './household.ts'
import { onDate, refuseIfMerged } from './reform.ts'
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
    onDate(mergedOn),
  ],
  isWriting: true,
  example: 'cun village merge 煤窑庄 --into 张老湾村 --on 2024-07-01',
  run(call, [from], options) {
    const seen = headOf(call.db)
    const [lost, kept] = [namedRecord(call, village, from), namedRecord(call, village, options.into)]
    refuseIfSame(village, lost, kept)
    const { on } = options
    for (const one of [lost, kept]) refuseIfMerged(call, village, one)
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
        // Its figures go over from that day; on the days before both have their own.
        const past = pastRows(call.db, village, [lost.id, kept.id])
        const [a, b] = [lost, kept].map(one => onDay(village, one, past.get(one.id), on))
        const none = { households: null, population: null }
        const merged = { ...lost, ...none, mergedInto: kept.id, mergedOn: on }
        changeFrom(pen, village, lost, merged, past.get(lost.id), on)
        const both = {
          ...kept,
          households: sum(b!.households, a!.households),
          population: sum(b!.population, a!.population),
        }
        changeFrom(pen, village, kept, both, past.get(kept.id), on)
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
