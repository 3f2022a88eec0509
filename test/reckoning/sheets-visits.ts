import type { Drawn } from './county.ts'
import { plusDays } from './days.ts'
import { inOffice, pick, place, type Sheet, written } from './ground.ts'
import { dayAt, type Served } from './people.ts'

export const householdNumber = (index: number) => 100 + index

/** A household that moves leaves its village for the next one after this day. */
export function moveOf(drawn: Drawn, index: number): { into: number; until: string } | undefined {
  const { village, moves, since } = drawn.households[index]!
  return moves === null || (since !== null && since > moves)
    ? undefined
    : { into: (village + 1) % 4, until: dayAt(moves) }
}

/** Where a household is on a day, also after its village was merged into another. */
function villageOn(drawn: Drawn, index: number, day: string): number {
  const move = moveOf(drawn, index)
  const village = move && day > move.until ? move.into : drawn.households[index]!.village
  const { merger } = drawn
  return merger && village === merger.from && day >= dayAt(merger.day) ? merger.into : village
}

/** Visits to households where they were recorded first, or, later, to those that have come from elsewhere. */
export function visitSheets(drawn: Drawn, people: readonly Served[], isLater: boolean): Sheet[] {
  const rows = drawn.visits.flatMap(({ household, day, who, closed }) => {
    const index = household % Math.max(1, drawn.households.length)
    const home = drawn.households[index]
    if (!home) return []
    const date = dayAt(day)
    const village = villageOn(drawn, index, date)
    const visitor = pick(
      inOffice(people, date).filter(p => p.village === village),
      who,
    )
    // A household is visited from the day on which it is on the list.
    if (home.since !== null && day < home.since) return []
    if (!visitor || isLater === (village === home.village)) return []
    const isAsked = closed === null || closed >= 0
    const on = closed !== null && closed >= 0 ? plusDays(date, closed) : null
    const cells = [place(village), householdNumber(index), date, visitor.name]
    return [[...cells, isAsked ? '门前路灯不亮' : '', written(on)].join(',')]
  })
  return [{ name: isLater ? '走访2' : '走访', header: '乡镇,村,户编号,走访日期,走访人,诉求,办结日期', rows }]
}
