import { duty, type Facts } from '../../kernel/cli/facts.ts'
import { verb } from '../../kernel/cli/line.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Row } from '../../kernel/schema/types.ts'
import { shellWord } from '../../kernel/text.ts'
import { called } from '../../roster/reform.ts'
import { periodArg } from '../score/asked.ts'
import { type Entry, entriesOf, followKinds, redblue } from './redblue.ts'
import { change, nameArg, named, refuseIfEarlier } from './redblue-entries.ts'
import { followByRule, issues, outdatedFollow, publishedEntries } from './standing.ts'

/** The published entry with this name that holds; the newest edition is followed up. */
function published(facts: Facts, period: string, name: string): Entry {
  const holding = publishedEntries(facts).filter(e => e.period === period)
  const all = entriesOf(facts, period).filter(e => e.decision === 'kept' && !e.withdrawn)
  const hasLapsed = (e: Entry) => !holding.some(h => h.kind === e.kind && h.subject === e.subject)
  const entry = named(facts, [...holding, ...all.filter(hasLapsed)], period, name)
  if (!entry.published) {
    refuse(
      'input',
      'redblue.not-published',
      { zh: `${entry.name} 还没有公布`, en: `${entry.name} is not published yet` },
      {
        zh: `先执行 cun redblue publish ${period} --number 文号`,
        en: `first run cun redblue publish ${period} --number NUMBER`,
      },
    )
  }
  if (hasLapsed(entry)) {
    const { edition } = issues(facts).get(period)!
    refuse(
      'input',
      'redblue.replaced',
      {
        zh: `${period} 第 ${edition} 版公布后, ${entry.name} 不再列入`,
        en: `edition ${edition} of ${period} was published without ${entry.name}`,
      },
      {
        zh: `不用跟进; 查看: cun redblue list ${period}`,
        en: `no follow-up is due; see cun redblue list ${period}`,
      },
    )
  }
  return entry
}

export const follow = verb({
  noun: 'redblue',
  name: 'follow',
  label: { zh: '蓝榜跟进: 方式、期限、办结', en: 'follow up an entry' },
  args: [periodArg, nameArg],
  options: [
    {
      flags: '--kind <word>',
      label: { zh: '表扬、提醒、约谈 或 限期整改', en: 'praise, reminder, talk or rectification' },
      isAsked: true,
      field: redblue.fields.follow,
    },
    {
      flags: '--due <date>',
      label: { zh: '期限', en: 'deadline' },
      isAsked: true,
      field: redblue.fields.due,
    },
    {
      flags: '--closed <date>',
      label: { zh: '办结日期', en: 'closed on' },
      isAsked: true,
      field: redblue.fields.closed,
    },
    {
      flags: '--outcome <text>',
      label: { zh: '结果', en: 'outcome' },
      isAsked: true,
      field: redblue.fields.outcome,
    },
  ],
  isWriting: true,
  example: 'cun redblue follow 2024Q2 示例一局 --closed 2024-07-26 --outcome 已整改',
  run(call, [period, name], options) {
    refuseIfEarlier(call, period, call.asOf)
    const entry = published(call, period, name)
    const { kind, due, closed, outcome } = options
    const given = { follow: kind, due, closed, outcome: outcome?.trim() }
    const values: Partial<Row> = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    )
    if (Object.keys(values).length === 0) {
      refuse(
        'usage',
        'usage.nothing-given',
        { zh: '没有说跟进什么', en: 'no follow-up was given' },
        {
          zh: `给出 --kind (${Object.values(followKinds)
            .map(k => k.zh)
            .join('、')})、--due、--closed 或 --outcome`,
          en: 'give --kind, --due, --closed or --outcome',
        },
      )
    }
    const batch = change(call, 'redblue follow', [entry], () => values)
    call.done({ zh: `${entry.name} 的跟进已记录`, en: `${entry.name}: follow-up recorded` }, batch, {
      zh: `${entry.name} 的跟进`,
      en: `${entry.name}`,
    })
    return 0
  },
})

/** A blue entry is followed up by its deadline; the listed unit is responsible. */
export const followDuty = duty({
  name: 'redblue.follow',
  label: { zh: '蓝榜跟进', en: 'blue-list follow-up' },
  next: 'cun redblue follow QUARTER NAME --closed DATE',
  *rows(facts, open) {
    for (const e of publishedEntries(facts)) {
      if (e.colour !== 'blue' || !e.due || (open && e.closed)) continue
      const outdated = outdatedFollow(facts, e)
      const how = followKinds[outdated ? followByRule(outdated.now) : (e.follow ?? 'remind')]
      yield {
        who: e.kind === 'unit' ? called(facts, e.subject, e.name) : e.name,
        what: { zh: `${e.period} ${how.zh}`, en: `${e.period} ${how.en}` },
        group: String(e.id),
        place: [],
        due: e.due,
        done: e.closed,
        next: `cun redblue follow ${e.period} ${shellWord(e.name)} --closed DATE`,
        register: 'redblue',
        record: e.id,
      }
    }
  },
})
