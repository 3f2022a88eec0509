import type { Chart } from '../../kernel/document/document.ts'
import { both } from '../../kernel/text.ts'
import { type Course, counted, mean, totals } from './course.ts'
import type { Result } from './quarter.ts'
import { kindLabels } from './score-paper.ts'

/** Households visited ÷ listed by township, from the facts behind the scores. */
export function coverageChart(now: Result): Chart | undefined {
  const rates = new Map<string, { part: number; of: number }>()
  for (const { subject, score } of now.scored) {
    if (subject.kind !== 'posting') continue
    for (const fact of score.items.filter(i => i.measure === 'visit.coverage').flatMap(i => i.facts)) {
      const rate = rates.get(subject.township) ?? { part: 0, of: 0 }
      rates.set(subject.township, { part: rate.part + fact.part, of: rate.of + fact.of })
    }
  }
  if (rates.size === 0) return undefined
  const points = [...rates].map(([label, { part, of }]) => ({
    label,
    value: of === 0 ? null : Math.round((part * 1000) / of) / 10,
  }))
  return {
    title: { zh: '各乡镇走访覆盖率', en: 'Households visited, by township' },
    kind: 'bars',
    unit: both('%'),
    series: [{ label: { zh: '走访覆盖率', en: 'visited' }, points }],
  }
}

export function townshipChart(now: Result, before: Result | undefined): Chart {
  const townships = [...new Set(counted(now.scored, 'posting').map(s => s.subject.township))]
  const series = (r: Result) => ({
    label: both(r.period),
    points: townships.map(label => {
      const average = mean(totals(counted(r.scored, 'posting').filter(s => s.subject.township === label)))
      return { label, value: average === null ? null : average / 10 }
    }),
  })
  return {
    title: { zh: '各乡镇平均分', en: 'Mean score by township' },
    kind: 'bars',
    series: [...(before ? [series(before)] : []), series(now)],
  }
}

export function trendChart(course: Course): Chart {
  return {
    title: { zh: '各期平均分', en: 'Mean score over time' },
    kind: 'lines',
    series: (['posting', 'unit'] as const).map(kind => ({
      label: kindLabels[kind],
      points: course.map(r => {
        const average = mean(totals(counted(r.scored, kind)))
        return { label: r.period, value: average === null ? null : average / 10 }
      }),
    })),
  }
}
