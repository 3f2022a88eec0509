import { verb } from '../../kernel/cli/line.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Row } from '../../kernel/schema/types.ts'
import { periodArg } from '../score/asked.ts'
import { entriesOf, followKinds, redblue } from './redblue.ts'
import { change, nameArg, named } from './redblue-entries.ts'

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
    // If a quarter is published more than once, the newest edition is followed up.
    const newest = entriesOf(call, period)
      .filter(e => e.decision === 'kept')
      .sort((a, b) => Number(!!b.published) - Number(!!a.published) || b.edition - a.edition)
    const entry = named(newest, period, name)
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
