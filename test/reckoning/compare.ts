import { daysBetween, type Period } from './days.ts'
import { dutiesOf } from './duties.ts'
import { anybody } from './duties-village.ts'
import type { Posting } from './facts.ts'
import { tenths } from './fraction.ts'
import { graded } from './grades.ts'
import type { Line } from './lines.ts'
import { isAmount, isRate } from './measures.ts'
import { explainedOf, lineNames, linesOf, modelOf, type Run, type ScoreRow, scoresOf } from './read.ts'
import { type Item, type Score, scoreOf, sumsOf } from './scores.ts'
import { personsOf, termsOf } from './subjects.ts'
import { headOf, type Known, one, spanOf, unitOn } from './who.ts'

export interface Compared {
  /** How many rows were compared, by what they are. */
  readonly counts: Map<string, number>
  readonly differences: string[]
}

export const compared = (): Compared => ({ counts: new Map(), differences: [] })

function count(to: Compared, what: string, n: number): void {
  to.counts.set(what, (to.counts.get(what) ?? 0) + n)
}

/** Rows of both sides as text; what only one side has is a difference. */
function compareRows(to: Compared, where: string, ours: readonly string[], theirs: readonly string[]): void {
  const left = [...theirs]
  for (const row of ours) {
    const at = left.indexOf(row)
    if (at === -1) to.differences.push(`${where}: only the reckoning: ${row}`)
    else left.splice(at, 1)
  }
  for (const row of left) to.differences.push(`${where}: only cun: ${row}`)
}

const lineText = (l: Line) => [l.duty, l.who, l.what, l.due ?? '-', l.done ?? '-', l.status].join(' | ')

/** All duties on one day, duty by duty. */
export async function compareDuties(to: Compared, run: Run, known: Known): Promise<void> {
  const theirs = await linesOf(run, known.asOf)
  const ours = dutiesOf(known).map(line => {
    const same = theirs.find(t => t.duty === line.duty && t.what === line.what)
    return line.who === anybody && same ? { ...line, who: same.who } : line
  })
  for (const duty of new Set([...ours, ...theirs].map(l => l.duty))) {
    const of = (lines: readonly Line[]) =>
      lines
        .filter(l => l.duty === duty)
        .map(lineText)
        .sort()
    compareRows(to, `overdue ${known.asOf}`, of(ours), of(theirs))
    count(to, `duty ${duty}`, of(ours).length)
  }
}

const rowText = (r: ScoreRow) =>
  [
    r.kind,
    r.name,
    r.unit,
    r.village,
    `${r.days} d`,
    r.lines.join('+'),
    r.extra,
    `of ${r.applied}`,
    r.total ?? '-',
    r.grade || '-',
    r.place || '-',
  ].join(' | ')

const nameOf = (known: Known, { subject }: Score) =>
  one(subject.kind === 'unit' ? known.facts.unit : known.facts.posting, subject.id).name

/** The unit that a person came from on the last of the days that count. */
function unitName(known: Known, period: Period, posting: Posting): string {
  const { first, last } = spanOf(known, period)!
  const days = daysBetween(first, last).filter(d => headOf(known, posting.village, d)?.id === posting.id)
  return one(known.facts.unit, unitOn(known, posting, days.at(-1)!)).name
}

/** What a command takes as a name: a person with the village in brackets. */
function typedName(known: Known, score: Score): string {
  if (score.subject.kind === 'unit') return nameOf(known, score)
  const posting = one(known.facts.posting, score.subject.id)
  return `${posting.name}（${one(known.facts.village, posting.village).name}）`
}

/** Scores, grades and places of a period, and every indicator of every subject. */
export async function compareScores(
  to: Compared,
  run: Run,
  known: Known,
  period: Period,
  version: string,
  explains: (score: Score) => boolean = () => true,
): Promise<void> {
  const where = `${period.name} ${known.asOf} model ${version}`
  const model = await modelOf(run, version)
  const names = [...new Set(model.flatMap(r => r.measure ?? []))]
  const sums = sumsOf(known, period, names)
  const scores = personsOf(known, period, model).map(s => scoreOf(known, period, model, sums, s))
  const all = graded(known, period, model, scores)
  const theirs = await scoresOf(run, known.asOf, period.name)
  const ours = all.map(({ score, grade, place }): ScoreRow => {
    const posting = score.subject.kind === 'posting' && one(known.facts.posting, score.subject.id)
    const name = nameOf(known, score)
    const terms = posting ? termsOf(score.subject).map(id => one(known.facts.posting, id)) : []
    const joined = (names: readonly string[], by: string) => [...new Set(names)].join(by)
    return {
      kind: posting ? 'posting' : 'unit',
      name,
      unit: posting ? joined([...new Set(terms.map(p => unitName(known, period, p)))], '、') : name,
      village: joined(
        terms.map(p => one(known.facts.village, p.village).name),
        ', ',
      ),
      days: score.days,
      lines: lineNames.map(line => score.lines.get(line) ?? 0),
      extra: score.extra,
      applied: tenths(score.applicable),
      total: score.total,
      grade: grade ?? '',
      place: place === null ? '' : String(place),
    }
  })
  compareRows(to, where, ours.map(rowText).sort(), theirs.map(rowText).sort())
  count(to, 'score', ours.length)
  for (const score of scores.filter(explains)) {
    const explained = await explainedOf(run, known.asOf, period.name, typedName(known, score))
    for (const item of score.items) {
      const { indicator, measure } = item.rule
      const their = explained.get(indicator)
      const [our, thei] = [itemText(item), their ? `${their.value} → ${their.points ?? '-'}` : 'missing']
      const name = `${where}: ${typedName(known, score)} ${indicator} (${measure ?? item.rule.method})`
      if (!isSame(our, thei, item)) to.differences.push(`${name}: reckoning ${our}, cun ${thei}`)
      count(to, `indicator ${measure ?? item.rule.method}`, 1)
    }
  }
}

/** 7087.47 and 7087.40 as printed: 7,087.47 yuan, 7,087.4 yuan. */
function yuan(fen: number): string {
  const whole = String(Math.floor(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ',')
  return fen % 100 === 0
    ? `${whole} yuan`
    : `${whole}.${String(fen % 100)
        .padStart(2, '0')
        .replace(/0$/, '')} yuan`
}

function itemText({ rule, sum, points }: Item): string {
  if (!rule.measure) return `? → ${points ?? '-'}`
  if (!sum) return `n/a → ${points ?? '-'}`
  const value = isRate(rule.measure)
    ? `${sum.part}/${sum.of}`
    : isAmount(rule.measure)
      ? yuan(sum.part)
      : String(sum.part)
  return `${value} → ${points ?? '-'}`
}

/** Of ratings the points alone are compared. */
function isSame(our: string, their: string, { rule }: Item): boolean {
  return rule.measure ? our === their : our.split(' → ')[1] === their.split(' → ')[1]
}
