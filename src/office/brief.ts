import { factsOn } from '../kernel/cli/facts.ts'
import { paper } from '../kernel/cli/line.ts'
import type { Line } from '../kernel/document/document.ts'
import { countyName } from '../roster/county.ts'
import { noRound, roundNamed, roundOn, roundOption, roundUntil } from '../roster/round.ts'
import { figures } from './brief-figures.ts'
import { carriedOver } from './carried-paper.ts'

/** 简报: the county's figures on its five lines, each computed from records. */
export const briefPaper = paper({
  name: 'brief',
  label: { zh: '五条线工作简报', en: 'brief on the five lines' },
  example: 'cun report brief --as-of 2024-07-26',
  options: [roundOption],
  make(now, _, options) {
    const asked = options.round === undefined ? undefined : roundNamed(now, options.round)
    // Of a round that is over: the brief of its last day.
    const facts = asked ? factsOn(now, roundUntil(asked, now.asOf)) : now
    const round = asked ?? roundOn(facts, facts.asOf)
    const labels = new Map(facts.lines.map(l => [l.name, l.label]))
    const lines: Line[] = figures(facts, round).map(f => ({
      cells: [labels.get(f.line)!, f.item, f.said, f.value, f.scope],
    }))
    return {
      title: { zh: '驻村第一书记“五条线”工作简报', en: 'First secretaries: brief on the five lines' },
      subtitle: {
        zh: `${facts.settings.get(countyName)}, 截至 ${facts.asOf}`,
        en: `${facts.settings.get(countyName)}, as of ${facts.asOf}`,
      },
      tables: [
        {
          columns: [
            { key: 'line', label: { zh: '线', en: 'line' }, type: 'text' },
            { key: 'item', label: { zh: '事项', en: 'item' }, type: 'text' },
            { key: 'said', label: { zh: '情况', en: 'figure' }, type: 'text' },
            { key: 'value', label: { zh: '数 (金额: 元)', en: 'number (amounts: yuan)' }, type: 'number' },
            { key: 'scope', label: { zh: '口径', en: 'scope' }, type: 'text' },
          ],
          lines,
        },
      ],
      notes: [
        ...(facts.asOf.endsWith('-12-31') ? [carriedOver(facts)] : []),
        {
          zh: '各数均由台账记录算出; 本轮的起止日见轮次台账 (cun round list)。政策培训与业务培训分别统计。',
          en: 'Every figure is computed from records; the days of a round stand in its register (cun round list). Policy and skills trainings are counted separately.',
        },
        ...(round ? [] : [noRound(facts.asOf)]),
      ],
    }
  },
})
