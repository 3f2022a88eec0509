import { colours } from '../assessment/list/redblue.ts'
import { publishedEntries } from '../assessment/list/standing.ts'
import { addDays, periodDays } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { thousands, wanYuan } from '../kernel/schema/fields/number.ts'
import { counted, type Text } from '../kernel/text.ts'
import { signings } from '../policy/signing.ts'
import { type Round, roundUntil, thisRound } from '../roster/round.ts'
import { firstRound } from '../village/visit-duties.ts'
import { andMore, type Figure, rate } from './brief-words.ts'
import { lateFigures } from './late-figures.ts'

/**
 * The figures of as-of, with those of the round given, if there is one. What the brief counts by calendar year is
 * counted for the whole round if `isWhole`.
 */
export function figures(facts: Facts, round: Round | undefined, isWhole = false): Figure[] {
  const { asOf } = facts
  // Without a round nothing lies in it.
  const [start, until] = round ? [round.start, roundUntil(round, asOf)] : [addDays(asOf, 1), asOf]
  const year = asOf.slice(0, 4)
  const newYear = isWhole ? start : periodDays(year).from
  const inRound = thisRound(round, asOf)
  const inYear: Text = { zh: `${year} 年`, en: year }
  const now: Text = { zh: `截至 ${asOf}`, en: `as of ${asOf}` }
  const number = (sql: string, from: string, to = asOf): number =>
    (facts.db.prepare(sql).pluck().get({ from, to }) as number | null) ?? 0
  const ofRound = (sql: string) => number(sql, start, until)
  const found: Figure[] = []
  const add = (line: string, item: Text, value: number, said: Text, scope: Text) =>
    found.push(
      scope === inRound && !round
        ? { line, item, value: null, said: { zh: '没有轮次, 不计', en: 'no round: not counted' }, scope }
        : { line, item, value, said, scope },
    )
  const times = (line: string, zh: string, en: string, value: number, scope: Text, unit = '次') =>
    add(line, { zh, en }, value, { zh: `${value} ${unit}`, en: String(value) }, scope)

  times(
    'policy',
    '政策培训',
    'policy trainings',
    ofRound("select count(*) from training where series = 'policy' and date between :from and :to"),
    inRound,
  )
  const planned = facts.db
    .prepare(
      "select coalesce(sum(planned), 0) from target where activity = 'seminar' and year between ? and ?",
    )
    .pluck()
    .get(newYear.slice(0, 4), year) as number
  const seminars = number('select count(*) from seminar where date between :from and :to', newYear)
  add(
    'policy',
    { zh: '研讨', en: 'seminars' },
    seminars,
    { zh: `计划 ${planned} 期, 已开展 ${seminars} 期`, en: `${planned} planned, ${seminars} held` },
    inYear,
  )
  // Today is not missed: what is due today counts once it is done.
  const signed = signings(facts).filter(s => s.due >= newYear && (s.due < asOf || s.signed !== null))
  const share = { part: signed.filter(s => s.signed !== null && s.signed <= s.due).length, of: signed.length }
  const papers = number('select count(*) from dispatch where forwarded between :from and :to', newYear)
  add(
    'policy',
    { zh: '文件传达', en: 'papers passed on' },
    papers,
    {
      zh: `${papers} 份, 按期签收率 ${rate(share, 'zh')}`,
      en: `${papers}; signed for in time: ${rate(share, 'en')}`,
    },
    inYear,
  )

  times(
    'village',
    '轮换交接',
    'handovers accepted',
    ofRound('select count(*) from handover where accepted between :from and :to'),
    inRound,
  )
  const rounds = [...firstRound.rows(facts, false)].filter(
    r =>
      r.due !== null && (r.due < asOf || (r.due === asOf && r.done !== null)) && (!isWhole || r.due >= start),
  )
  const inTime = rounds.filter(r => r.done !== null && r.done <= r.due!).length
  add(
    'village',
    { zh: '首轮遍访', en: 'first rounds' },
    inTime,
    {
      zh: `到期应访 ${rounds.length} 户, 按期 ${inTime} 户 (${rate({ part: inTime, of: rounds.length }, 'zh')})`,
      en: `${counted(rounds.length, 'household')} due, ${inTime} in time (${rate({ part: inTime, of: rounds.length }, 'en')})`,
    },
    now,
  )
  for (const { item, value, said } of lateFigures(facts)) add('village', item, value, said, now)

  times(
    'resources',
    '一村一策',
    'village strategies',
    number(
      'select count(distinct village) from strategy where year between substr(:from, 1, 4) and substr(:to, 1, 4)',
      newYear,
    ),
    inYear,
    '村',
  )
  const experts = facts.db
    .prepare(
      `select v.name || ' (' || e.institution || ')' from expert e join village v on v.id = e.village
       where e.date between ? and ? group by v.id, e.institution order by min(e.date), v.id limit 3`,
    )
    .pluck()
    .all(start, until) as string[]
  const supports = ofRound('select count(*) from expert where date between :from and :to')
  add(
    'resources',
    { zh: '专业人才支持', en: 'expert support' },
    supports,
    {
      zh: `${supports} 次${experts.length > 0 ? `, 如${experts.join('、')}` : ''}`,
      en: `${supports}${experts.length > 0 ? `, e.g. ${experts.join(', ')}` : ''}`,
    },
    inRound,
  )
  const amount = (item: Text, sql: string) => {
    const fen = ofRound(sql)
    const en = `${thousands(fen / 100)} yuan`
    add('resources', item, fen / 100, { zh: wanYuan(fen).join(' '), en }, inRound)
  }
  amount(
    { zh: '争取资金到位', en: 'funds arrived' },
    'select sum(amount) from resource where arrived between :from and :to',
  )
  amount(
    { zh: '团购订单', en: 'group orders' },
    'select sum(amount) from purchase where date between :from and :to',
  )

  const deeds = ofRound('select count(*) from deed where date between :from and :to')
  const confirmed = ofRound(
    'select count(*) from deed where date between :from and :to and "confirmedOn" <= :to',
  )
  add(
    'resources',
    { zh: '民生实事', en: 'deeds for the people' },
    deeds,
    { zh: `${deeds} 件, 其中村里已确认 ${confirmed} 件`, en: `${deeds}, of which ${confirmed} confirmed` },
    inRound,
  )

  times(
    'skills',
    '村内活动',
    'village activities',
    number('select count(*) from participation where date between :from and :to', newYear),
    inYear,
  )
  times(
    'skills',
    '业务培训',
    'skills trainings',
    ofRound("select count(*) from training where series = 'skills' and date between :from and :to"),
    inRound,
  )
  const trips = number('select count(*) from trip where date between :from and :to', newYear)
  add(
    'skills',
    { zh: '外出学习', en: 'study trips' },
    trips,
    { zh: andMore(trips), en: String(trips) },
    inYear,
  )

  for (const colour of ['red', 'blue'] as const) {
    const of = publishedEntries(facts).filter(
      e => e.colour === colour && e.published! >= start && e.published! <= until && e.kind === 'unit',
    )
    const units = new Set(of.map(e => e.subject)).size
    const times = of.length === units ? '' : ` (${of.length} 个次)`
    const timesEn = of.length === units ? '' : ` (${of.length} times)`
    const name = colours[colour]
    add(
      'assessment',
      { zh: `${name.zh}单位`, en: `units on the ${name.en} list` },
      units,
      { zh: `${units} 个${times}`, en: `${units}${timesEn}` },
      inRound,
    )
  }
  // A person is one by ID number, without one by name and unit; several terms of duty are one person.
  const named = ofRound('select count(*) from exemplar where date between :from and :to')
  const people = ofRound(
    `select count(distinct coalesce(p."idNumber", p.name || ' ' || p.unit))
     from exemplar e join posting p on p.id = e.posting where e.date between :from and :to`,
  )
  add(
    'assessment',
    { zh: '先进典型', en: 'exemplars' },
    people,
    {
      zh: `${people} 人${named === people ? '' : ` (${named} 人次)`}`,
      en: `${people}${named === people ? '' : ` (${named} times)`}`,
    },
    inRound,
  )
  times(
    'assessment',
    '党建指导组',
    'guidance groups',
    number('select count(*) from guidance', newYear),
    now,
    '个',
  )
  times(
    'assessment',
    '在岗抽查',
    'inspections',
    number(
      'select count(*) from inspection where status is not null and date between :from and :to',
      newYear,
    ),
    inYear,
    '人次',
  )
  times(
    'assessment',
    '季度经验交流',
    'exchanges of experience',
    number('select count(*) from exchange where date between :from and :to', newYear),
    inYear,
  )
  return found
}
