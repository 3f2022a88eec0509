import { addDays } from '../kernel/calendar.ts'
import { duty } from '../kernel/cli/facts.ts'
import { optional } from '../kernel/schema/field.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { setting } from '../kernel/schema/setting.ts'
import { dutiesSince } from '../roster/county.ts'
import { posting } from '../roster/posting.ts'
import { answeringNow } from '../roster/serving.ts'
import { village } from '../roster/village.ts'
import { placeOf } from './succession.ts'

export const briefing = register({
  name: 'briefing',
  label: { zh: '村情民情座谈会', en: 'village briefing' },
  about: {
    zh: '新任驻村干部到村后召开的一次村情民情座谈会。',
    en: 'One meeting after arrival, at which the village briefs the newcomer.',
  },
  key: ['village', 'date'],
  filledBy: 'secretary',
  on: 'date',
  fields: {
    village: reference(() => village, { zh: '村', en: 'village' }),
    date: date({ zh: '日期', en: 'date', aliases: ['座谈日期', '座谈时间', '召开时间', '会议时间'] }),
    posting: reference(() => posting, {
      zh: '召集人',
      en: 'convener',
      aliases: ['主持人', '驻村干部', '第一书记'],
    }),
    attendees: optional(
      integer(
        { zh: '参会人数', en: 'people present', aliases: ['人数', '参加人数'] },
        { max: 9999, units: ['人'] },
      ),
    ),
    summary: optional(text({ zh: '主要情况', en: 'summary', aliases: ['座谈内容', '会议内容', '主要内容'] })),
  },
  list: ['date', 'village', 'posting', 'attendees', 'summary'],
  example: { village: '张老湾村', date: '2024-02-02', posting: '张三', attendees: '18' },
})

export const briefingDays = setting({
  name: 'briefing.days',
  field: integer(
    { zh: '村情民情座谈会期限 (到村后几天内)', en: 'days for the village briefing after arrival' },
    { min: 1, max: 365 },
  ),
  fallback: '15',
})

/** The village holds a briefing within `briefing.days` of the arrival of the person who answers for it. */
export const briefingDuty = duty({
  name: 'briefing',
  label: { zh: '村情民情座谈会', en: 'village briefing' },
  next: 'cun briefing add',
  *rows(facts, open) {
    const days = facts.settings.get(briefingDays)
    const since = facts.settings.get(dutiesSince)
    const held = new Map<number, string[]>()
    const rows = facts.db
      .prepare('select village, date from briefing where date <= ? order by date')
      .raw()
      .iterate(facts.asOf) as Iterable<[number, string]>
    for (const [place, day] of rows) held.set(place, [...(held.get(place) ?? []), day])
    for (const p of answeringNow(facts)) {
      const due = addDays(p.start, days)
      const done = (held.get(p.village) ?? []).find(day => day >= p.start) ?? null
      if (due < since || (open && done)) continue
      yield {
        who: p.name,
        what: { zh: `${p.start} 到村`, en: `arrived ${p.start}` },
        group: String(p.id),
        place: placeOf(p),
        due,
        done,
        next: `cun briefing add --village ${facts.directories.of(village).label(p.village)} --posting ${p.name} --date DATE`,
        register: 'posting',
        record: p.id,
        subject: p.id,
      }
    }
  },
})
