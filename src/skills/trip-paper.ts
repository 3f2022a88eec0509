import { paper } from '../kernel/cli/line.ts'
import { paperCell } from '../kernel/cli/record-document.ts'
import type { Line } from '../kernel/document/document.ts'
import { records } from '../kernel/store/records.ts'
import { listedDays, spanned } from '../roster/county.ts'
import { trip } from './trip.ts'

/** 外出学习 of a period by kind of organiser: number of trips, people and destinations. */
export const tripPaper = paper({
  name: 'trip',
  label: { zh: '外出学习情况 (按组织方式)', en: 'study trips by organiser' },
  period: 'year',
  example: 'cun report trip 2024',
  make(facts, period) {
    const days = listedDays(facts, period)
    const { from, until } = days
    const kinds = ['county', 'township', 'self'] as const
    const all = [...records(facts.db, trip, 'where date between ? and ?', [from, until])].sort((a, b) =>
      String(a.date) < String(b.date) ? -1 : 1,
    )
    const sums = (rows: typeof all): Line['cells'] => {
      const people = rows.flatMap(r => r.participants as number[])
      return [
        rows.length,
        rows.reduce((sum, r) => sum + ((r.days as number | null) ?? 0), 0),
        people.length,
        new Set(people).size,
        rows.filter(r => r.applied != null).length,
      ]
    }
    const label = (kind: string) => paperCell(facts, trip.fields.organiser, kind)
    return {
      title: { zh: '外出学习情况', en: 'Study trips' },
      subtitle: spanned(period, days),
      tables: [
        {
          title: { zh: '按组织方式', en: 'By organiser' },
          columns: [
            { key: 'organiser', label: trip.fields.organiser.label, type: 'text' },
            { key: 'times', label: { zh: '次数', en: 'trips' }, type: 'integer' },
            { key: 'days', label: { zh: '天数', en: 'days' }, type: 'integer' },
            { key: 'visits', label: { zh: '人次', en: 'places taken' }, type: 'integer' },
            { key: 'people', label: { zh: '人数', en: 'people' }, type: 'integer' },
            { key: 'applied', label: { zh: '有转化情况', en: 'applied at home' }, type: 'integer' },
          ],
          lines: [
            ...kinds.map(k => ({ cells: [label(k), ...sums(all.filter(r => r.organiser === k))] })),
            { cells: [{ zh: '合计', en: 'total' }, ...sums(all)], emphasis: 'total' as const },
          ],
        },
        {
          title: { zh: '各次', en: 'Trips' },
          columns: [
            { key: 'number', label: { zh: '记录号', en: 'number' }, type: 'integer' },
            { key: 'date', label: trip.fields.date.label, type: 'date' },
            { key: 'destination', label: trip.fields.destination.label, type: 'text' },
            { key: 'organiser', label: trip.fields.organiser.label, type: 'text' },
            { key: 'topic', label: trip.fields.topic.label, type: 'text' },
            { key: 'people', label: { zh: '人数', en: 'people' }, type: 'integer' },
            { key: 'applied', label: trip.fields.applied.label, type: 'text' },
          ],
          lines: all.map(r => ({
            cells: [
              r.id,
              r.date as string,
              r.destination as string,
              label(r.organiser as string),
              r.topic as string | null,
              (r.participants as number[]).length,
              r.applied as string | null,
            ],
          })),
        },
      ],
      notes: [
        {
          zh: '次数按日期、地点、组织方式计; 人次为各次参加人数之和, 人数不重复计。',
          en: 'A trip is one day, destination and organiser; places taken are summed, people are counted once.',
        },
      ],
    }
  },
})
