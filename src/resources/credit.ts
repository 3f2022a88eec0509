import { earlier, periodDays } from '../kernel/calendar.ts'
import type { Call } from '../kernel/call.ts'
import { type Measure, type MeasureRow, type MeasureType, measure } from '../kernel/line.ts'
import type { Text } from '../kernel/text.ts'
import { answering, postings, type Span, servingBetween } from '../roster/serving.ts'

/** What happened for a village on a day: 1 of 1 for a count, kept of due for a rate, 分 of 1 for an amount. */
export interface VillageFact {
  readonly village: number
  readonly date: string
  readonly part: number
  readonly of: number
}

export interface Credited {
  readonly name: string
  readonly label: Text
  readonly type: MeasureType
  /** One set-based query over the facts of some days, both ends included. */
  facts(call: Call, from: string, to: string): readonly VillageFact[]
}

/**
 * One number under one name for three subjects: the posting that answered for the village on the fact's day, every
 * unit with someone in office there that day (each is credited whole), and the village itself. A count or an amount
 * is 0 for those who served and had no fact; a rate does not apply to them.
 */
export function credited({ name, label, type, facts }: Credited): Measure[] {
  const of = (subject: string, credit: (call: Call, from: string, to: string) => Credits) =>
    measure({
      name,
      label,
      type,
      subject,
      rows(call, period) {
        const days = periodDays(period)
        const to = earlier(days.to, call.asOf)
        const { served, to: creditors } = credit(call, days.from, to)
        const sums = new Map<number, { part: number; of: number }>()
        if (type !== 'rate') for (const id of served) sums.set(id, { part: 0, of: 1 })
        for (const fact of facts(call, days.from, to)) {
          for (const id of creditors(fact)) {
            const sum = sums.get(id) ?? { part: 0, of: type === 'rate' ? 0 : 1 }
            sums.set(id, sum)
            sum.part += fact.part
            if (type === 'rate') sum.of += fact.of
          }
        }
        return [...sums].map(([id, sum]): MeasureRow => ({ subject: id, ...sum }))
      },
    })
  return [of('posting', byPosting), of('unit', byUnit), of('village', byVillage)]
}

interface Credits {
  /** Those in office at some time of the period. */
  readonly served: Iterable<number>
  /** Those to whom a fact is credited. */
  to(fact: VillageFact): Iterable<number>
}

function byPosting(call: Call, from: string, to: string): Credits {
  const spans = answering(postings(call), from, to)
  const there = inVillage(spans)
  return {
    served: spans.map(s => s.posting.id),
    to: fact => there(fact).map(s => s.posting.id),
  }
}

function byUnit(call: Call, from: string, to: string): Credits {
  const units = new Map(call.db.prepare('select id, unit from posting').raw().all() as [number, number][])
  const spans = servingBetween(postings(call), from, to)
  const there = inVillage(spans)
  return {
    served: spans.map(s => units.get(s.posting.id)!),
    to: fact => new Set(there(fact).map(s => units.get(s.posting.id)!)),
  }
}

function byVillage(call: Call, from: string, to: string): Credits {
  return {
    served: servingBetween(postings(call), from, to).map(s => s.posting.village),
    to: fact => [fact.village],
  }
}

/** The spans of a village that hold a day. */
function inVillage(spans: readonly Span[]): (fact: VillageFact) => Span[] {
  const villages = new Map<number, Span[]>()
  for (const span of spans) {
    const list = villages.get(span.posting.village)
    if (list) list.push(span)
    else villages.set(span.posting.village, [span])
  }
  return ({ village, date }) => (villages.get(village) ?? []).filter(s => s.from <= date && date <= s.to)
}
