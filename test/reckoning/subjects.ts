import { daysBetween, type Period } from './days.ts'
import type { Subject } from './fact.ts'
import { isFor, type Rule } from './model.ts'
import { headOf, isInOffice, isSamePerson, type Known, one, peopleOf, spanOf } from './who.ts'

export const keyOf = (subject: Subject) => `${subject.kind} ${subject.id}`

/**
 * "Persons = postings that are head of their village on some day of [F, until]; units = units with a posting in
 * office on some day"; with the days of each.
 */
export function subjectsOf(known: Known, period: Period): { subject: Subject; days: number }[] {
  const span = spanOf(known, period)
  if (!span) return []
  const days = daysBetween(span.first, span.last)
  const persons = known.facts.posting.map(p => ({
    subject: { kind: 'posting' as const, id: p.id },
    days: days.filter(d => isInOffice(known, p, d) && headOf(known, p.village, d)?.id === p.id).length,
  }))
  const units = known.facts.unit.map(({ id }) => ({
    subject: { kind: 'unit' as const, id },
    days: days.filter(d => peopleOf(known, id, d).length > 0).length,
  }))
  return [...persons, ...units].filter(s => s.days > 0)
}

/**
 * "A person with two postings in the year is one row of the year's result": where it is made of parts, the postings of
 * one person are one subject, under the last of them.
 */
export function personsOf(
  known: Known,
  period: Period,
  model: readonly Rule[],
): { subject: Subject; days: number }[] {
  const all = subjectsOf(known, period)
  const isMade = model.some(r => r.method === 'parts' && r.subject === 'posting' && isFor(r, period.name))
  if (!isMade) return all
  const byStart = all
    .filter(s => s.subject.kind === 'posting')
    .map(s => ({ ...s, posting: one(known.facts.posting, s.subject.id) }))
    .sort((a, b) => (a.posting.start < b.posting.start ? -1 : 1))
  const last = byStart.filter(
    (s, i) => !byStart.slice(i + 1).some(later => isSamePerson(known, s.posting, later.posting)),
  )
  const persons = last.map(({ posting }) => {
    const own = byStart.filter(s => isSamePerson(known, s.posting, posting))
    const terms = own.map(s => s.subject.id)
    return {
      subject: { kind: 'posting' as const, id: posting.id, ...(terms.length > 1 ? { terms } : {}) },
      days: own.reduce((sum, s) => sum + s.days, 0),
    }
  })
  return [...persons, ...all.filter(s => s.subject.kind === 'unit')]
}

export const termsOf = (subject: Subject): readonly number[] => subject.terms ?? [subject.id]
