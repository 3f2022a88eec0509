import { addDays, daysBetween } from '../kernel/calendar.ts'
import { type Facts, factsOn } from '../kernel/cli/facts.ts'
import { paper } from '../kernel/cli/line.ts'
import type { Column, Line } from '../kernel/document/document.ts'
import { counted, type Text } from '../kernel/text.ts'
import { countyName } from '../roster/county.ts'
import {
  noRound,
  type Round,
  roundNamed,
  roundOn,
  roundOption,
  roundSpan,
  roundUntil,
} from '../roster/round.ts'
import { figures } from './brief-figures.ts'

/** The brief's figures of a whole round, up to its last day, or to as-of while it runs. */
function briefOf(facts: Facts, found: Round | undefined) {
  if (!found) return []
  return figures(factsOn(facts, roundUntil(found, facts.asOf)), found, true)
}

const column = (key: string, zh: string, en: string, type: Column['type'] = 'text'): Column => ({
  key,
  label: { zh, en },
  type,
})

/** 轮次对比: the figures of the brief of a round and of the one before. */
export const roundsPaper = paper({
  name: 'rounds',
  label: { zh: '轮次对比: 本轮与上一轮', en: 'this round against the last' },
  options: [roundOption],
  example: 'cun report rounds --as-of 2024-07-26',
  make(facts, _, options) {
    const { asOf } = facts
    const now = options.round === undefined ? roundOn(facts, asOf) : roundNamed(facts, options.round)
    const before = now && roundOn(facts, addDays(now.start, -1))
    const then = new Map(briefOf(facts, before).map(f => [f.item.zh, f]))
    const labels = new Map(facts.lines.map(l => [l.name, l.label]))
    const lines: Line[] = briefOf(facts, now).map(f => {
      const last = then.get(f.item.zh)
      const change = f.value === null || last?.value == null ? null : f.value - last.value
      return {
        cells: [
          labels.get(f.line)!,
          f.item,
          f.said,
          last?.said ?? null,
          f.value,
          last?.value ?? null,
          change === null ? null : Math.round(change * 100) / 100,
        ],
      }
    })
    return {
      title: { zh: '轮次对比', en: 'This round against the last' },
      subtitle: {
        zh: `${facts.settings.get(countyName)}, 截至 ${asOf}`,
        en: `${facts.settings.get(countyName)}, as of ${asOf}`,
      },
      tables: [
        {
          columns: [
            column('line', '线', 'line'),
            column('item', '事项', 'item'),
            column('said', '本轮', 'this round'),
            column('saidLast', '上一轮', 'last round'),
            { ...column('value', '本轮数', 'number', 'number'), isForScripts: true },
            { ...column('valueLast', '上一轮数', 'number then', 'number'), isForScripts: true },
            column('change', '增减', 'change', 'number'),
          ],
          lines,
        },
      ],
      notes: [
        ...(now ? [named('本轮', 'This round', now, asOf)] : [noRound(asOf)]),
        ...(now && !before ? [{ zh: '此前没有登记轮次。', en: 'No earlier round is on record.' }] : []),
        ...(before ? [named('上一轮', 'Last round', before, asOf)] : []),
        {
          zh: '事项与简报相同, 都按整轮计, 到它最后一天为止, 没有结束的到截至日; 简报中按年计的数这里也按整轮计, 计划期数按所涉各年全年计; 逾期数和指导组数按最后一天的情况计。',
          en: 'The items are those of the brief, counted for the whole round up to its last day, or to as-of while it runs; so is what the brief counts by year, and what was planned is that of all years touched. What is overdue, and the guidance groups, are those of the last day.',
        },
      ],
    }
  },
})

function named(zh: string, en: string, found: Round, asOf: string): Text {
  const span = roundSpan(found, asOf)
  const days = daysBetween(found.start, roundUntil(found, asOf)) + 1
  return { zh: `${zh}: ${span.zh}, 计 ${days} 天。`, en: `${en}: ${span.en}; ${counted(days, 'day')}.` }
}
