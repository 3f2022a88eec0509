import { lastPeriod, periodOn } from '../calendar.ts'
import type { Argument, Line, Verb } from '../cli/line.ts'
import { print } from '../cli/print.ts'
import { anyPeriod, period } from '../schema/fields/date.ts'

/** `cun report NAME`: one command for each paper of every line. */
export function reporting(lines: readonly Line[]): Verb[] {
  return lines
    .flatMap(l => l.papers ?? [])
    .map(paper => ({
      noun: 'report',
      name: paper.name,
      label: paper.label,
      isReading: true,
      args: paper.period ? [paper.isYearly ? yearArg : argumentOf(paper.period)] : [],
      options: paper.options,
      example: paper.example,
      async run(call, [asked], options) {
        const period = paper.period ? String(asked) : ''
        const published = lines.flatMap(l => l.published?.(call, paper.name, period) ?? [])
        await print(call, published[0] ?? (await paper.make(call, period, options)))
        return undefined
      },
    }))
}

const year = { zh: '年份, 如 2024', en: 'a year, e.g. 2024' }
const yearArg: Argument = {
  name: '<period>',
  zh: '年份',
  label: year,
  field: period('year', year),
  start: call => periodOn('year', call.asOf),
}

const argumentOf = (first: 'year' | 'quarter'): Argument => ({
  name: '<period>',
  zh: '考核期',
  label: anyPeriod,
  field: period('period', anyPeriod),
  start: call => (first === 'year' ? periodOn('year', call.asOf) : lastPeriod('quarter', call.asOf)),
})
