import { addDays, earlier } from '../kernel/calendar.ts'
import type { Carried } from '../kernel/cli/carry-over.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { option } from '../kernel/cli/line.ts'
import { namedRecord } from '../kernel/commands/merge.ts'
import { refuse } from '../kernel/errors.ts'
import { fault, optional } from '../kernel/schema/field.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { settingRegister } from '../kernel/schema/setting.ts'
import type { Candidate, RecordOf } from '../kernel/schema/types.ts'
import type { Database } from '../kernel/store/database.ts'
import type { Text } from '../kernel/text.ts'

const fields = {
  name: text({ zh: '轮次名称', en: 'round', aliases: ['轮次', '驻村轮次'] }, { max: 30 }),
  start: date(
    { zh: '起始日', en: 'first day', aliases: ['起始日期', '轮次起始日', '本轮起始日'] },
    { ahead: true },
  ),
  end: optional(
    date(
      { zh: '结束日', en: 'last day', aliases: ['结束日期', '轮次结束日', '本轮结束日'] },
      { ahead: true },
    ),
  ),
}

type RoundRecord = RecordOf<typeof fields>

/** One round of stationing. First and last day both count; one without an end runs until the next begins. */
export const round = register({
  name: 'round',
  label: { zh: '轮次', en: 'round' },
  about: {
    zh: '驻村工作的一轮, 首尾两天都算; 没有结束日的, 到下一轮起始日的前一天为止。简报、年度计划和轮次对比按轮次计数。',
    en: 'One round of stationing, first and last day included; one without a last day runs until the next begins. The brief, the plan and the comparison of rounds count by it.',
  },
  key: ['name'],
  filledBy: 'county',
  fields,
  list: ['name', 'start', 'end'],
  example: { name: '第五轮', start: '2023-07-01' },
  rules: [
    ({ start, end }) =>
      start && end && end < start
        ? {
            field: 'end',
            fault: fault(
              'round.before-start',
              `早于起始日 (${start})`,
              `is before the first day (${start})`,
              '核对起止日',
              'check first and last day',
            ),
          }
        : undefined,
  ],
  between: apart,
})

type Span = Pick<RoundRecord, 'name' | 'start' | 'end'>

/** Whether two rounds share a day. One without an end ends before whatever begins later. */
function meet(a: Span, b: Span): boolean {
  if (a.start > b.start) return meet(b, a)
  return a.start === b.start || (a.end !== null && a.end >= b.start)
}

/** Every day has one round. The later row gets the fault. */
function apart(candidates: readonly Candidate<RoundRecord>[], db: Database): void {
  const changing = new Set(candidates.flatMap(c => (c.before ? [c.before.id] : [])))
  const stored = db.prepare('select * from round order by start').all() as RoundRecord[]
  const taken = stored
    .filter(r => !changing.has(r.id))
    .map(r => ({ span: r as Span, place: { zh: `记录 ${r.id}`, en: `record ${r.id}` } }))
  for (const { record, place, complain } of candidates) {
    const span: Span = { ...record, end: record.end ?? null }
    const rival = taken.find(t => meet(t.span, span))
    if (!rival) {
      taken.push({ span, place })
      continue
    }
    const { name, start, end } = rival.span
    complain(
      span.start < start ? 'end' : 'start',
      fault(
        'round.overlap',
        `与${name} (${rival.place.zh}, ${start}—${end ?? ''}) 重叠; 一天只属于一轮`,
        `overlaps ${name} (${rival.place.en}, ${start}—${end ?? ''}); a day belongs to one round`,
        '核对起止日; 前一轮的结束日要早于后一轮的起始日',
        'check the days; a round ends before the next begins',
      ),
    )
  }
}

/** A round with its last day: its end, or the day before the next begins; null if neither is known. */
export interface Round {
  readonly name: string
  readonly start: string
  readonly last: string | null
}

/** Every round, the earliest first. */
export const rounds = (facts: Facts): readonly Round[] => facts.once(all)

function all(facts: Facts): readonly Round[] {
  const rows = facts.db.prepare('select name, start, "end" from round order by start').all() as Span[]
  return rows.map(({ name, start, end }, i) => {
    const next = rows[i + 1]?.start
    return { name, start, last: end ?? (next ? addDays(next, -1) : null) }
  })
}

/** The round of a day: the last that has begun by then. Between two rounds it is the one that is over. */
export const roundOn = (facts: Facts, day: string): Round | undefined =>
  rounds(facts)
    .filter(r => r.start <= day)
    .at(-1)

/** The last day of a round up to a day. */
export const roundUntil = ({ last }: Round, day: string): string => earlier(last ?? day, day)

/** A round as known on a day: its last day is said once it is over. */
export const roundSpan = ({ name, start, last }: Round, day: string): Text =>
  last !== null && last < day
    ? { zh: `${name}, ${start} 至 ${last}`, en: `${name}, ${start} to ${last}` }
    : { zh: `${name}, 自 ${start}`, en: `${name}, since ${start}` }

/** 本轮 in a paper of a day, or that there is none. */
export function thisRound(found: Round | undefined, day: string): Text {
  if (!found) return { zh: `${day} 还没有轮次`, en: `no round by ${day}` }
  const span = roundSpan(found, day)
  return { zh: `本轮 (${span.zh})`, en: `this round (${span.en})` }
}

/** The note of a paper whose day lies before every round. */
export const noRound = (day: string): Text => ({
  zh: `到 ${day} 没有一轮已经开始, 按轮次计的数因此空着; 登记轮次: cun round add --name 名称 --start 起始日。`,
  en: `No round has begun by ${day}, so what counts by round is empty; record it: cun round add --name NAME --start DATE.`,
})

export const roundOption = option({
  flags: '--round <name>',
  label: { zh: '按哪一轮 (默认截至日所在的一轮)', en: 'of which round (default: the round of the day)' },
  of: () => round,
})

/** The round that an option names. Refuses one that has not begun by as-of. */
export function roundNamed(facts: Facts, text: string): Round {
  const { name } = namedRecord(facts, round, text)
  const found = rounds(facts).find(r => r.name === name)!
  if (found.start <= facts.asOf) return found
  return refuse(
    'input',
    'round.not-begun',
    {
      zh: `${found.name} ${found.start} 才开始, ${facts.asOf} 还没有可计的`,
      en: `${found.name} begins on ${found.start}: there is nothing to count on ${facts.asOf}`,
    },
    { zh: '换一轮, 或用 --as-of 换一天', en: 'name another round, or another day with --as-of' },
  )
}

/** The setting of cun 0.1 that held the first day of the only round. */
export const roundStart = 'round.start'

/** The setting becomes the first round. It had no name; whoever knows it changes the one given here. */
export const carriedRound: Carried = {
  name: roundStart,
  isDue: db => db.prepare('select 1 from setting where name = ?').get(roundStart) !== undefined,
  write(db, pen) {
    const set = db.prepare('select id, name, value from setting where name = ?').get(roundStart) as
      | { id: number; name: string; value: string }
      | undefined
    if (!set) return
    pen.remove(settingRegister, set)
    // Undoing an old batch can bring the setting back; what the office recorded since then holds.
    if (db.prepare('select 1 from round').get() !== undefined) return
    pen.add(round, [{ name: `${set.value.slice(0, 4)}年轮次`, start: set.value, end: null }])
  },
}
