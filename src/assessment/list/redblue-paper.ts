import type { Facts } from '../../kernel/cli/facts.ts'
import type { Document, Line, Table } from '../../kernel/document/document.ts'
import type { Text } from '../../kernel/text.ts'
import { colours, consecutiveBlues, type Entry, entriesOf, followKinds, publishedEntries } from './redblue.ts'

function state(e: Entry): Text {
  if (e.decision === 'dropped')
    return { zh: `不列入${e.why ? `: ${e.why}` : ''}`, en: `dropped${e.why ? `: ${e.why}` : ''}` }
  if (e.published) return { zh: `${e.published} 公布`, en: `published ${e.published}` }
  if (e.decision) return { zh: '已决定, 待公布', en: 'decided' }
  return e.objection
    ? { zh: `有异议 (${e.objector}): ${e.objection}`, en: `objection (${e.objector}): ${e.objection}` }
    : { zh: '待决定', en: 'proposed' }
}

/** Kept entries of one colour for a public paper: only name, facts and, for blue, times running. */
export function publishedTable(
  entries: readonly Entry[],
  colour: Entry['colour'],
  times: (e: Entry) => number,
): Table {
  const of = entries.filter(e => e.colour === colour && e.decision === 'kept')
  const isBlue = colour === 'blue'
  return {
    title: colours[colour],
    columns: [
      { key: 'place', label: { zh: '序号', en: 'no.' }, type: 'integer' },
      { key: 'name', label: { zh: '名称', en: 'name' }, type: 'text' },
      { key: 'facts', label: { zh: '主要事实', en: 'facts' }, type: 'text' },
      ...(isBlue ? [{ key: 'times', label: { zh: '连续', en: 'running' }, type: 'text' } as const] : []),
    ],
    lines: of.map((e, i) => ({
      cells: [i + 1, e.name, e.facts, ...(isBlue ? [running(times(e))] : [])],
      emphasis: colour,
    })),
  }
}

export const running = (count: number): Text | null =>
  count > 1 ? { zh: `连续 ${count} 次`, en: `${count} times running` } : null

/** The list of a period, or of all, with the state of each entry; red entries in red, blue in blue. */
export function listDocument(facts: Facts, period: string | undefined): Document {
  const entries = entriesOf(facts, period)
  const blues = consecutiveBlues([...publishedEntries(facts).filter(e => e.period !== period), ...entries])
  const hasEditions = entries.some(e => e.edition > 1)
  const newest = [...entries].sort((a, b) => b.edition - a.edition)[0]
  const lines: Line[] = entries.map(e => ({
    cells: [
      e.period,
      ...(hasEditions ? [e.edition] : []),
      colours[e.colour],
      e.name,
      e.facts,
      state(e),
      e.colour === 'blue' ? running(blues(e.kind, e.subject, e.period)) : null,
      e.follow ? followKinds[e.follow] : null,
      e.due,
      e.closed,
    ],
    emphasis: e.decision === 'dropped' ? undefined : e.colour,
  }))
  // Entries that a later edition replaced do not count.
  const published = publishedEntries(facts).filter(e => period === undefined || e.period === period)
  const count = (colour: Entry['colour']) => published.filter(e => e.colour === colour).length
  return {
    title: { zh: '红蓝榜', en: 'Red and blue list' },
    subtitle: {
      zh: `${period ?? '各期'}; 截至 ${facts.asOf}; 已公布红榜 ${count('red')} 个, 蓝榜 ${count('blue')} 个`,
      en: `${period ?? 'all periods'}; as of ${facts.asOf}; published: ${count('red')} red, ${count('blue')} blue`,
    },
    tables: [
      {
        columns: [
          { key: 'period', label: { zh: '考核期', en: 'period' }, type: 'text' },
          ...(hasEditions
            ? [{ key: 'edition', label: { zh: '版', en: 'edition' }, type: 'integer' } as const]
            : []),
          { key: 'colour', label: { zh: '榜', en: 'list' }, type: 'text' },
          { key: 'name', label: { zh: '名称', en: 'name' }, type: 'text' },
          { key: 'facts', label: { zh: '主要事实', en: 'facts' }, type: 'text' },
          { key: 'state', label: { zh: '办理', en: 'state' }, type: 'text' },
          { key: 'times', label: { zh: '连续', en: 'running' }, type: 'text' },
          { key: 'follow', label: { zh: '跟进', en: 'follow-up' }, type: 'text' },
          { key: 'due', label: { zh: '期限', en: 'by' }, type: 'date' },
          { key: 'closed', label: { zh: '办结', en: 'closed' }, type: 'date' },
        ],
        lines,
      },
    ],
    notes: newest && period ? [{ zh: `认定依据: ${newest.basis}`, en: `Basis: ${newest.basis}` }] : [],
  }
}
