import { addDays, later } from '../kernel/calendar.ts'
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
import { lastWaived } from '../roster/waiver.ts'
import { placeOf } from './succession.ts'

/** Entries are never counted, scored or ranked (整治形式主义为基层减负若干规定; the article asks only for review). */
export const diary = register({
  name: 'diary',
  label: { zh: '驻村日记', en: 'village diary' },
  about: {
    zh: '驻村日记的一篇; 只供乡镇定期审阅, 不计篇数、不打分、不排名。',
    en: 'One entry of a diary, for the township to read; entries are never counted, scored or ranked.',
  },
  key: ['posting', 'date'],
  filledBy: 'secretary',
  on: 'date',
  fields: {
    posting: reference(() => posting, { zh: '姓名', en: 'name', aliases: ['日志作者', '作者', '驻村干部'] }),
    date: date({ zh: '日期', en: 'date', aliases: ['日记日期', '记录日期', '时间'] }),
    text: text({ zh: '内容', en: 'text', aliases: ['日记内容', '工作内容', '工作进展'] }, { max: 10_000 }),
    difficulties: optional(
      text(
        { zh: '困难和建议', en: 'difficulties', aliases: ['面临困难', '存在困难', '困难'] },
        { nothing: true },
      ),
    ),
  },
  list: ['date', 'posting', 'text', 'difficulties'],
  example: { village: '张老湾村', posting: '张三', date: '2024-02-05', text: '走访五户, 商议修渠' },
})

export const reviewDays = setting({
  name: 'diary.review.days',
  field: integer(
    { zh: '乡镇审阅驻村日记的间隔 (天)', en: 'days between a township’s reviews of a diary' },
    { min: 1, max: 365 },
  ),
  fallback: '30',
})

/**
 * The township reviews each diary within `diary.review.days` of the last day reviewed, the arrival, day one or the
 * day on which a review was written off, whichever is latest: a diary that was never reviewed is raised too.
 */
export const reviewDuty = duty({
  name: 'diary.review',
  each: 'due',
  label: { zh: '日记审阅', en: 'diary review' },
  next: 'cun diary review NAME --reviewer NAME',
  *rows(facts) {
    const days = facts.settings.get(reviewDays)
    const since = facts.settings.get(dutiesSince)
    const waived = lastWaived(facts, 'diary.review')
    const last = new Map(
      facts.db
        .prepare('select posting, max(until) from review where date <= ? group by posting')
        .raw()
        .all(facts.asOf) as [number, string][],
    )
    for (const p of answeringNow(facts)) {
      const read = last.get(p.id)
      const due = addDays(later(later(read ?? p.start, since), waived.get(p.id) ?? since), days)
      yield {
        who: p.townshipName,
        what: read
          ? { zh: `${p.name} (上次审阅至 ${read})`, en: `${p.name} (reviewed up to ${read})` }
          : { zh: `${p.name} (尚未审阅)`, en: `${p.name} (not yet reviewed)` },
        group: String(p.township),
        place: placeOf(p),
        due,
        done: null,
        isNever: !read,
        next: `cun diary review ${facts.directories.of(posting).label(p.id)} --reviewer NAME`,
        register: 'posting',
        record: p.id,
      }
    }
  },
})
