import { addDays } from '../kernel/calendar.ts'
import type { DutyRow, Facts } from '../kernel/cli/facts.ts'
import type { Text } from '../kernel/text.ts'
import { dutiesSince } from '../roster/county.ts'
import { answering, postings, type Serving } from '../roster/serving.ts'
import { handoverDays } from './handover.ts'

/** A posting that answers for a village from a day on, and its predecessor. */
export interface Head {
  readonly posting: Serving
  readonly from: string
  readonly predecessor?: Serving
}

/**
 * Who answered for each village up to as-of: village id → heads in order of time. The predecessor of a 第一书记
 * is the one named in the posting, else the village's previous 第一书记.
 */
export const heads = (facts: Facts): ReadonlyMap<number, readonly Head[]> => facts.once(succeeding)

function succeeding(facts: Facts): ReadonlyMap<number, readonly Head[]> {
  const all = postings(facts)
  const named = new Map(
    facts.db.prepare('select id, predecessor from posting where predecessor is not null').raw().all() as [
      number,
      number,
    ][],
  )
  const byId = new Map(all.map(p => [p.id, p]))
  const found = new Map<number, Head[]>()
  const spans = answering(all, '1900-01-01', facts.asOf).sort((a, b) => (a.from < b.from ? -1 : 1))
  const isFirst = (p: Serving) => p.roles.includes('firstSecretary')
  for (const { posting, from } of spans) {
    const list = found.get(posting.village) ?? []
    found.set(posting.village, list)
    const previous = list.findLast(h => isFirst(h.posting))?.posting
    const predecessor = isFirst(posting) ? (byId.get(named.get(posting.id) ?? 0) ?? previous) : undefined
    list.push({ posting, from, predecessor })
  }
  return found
}

export const handoverDue = (facts: Facts, posting: Serving): string =>
  addDays(posting.start, facts.settings.get(handoverDays))

/** Handovers accepted by as-of: receiver's posting id → day of acceptance. */
export const acceptedHandovers = (facts: Facts): ReadonlyMap<number, string> => facts.once(accepted)

const accepted = (facts: Facts) =>
  new Map(
    facts.db
      .prepare('select receiver, min(accepted) from handover where accepted <= ? group by receiver')
      .raw()
      .all(facts.asOf) as [number, string][],
  )

/** Who answers on as-of for a matter that arose in a village on a day; undefined if it had no posting. */
type Answerer = (village: number, since: string) => Serving | undefined

/**
 * An open matter passes to the successor with the accepted handover, not with the arrival. Until then whoever
 * answered when it arose stays responsible. Where no handover is required (a 工作队长 standing in, a handover due
 * before `duties.since`), it passes automatically.
 */
export function answerer(facts: Facts): Answerer {
  const villages = heads(facts)
  const handedOver = acceptedHandovers(facts)
  const since = facts.settings.get(dutiesSince)
  return (village, day) => {
    const list = villages.get(village)
    if (!list) return undefined
    let at = Math.max(
      0,
      list.findLastIndex(h => h.from <= day),
    )
    for (let next = at + 1; next < list.length; next++) {
      const { posting, predecessor } = list[next]!
      const free = !predecessor || handoverDue(facts, posting) < since
      if (free ? at === next - 1 : handedOver.has(posting.id)) at = next
    }
    return list[at]!.posting
  }
}

/** Of a matter of a village that arose on a day, and was done on another or is open. */
type Inherited = (p: Serving, village: number, day: string, done: string | null) => DutyRow['inherited']

/**
 * From whom the posting answering for a matter took it over, and the day on which it arose; undefined if it is his
 * from the first, or was done before he came.
 */
export function inheritedBy(facts: Facts): Inherited {
  const villages = heads(facts)
  return (p, village, day, done) => {
    const list = villages.get(village) ?? []
    const at = list.findIndex(h => h.posting.id === p.id)
    const first = Math.max(
      0,
      list.findLastIndex(h => h.from <= day),
    )
    if (at <= first || (done !== null && done < list[at]!.from)) return undefined
    const from = list[at]!.predecessor ?? list[at - 1]!.posting
    return { from: from.name, since: day }
  }
}

/** What a deadline is about and, of an inherited one, from whom and since when. */
export const inheritedWords = (what: string, inherited: DutyRow['inherited']): Text | string =>
  inherited
    ? {
        zh: `${what} (承接自${inherited.from}, 自 ${inherited.since})`,
        en: `${what} (inherited from ${inherited.from}, since ${inherited.since})`,
      }
    : what

/** Name for a list of deadlines, marked if the person has left. */
export const answererName = (p: Serving): Text | string =>
  p.end === null ? p.name : { zh: `${p.name}（已离任）`, en: `${p.name} (left)` }

export const placeOf = (p: Serving): [string, string] => [p.townshipName, p.villageName]
