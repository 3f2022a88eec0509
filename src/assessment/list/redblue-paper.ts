import type { Facts } from '../../kernel/cli/facts.ts'
import type { Document, Line, Table } from '../../kernel/document/document.ts'
import { both, shellWord, type Text } from '../../kernel/text.ts'
import { colours, type Entry, entriesOf, followKinds } from './redblue.ts'
import { followByRule, outdatedFollow, publishedEntries, replacing, timesRunning } from './standing.ts'

function state(e: Entry, replacedBy: number | undefined): Text {
  if (e.withdrawn) {
    return {
      zh: `${e.withdrawn} 撤回: ${e.withdrawReason}`,
      en: `withdrawn ${e.withdrawn}: ${e.withdrawReason}`,
    }
  }
  if (e.decision === 'dropped')
    return { zh: `不列入${e.why ? `: ${e.why}` : ''}`, en: `dropped${e.why ? `: ${e.why}` : ''}` }
  if (e.published) {
    return {
      zh: `${e.published} 公布${replacedBy ? `, 已由第 ${replacedBy} 版取代` : ''}`,
      en: `published ${e.published}${replacedBy ? `, replaced by edition ${replacedBy}` : ''}`,
    }
  }
  if (replacedBy) {
    return {
      zh: `未公布, 已由第 ${replacedBy} 版取代`,
      en: `not published, replaced by edition ${replacedBy}`,
    }
  }
  if (e.decision) return { zh: '已决定, 待公布', en: 'decided' }
  return e.objection
    ? { zh: `有异议 (${e.objector}): ${e.objection}`, en: `objection (${e.objector}): ${e.objection}` }
    : { zh: '待决定', en: 'proposed' }
}

/** Entries of one colour for a public paper: only name, facts and, if any blue one has them, times running. */
export function publishedTable(
  entries: readonly Entry[],
  colour: Entry['colour'],
  times: (e: Entry) => number,
): Table {
  const of = entries.filter(e => e.colour === colour)
  const runs = colour === 'blue' && of.some(e => times(e) > 1)
  return {
    title: colours[colour],
    columns: [
      { key: 'place', label: { zh: '序号', en: 'no.' }, type: 'integer' },
      { key: 'name', label: { zh: '名称', en: 'name' }, type: 'text' },
      { key: 'facts', label: { zh: '主要事实', en: 'facts' }, type: 'text' },
      ...(runs ? [{ key: 'times', label: { zh: '连续', en: 'running' }, type: 'text' } as const] : []),
    ],
    lines: of.map((e, i) => ({
      cells: [i + 1, e.name, e.facts, ...(runs ? [running(times(e))] : [])],
      emphasis: colour,
    })),
  }
}

const running = (count: number): Text | null =>
  count > 1 ? { zh: `连续 ${count} 次`, en: `${count} times running` } : null

/** The list of a period, or of all, with the state of each entry; red entries in red, blue in blue. */
export function listDocument(facts: Facts, period: string | undefined): Document {
  const entries = entriesOf(facts, period)
  const times = timesRunning(facts)
  const replaced = replacing(facts)
  const hasEditions = entries.some(e => e.edition > 1)
  const notes: Text[] = []
  const lines: Line[] = entries.map(e => {
    const replacedBy = replaced(e)
    const stands = !e.withdrawn && e.decision !== 'dropped' && !replacedBy
    const outdated = stands ? outdatedFollow(facts, e) : undefined
    if (outdated) notes.push(outdatedNote(e, outdated))
    const follow = outdated ? followByRule(outdated.now) : e.follow
    return {
      cells: [
        e.period,
        ...(hasEditions ? [e.edition] : []),
        colours[e.colour],
        e.name,
        e.facts,
        state(e, replacedBy),
        stands && e.colour === 'blue' ? running(times(e)) : null,
        stands && follow ? followKinds[follow] : null,
        stands ? e.due : null,
        e.closed,
      ],
      emphasis: stands ? e.colour : undefined,
    }
  })
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
    notes: [...notes, ...(period ? bases(entries) : [])],
  }
}

/** Why the follow-up shown is not the one that was set when the entry was published. */
function outdatedNote(e: Entry, { then, now }: { readonly then: number; readonly now: number }): Text {
  const [was, is] = [followKinds[followByRule(then)], followKinds[followByRule(now)]]
  const command = `cun redblue follow ${e.period} ${shellWord(e.name)} --kind`
  return {
    zh: `${e.period} ${e.name}: 公布时为连续 ${then} 次 (${was.zh}), 前面的季度另行公布后为 ${now} 次 (${is.zh}); 改记: ${command} ${is.zh}`,
    en: `${e.period} ${e.name}: published as ${then} times running (${was.en}); since an earlier quarter was published again it is ${now} (${is.en}); to record it: ${command} ${is.en}`,
  }
}

/** Basis and proposer of the entries that stand in the newest edition; with names where they are not those of most. */
function bases(entries: readonly Entry[]): Text[] {
  const newest = Math.max(...entries.map(e => e.edition))
  const names = new Map<string, string[]>()
  for (const e of entries) {
    if (e.edition !== newest || e.withdrawn) continue
    const said = JSON.stringify([e.basis, e.proposer])
    names.set(said, [...(names.get(said) ?? []), e.name])
  }
  return [...names]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([said, of], i) => {
      const [basis, proposer] = JSON.parse(said) as [string, string]
      // The basis of a proposal by hand names who made it, unless another basis was given.
      const by = basis.endsWith(proposer)
        ? both('')
        : { zh: `; 提出人 ${proposer}`, en: `; proposed by ${proposer}` }
      return {
        zh: `认定依据${i === 0 ? '' : ` (${of.join('、')})`}: ${basis}${by.zh}`,
        en: `Basis${i === 0 ? '' : ` (${of.join(', ')})`}: ${basis}${by.en}`,
      }
    })
}
