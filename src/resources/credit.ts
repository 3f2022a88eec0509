import { earlier, periodDays } from '../kernel/calendar.ts'
import { type Fact, type Facts, type Measure, type MeasureType, measure } from '../kernel/cli/facts.ts'
import type { Text } from '../kernel/text.ts'
import { answering, postings, type Span, servingBetween } from '../roster/serving.ts'

/** Something that happened in a village on a day, with the record that shows it; for the terms see `Fact`. */
export interface VillageFact extends Omit<Fact, 'subject'> {
  readonly village: number
  readonly date: string
}

interface Credited {
  readonly name: string
  readonly label: Text
  readonly type: MeasureType
  /** Facts between two days, both included; one set-based query. */
  facts(call: Facts, from: string, to: string): Iterable<VillageFact>
}

/**
 * One measure for three subjects: the posting that answered for the village on the fact's day, every unit
 * with someone in office there that day (each gets full credit), and the village itself.
 */
export function credited({ name, label, type, facts }: Credited): Measure[] {
  const of = (subject: string, credit: (facts: Facts, from: string, to: string) => Credit) =>
    measure({
      name,
      label,
      type,
      subject,
      *facts(call, period) {
        const days = periodDays(period)
        const to = earlier(days.to, call.asOf)
        const creditors = credit(call, days.from, to)
        for (const { village, date, ...fact } of facts(call, days.from, to)) {
          for (const subject of creditors({ village, date })) yield { ...fact, subject }
        }
      },
    })
  return [of('posting', byPosting), of('unit', byUnit), of('village', byVillage)]
}

/** Ids of the subjects credited with a fact in a village on a day. */
type Credit = (when: { readonly village: number; readonly date: string }) => Iterable<number>

function byPosting(facts: Facts, from: string, to: string): Credit {
  const there = inVillage(answering(postings(facts), from, to))
  return when => there(when).map(s => s.posting.id)
}

function byUnit(facts: Facts, from: string, to: string): Credit {
  const units = new Map(facts.db.prepare('select id, unit from posting').raw().all() as [number, number][])
  const there = inVillage(servingBetween(postings(facts), from, to))
  return when => new Set(there(when).map(s => units.get(s.posting.id)!))
}

const byVillage = (): Credit => when => [when.village]

/** Looks up the spans of a village that contain a day. */
function inVillage(spans: readonly Span[]): (when: { village: number; date: string }) => Span[] {
  const villages = new Map<number, Span[]>()
  for (const span of spans) {
    const list = villages.get(span.posting.village)
    if (list) list.push(span)
    else villages.set(span.posting.village, [span])
  }
  return ({ village, date }) => (villages.get(village) ?? []).filter(s => s.from <= date && date <= s.to)
}
