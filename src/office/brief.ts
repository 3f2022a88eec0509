import { paper } from '../kernel/cli/line.ts'
import type { Line } from '../kernel/document/document.ts'
import { countyName } from '../roster/county.ts'
import { figures } from './brief-figures.ts'
import { carriedOver } from './carried-paper.ts'

/** 简报: the county's figures on its five lines, each computed from records. */
export const briefPaper = paper({
  name: 'brief',
  label: { zh: '五条线工作简报', en: 'brief on the five lines' },
  example: 'cun report brief --as-of 2024-07-26',
  make(facts) {
    const labels = new Map(facts.lines.map(l => [l.name, l.label]))
    const lines: Line[] = figures(facts).map(f => ({
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
            { key: 'value', label: { zh: '数', en: 'number' }, type: 'number' },
            { key: 'scope', label: { zh: '口径', en: 'scope' }, type: 'text' },
          ],
          lines,
        },
      ],
      notes: [
        ...(facts.asOf.endsWith('-12-31') ? [carriedOver(facts)] : []),
        {
          zh: '各数均由台账记录算出; 本轮起始日由设置 round.start 定。政策培训与业务培训分别统计。',
          en: 'Every figure is computed from records; the round starts on the date in the setting round.start. Policy and skills trainings are counted separately.',
        },
      ],
    }
  },
})
