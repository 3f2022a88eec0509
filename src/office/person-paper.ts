import type { Scored } from '../assessment/score/assess.ts'
import { frozenQuarter } from '../assessment/score/quarter.ts'
import { postingsOf, villagesOf } from '../assessment/score/subjects.ts'
import { daysBetween, periodDays, periodName } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { verb } from '../kernel/cli/line.ts'
import { print } from '../kernel/cli/print.ts'
import type { Column, Document, Table } from '../kernel/document/document.ts'
import { counted, type Text } from '../kernel/text.ts'
import { byUnit } from '../roster/posting-unit.ts'
import { roles } from '../roster/roles.ts'
import type { Serving } from '../roster/serving.ts'
import {
  type Attended,
  attended,
  lastDay,
  lengthOf,
  lengthOfAll,
  lengthText,
  ofPerson,
  type Person,
  personArg,
  personNamed,
} from './person.ts'

const column = (key: string, zh: string, en: string, type: Column['type'] = 'text', weight = 0): Column => ({
  key,
  label: { zh, en },
  type,
  weight,
})

/** The terms, with how long each was and all together. */
export function termTable(facts: Facts, { terms }: Person): Table {
  const all = terms.map(t => ({ from: t.start, to: lastDay(facts, t) }))
  const rolesText = (of: readonly string[], lang: keyof Text) =>
    of.map(r => roles[r as keyof typeof roles][lang]).join(lang === 'zh' ? '、' : ', ')
  return {
    title: { zh: '任期', en: 'Terms' },
    columns: [
      column('township', '乡镇', 'township'),
      column('village', '村', 'village'),
      column('unit', '派出单位', 'sponsor unit'),
      column('roles', '驻村职务', 'roles'),
      column('from', '自', 'from', 'date'),
      column('to', '至', 'to'),
      column('length', '共', 'length'),
      column('days', '天数', 'days', 'integer', -1),
    ],
    lines: [
      ...terms.map((t, i) => ({
        cells: [
          t.townshipName,
          t.villageName,
          unitsOf(facts, t),
          { zh: rolesText(t.roles, 'zh'), en: rolesText(t.roles, 'en') },
          t.start,
          t.end ?? { zh: '至今', en: 'to date' },
          lengthText(lengthOf(t.start, all[i]!.to)),
          daysOf(all[i]!),
        ],
      })),
      {
        cells: [
          { zh: '合计', en: 'in all' },
          null,
          null,
          null,
          null,
          null,
          lengthText(lengthOfAll(all)),
          all.reduce((sum, t) => sum + daysOf(t), 0),
        ],
        emphasis: 'total' as const,
      },
    ],
  }
}

/** The unit a person came from; where it changed within the term, each with its last day. */
export function unitsOf(facts: Facts, term: Serving): Text {
  const spans = byUnit(facts, [{ posting: term, from: term.start, to: lastDay(facts, term) }])
  const said = (until: (day: string) => string) =>
    spans.map((s, i) => (i === spans.length - 1 ? s.posting.unit : `${s.posting.unit}${until(s.to)}`))
  return {
    zh: said(day => ` (至 ${day})`).join('、'),
    en: said(day => ` (until ${day})`).join(', '),
  }
}

const daysOf = ({ from, to }: { from: string; to: string }) => daysBetween(from, to) + 1

/** The frozen results of a person in force, oldest first. */
export function gradeTable(facts: Facts, { terms }: Person, hasScores: boolean): Table {
  const ids = new Set(terms.map(t => t.id))
  const periods = facts.db.prepare('select distinct period from quarter').pluck().all() as string[]
  // By the last day; of those that end together the longer one comes last.
  const when = (p: string) => `${periodDays(p).to} ${9 - p.length}`
  const lines = periods
    .sort((a, b) => (when(a) < when(b) ? -1 : 1))
    .flatMap(period => {
      const scored = frozenQuarter(facts, period)?.content.scored ?? []
      const place = (s: Scored) => terms.findIndex(t => t.id === s.subject.id)
      return [...scored]
        .sort((a, b) => place(a) - place(b))
        .flatMap(s => {
          if (s.subject.kind !== 'posting' || !postingsOf(s.subject).some(id => ids.has(id))) return []
          if (!hasScores && s.grade === null) return []
          const score = hasScores ? [s.subject.days, s.score.total] : []
          return [{ cells: [periodName(period), villagesOf(s.subject), ...score, s.grade] }]
        })
    })
  return {
    title: { zh: '考核等次', en: 'Grades' },
    columns: [
      column('period', '考核期', 'period'),
      column('village', '村', 'village'),
      ...(hasScores
        ? [column('days', '天数', 'days', 'integer', -1), column('total', '得分', 'score', 'score')]
        : []),
      column('grade', '等次', 'grade'),
    ],
    lines,
  }
}

