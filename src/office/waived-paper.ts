import { addDays } from '../kernel/calendar.ts'
import { duties } from '../kernel/cli/deadlines.ts'
import { type Duty, type DutyRow, type Facts, factsOn } from '../kernel/cli/facts.ts'
import { type Overview, paper } from '../kernel/cli/line.ts'
import type { Line } from '../kernel/document/document.ts'
import { both } from '../kernel/text.ts'
import { listedDays, spanned } from '../roster/county.ts'
import { posting } from '../roster/posting.ts'
import { type Waiver, waiver, waiverKey, waivers } from '../roster/waiver.ts'
import { townshipNamed, townshipOption } from './overdue.ts'

/** 核销: what was written off in a period, as it stood on the day of the decision. */
export const waivedPaper = paper({
  name: 'waived',
  label: { zh: '核销事项', en: 'deadlines written off' },
  period: 'year',
  options: [townshipOption],
  example: 'cun report waived 2024',
  make(facts, period, options) {
    const days = listedDays(facts, period)
    const place = townshipNamed(facts, options.township)
    const find = rowsThen(facts)
    const lines: Line[] = waivers(facts)
      .filter(w => w.on >= days.from && w.on <= days.until)
      .map(w => ({ w, ...find(w) }))
      .filter(({ row }) => !place || row.place?.[0] === place[0])
      .map(({ w, duty, row }) => ({
        cells: [
          w.on,
          row.place?.[0] ?? null,
          row.place?.[1] ?? null,
          row.who,
          duty?.label ?? w.duty,
          row.what,
          w.due,
          w.why,
          w.decider,
        ],
      }))
    const span = spanned(period, days)
    return {
      title: { zh: '核销事项', en: 'Deadlines written off' },
      subtitle: { zh: `${span.zh}, 共 ${lines.length} 项`, en: `${span.en}; ${lines.length} in all` },
      tables: [
        {
          columns: [
            { key: 'on', label: waiver.fields.on.label, type: 'date' },
            { key: 'township', label: { zh: '乡镇', en: 'township' }, type: 'text', weight: -1 },
            { key: 'village', label: { zh: '村', en: 'village' }, type: 'text' },
            { key: 'who', label: { zh: '责任人', en: 'who' }, type: 'text' },
            { key: 'duty', label: { zh: '事项', en: 'duty' }, type: 'text' },
            { key: 'what', label: { zh: '对象', en: 'what' }, type: 'text' },
            { key: 'due', label: waiver.fields.due.label, type: 'date' },
            { key: 'why', label: waiver.fields.why.label, type: 'text' },
            { key: 'decider', label: waiver.fields.decider.label, type: 'text' },
          ],
          lines,
        },
      ],
      notes: [
        {
          zh: '核销不算完成: 考核指标和得分不因核销改变。责任人和对象是决定当天的。',
          en: 'What is written off is not done: no measure or score changes. Who and what are those of the day of the decision.',
        },
      ],
    }
  },
})

type Shown = Pick<DutyRow, 'who' | 'what'> & Partial<Pick<DutyRow, 'place'>>

/**
 * The row of a waiver on its day or, of a recurring duty, which is due anew from that day, on the day before. A row
 * that is no longer raised is told by its record and the person.
 */
function rowsThen(facts: Overview): (w: Waiver) => { duty?: Duty; row: Shown } {
  const byName = new Map(duties(facts.lines, undefined).map(d => [d.name, d]))
  const known = new Map<string, ReadonlyMap<string, DutyRow>>()
  const rowsOn = (duty: Duty, day: string) => {
    const key = `${day} ${duty.name}`
    const found =
      known.get(key) ??
      new Map([...duty.rows(factsOn<Facts>(facts, day), false)].map(r => [waiverKey(duty, r), r]))
    known.set(key, found)
    return found
  }
  return w => {
    const duty = byName.get(w.duty)
    const key = duty && waiverKey(duty, w)
    const row = duty && (rowsOn(duty, w.on).get(key!) ?? rowsOn(duty, addDays(w.on, -1)).get(key!))
    if (row) return { duty, row }
    const of = facts.registers.find(r => r.name === w.register)
    const what = of
      ? `${of.label.zh} ${facts.directories.of(of).label(w.record)}`
      : `${w.register} ${w.record}`
    const who = w.subject === null ? both('') : facts.directories.of(posting).label(w.subject)
    return { duty, row: { what, who } }
  }
}
