import { periodName, periodWords } from '../../kernel/calendar.ts'
import type { Column, Document, Line, Table } from '../../kernel/document/document.ts'
import type { Text } from '../../kernel/text.ts'
import type { Scored } from './assess.ts'
import { coverageChart, townshipChart, trendChart } from './compare-charts.ts'
import { type Course, change, counted, mean, totals } from './course.ts'
import type { Result } from './quarter.ts'
import { missionLines } from './rules.ts'
import { unclassified } from './subjects.ts'

const column = (key: string, zh: string, en: string, type: Column['type'] = 'score'): Column => ({
  key,
  label: { zh, en },
  type,
})
const spread = (last: Text) => [
  column('mean', '平均分', 'mean'),
  column('last', last.zh, last.en),
  column('change', '增减', 'change'),
  column('highest', '最高', 'highest'),
  column('lowest', '最低', 'lowest'),
  column('spread', '极差', 'spread'),
]

function spreadCells(now: readonly Scored[], before: readonly Scored[]) {
  const [t, average, last] = [totals(now), mean(totals(now)), mean(totals(before))]
  const [high, low] = t.length > 0 ? [Math.max(...t), Math.min(...t)] : [null, null]
  return [average, last, change(average, last), high, low, change(high, low)]
}

/** Persons grouped by `by`, best mean first. Groups are ranked, people are not. */
function grouped(
  title: Text,
  header: Column,
  now: Result,
  before: Result | undefined,
  by: (s: Scored) => string,
): Table {
  const [these, those] = [counted(now.scored, 'posting'), counted(before?.scored, 'posting')]
  const groups = [...new Set(these.map(by))].map(name => ({
    name,
    now: these.filter(s => by(s) === name),
    before: those.filter(s => by(s) === name),
  }))
  const average = (g: (typeof groups)[number]) => mean(totals(g.now))!
  groups.sort((a, b) => average(b) - average(a))
  const lines: Line[] = groups.map(g => ({
    cells: [
      1 + groups.filter(o => average(o) > average(g)).length,
      g.name === unclassified ? { zh: unclassified, en: 'none' } : g.name,
      g.now.length,
      ...spreadCells(g.now, g.before),
    ],
  }))
  lines.push({
    cells: [null, { zh: '全县', en: 'county' }, these.length, ...spreadCells(these, those)],
    emphasis: 'total',
  })
  return {
    title,
    columns: [
      column('rank', '名次', 'place', 'integer'),
      header,
      column('people', '人数', 'people', 'integer'),
      ...spread(periodWords(now.period).last),
    ],
    lines,
  }
}

function unitTable(now: Result, before: Result | undefined): Table {
  const last = new Map(counted(before?.scored, 'unit').map(s => [s.subject.id, s]))
  const words = periodWords(now.period).last
  const ordered = counted(now.scored, 'unit').sort((a, b) => a.rank! - b.rank!)
  return {
    title: { zh: '按派出单位', en: 'By sponsor unit' },
    columns: [
      column('rank', '名次', 'place', 'integer'),
      column('unit', '派出单位', 'sponsor unit', 'text'),
      column('total', '得分', 'score'),
      column('last', words.zh, words.en),
      column('change', '增减', 'change'),
      column('lastRank', `${words.zh}名次`, 'place then', 'integer'),
      column('moved', '名次升降', 'places gained', 'integer'),
    ],
    lines: ordered.map(s => {
      const then = last.get(s.subject.id)
      return {
        cells: [
          s.rank,
          s.subject.name,
          s.score.total,
          then?.score.total ?? null,
          change(s.score.total, then?.score.total ?? null),
          then?.rank ?? null,
          then?.rank && s.rank ? then.rank - s.rank : null,
        ],
      }
    }),
  }
}

/** Points earned ÷ applicable weights of a line. */
function lineRate(of: readonly Scored[], line: string) {
  const items = of.flatMap(s =>
    s.score.items.filter(i => i.line === line && i.weight > 0 && i.points !== null),
  )
  return {
    part: items.reduce((sum, i) => sum + i.points!, 0),
    of: items.reduce((sum, i) => sum + i.weight, 0),
  }
}

function lineTable(now: Result, before: Result | undefined): Table {
  const [these, those] = [counted(now.scored, 'posting'), counted(before?.scored, 'posting')]
  const townships = [...new Set(these.map(s => s.subject.township))]
  const share = (rate: { part: number; of: number }) => rate.part / rate.of
  const words = periodWords(now.period).last
  return {
    title: { zh: '按线', en: 'By line' },
    columns: [
      column('line', '线', 'line', 'text'),
      column('rate', '得分率', 'share earned', 'percent'),
      column('last', words.zh, words.en, 'percent'),
      column('best', '最高乡镇', 'best township', 'text'),
      column('bestRate', '得分率', 'its rate', 'percent'),
      column('worst', '最低乡镇', 'lowest township', 'text'),
      column('worstRate', '得分率', 'its rate', 'percent'),
    ],
    lines: Object.entries(missionLines).map(([line, label]) => {
      const rates = townships
        .map(name => ({
          name,
          rate: lineRate(
            these.filter(s => s.subject.township === name),
            line,
          ),
        }))
        .filter(t => t.rate.of > 0)
        .sort((a, b) => share(b.rate) - share(a.rate))
      const [best, worst] = [rates[0], rates.at(-1)]
      return {
        cells: [
          label,
          lineRate(these, line),
          before ? lineRate(those, line) : null,
          best?.name ?? null,
          best?.rate ?? null,
          worst?.name ?? null,
          worst?.rate ?? null,
        ],
      }
    }),
  }
}

/** 横向对比: compares townships, units, kinds of village and lines, and a period with the one before. */
export function comparison(course: Course, state: Text, previous: string, span: Text): Document {
  const now = course.at(-1)!
  const before = course.length > 1 && course.at(-2)!.period === previous ? course.at(-2) : undefined
  const text = (key: string, zh: string, en: string) => column(key, zh, en, 'text')
  const coverage = coverageChart(now)
  const words = periodWords(now.period)
  const then = periodName(previous)
  return {
    title: { zh: `${words.of.zh}横向对比`, en: `${words.of.en} comparison` },
    subtitle: {
      zh: `${span.zh} 与 ${then.zh}${before ? '' : ` (${words.last.zh}没有冻结的结果)`}; ${state.zh}; 截至 ${now.asOf}`,
      en: `${span.en} and ${then.en}${before ? '' : ' (not frozen)'}; ${state.en}; as of ${now.asOf}`,
    },
    tables: [
      grouped(
        { zh: '按乡镇', en: 'By township' },
        text('township', '乡镇', 'township'),
        now,
        before,
        s => s.subject.township,
      ),
      unitTable(now, before),
      grouped(
        { zh: '按村类型', en: 'By kind of village' },
        text('villageKind', '村类型', 'kind of village'),
        now,
        before,
        s => s.subject.villageKind,
      ),
      lineTable(now, before),
    ],
    charts: [townshipChart(now, before), trendChart(course), ...(coverage ? [coverage] : [])],
    notes: [
      {
        zh: '平均分、名次不含不定等次的 (时间过短、适用分值不足、农户名册未录入) 和无得分的; 极差 = 最高 − 最低。得分率 = 得分之和 ÷ 适用分值之和。',
        en: 'Means and places leave out subjects without a score and those not graded (too few days in office, too few applicable points, no household list); spread = highest − lowest. Share earned = points ÷ applicable weights.',
      },
    ],
  }
}