const kinds: Record<Attended['kind'], Text> = {
  policy: { zh: '政策培训', en: 'policy trainings' },
  skills: { zh: '业务培训', en: 'skills trainings' },
  seminar: { zh: '研讨', en: 'seminars' },
}

/** How often the person was expected at trainings and seminars, and came: by year and kind. */
export function attendedTable(facts: Facts, person: Person): Table {
  return {
    title: { zh: '培训研讨', en: 'Trainings and seminars' },
    columns: [
      column('year', '年份', 'year'),
      column('kind', '类别', 'kind'),
      column('expected', '应到', 'expected', 'integer'),
      column('came', '实到', 'came', 'integer'),
      column('away', '请假', 'excused', 'integer'),
    ],
    lines: attended(facts, person).map(a => ({
      cells: [a.year, kinds[a.kind], a.expected, a.came, a.away],
    })),
  }
}

export function exemplarTable(facts: Facts, person: Person): Table {
  const rows = ofPerson<{ date: string; deeds: string }>(
    facts,
    person,
    `select date, deeds from exemplar
     where posting in (select value from json_each(:ids)) and date <= :asOf order by date`,
  )
  return {
    title: { zh: '先进典型', en: 'Named as an exemplar' },
    columns: [column('date', '确定日期', 'date', 'date'), column('deeds', '事迹', 'deeds')],
    lines: rows.map(r => ({ cells: [r.date, r.deeds] })),
  }
}

function deedTable(facts: Facts, person: Person): Table {
  const rows = ofPerson<{ date: string; village: string; title: string; confirmed: string | null }>(
    facts,
    person,
    `select d.date, v.name as village, d.title, case when d."confirmedOn" <= :asOf then d."confirmedOn" end as confirmed
     from deed d join village v on v.id = d.village
     where d.date <= :asOf and exists (
       select 1 from json_each(d.postings) e where e.value in (select value from json_each(:ids)))
     order by d.date, d.id`,
  )
  return {
    title: { zh: '民生实事', en: 'Deeds for the people' },
    columns: [
      column('date', '办结日期', 'done on', 'date'),
      column('village', '村', 'village'),
      column('title', '实事名称', 'title'),
      column('confirmed', '村里确认日期', 'confirmed on', 'date'),
    ],
    lines: rows.map(r => ({ cells: [r.date, r.village, r.title, r.confirmed] })),
  }
}

function tripTable(facts: Facts, person: Person): Table {
  const rows = ofPerson<{ date: string; days: number | null; destination: string; topic: string | null }>(
    facts,
    person,
    `select date, days, destination, topic from trip t
     where date <= :asOf and exists (
       select 1 from json_each(t.participants) e where e.value in (select value from json_each(:ids)))
     order by date, id`,
  )
  return {
    title: { zh: '外出学习', en: 'Study trips' },
    columns: [
      column('date', '日期', 'date', 'date'),
      column('days', '天数', 'days', 'integer'),
      column('destination', '学习地点', 'destination'),
      column('topic', '主题', 'topic'),
    ],
    lines: rows.map(r => ({ cells: [r.date, r.days, r.destination, r.topic] })),
  }
}

function personDocument(facts: Facts, person: Person): Document {
  const { name, terms } = person
  const last = terms.at(-1)!
  return {
    title: { zh: `${name} 个人页`, en: `${name}: personal page` },
    subtitle: {
      zh: `${last.unit}; ${last.townshipName}${last.villageName}; 任期 ${terms.length} 段; 截至 ${facts.asOf}`,
      en: `${last.unit}; ${last.villageName}, ${last.townshipName}; ${counted(terms.length, 'term')}; as of ${facts.asOf}`,
    },
    tables: [
      termTable(facts, person),
      gradeTable(facts, person, true),
      attendedTable(facts, person),
      tripTable(facts, person),
      exemplarTable(facts, person),
      deedTable(facts, person),
    ],
    notes: [
      {
        zh: '等次只列已冻结的考核期 (现行版); 一人按身份证号认定, 没有的按姓名和派出单位。任期证明: cun report service 姓名 --out 任期证明.docx',
        en: 'Grades are those of frozen periods (edition in force). A person is one by ID number, without one by name and unit. Certificate: cun report service NAME --out certificate.docx',
      },
    ],
  }
}

export const personPage = verb({
  noun: 'report',
  name: 'person',
  isReading: true,
  label: { zh: '个人页: 任期、等次、培训、典型和实事', en: 'personal page: terms, grades, trainings, deeds' },
  args: [personArg],
  example: 'cun report person 张三',
  async run(call, [name]) {
    await print(call, personDocument(call, personNamed(call, name)))
    return 0
  },
})
