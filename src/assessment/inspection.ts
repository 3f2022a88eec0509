import { earlier } from '../kernel/calendar.ts'
import { duty, type Facts } from '../kernel/cli/facts.ts'
import { type Dialect, sqlite } from '../kernel/cli/measure.ts'
import { computed, fault, optional } from '../kernel/schema/field.ts'
import { choice, choices } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import type { RecordOf } from '../kernel/schema/types.ts'
import { onLeave } from '../policy/on-leave.ts'
import { dutiesSince } from '../roster/county.ts'
import { posting } from '../roster/posting.ts'
import { postings } from '../roster/serving.ts'
import { answerer, answererName, placeOf } from '../village/succession.ts'
import { guidance } from './guidance.ts'

export const inspectionStates = {
  onPost: { zh: '在岗', en: 'on post', aliases: ['在岗在位', '在村'] },
  business: { zh: '公出', en: 'on business', aliases: ['因公外出', '公差'] },
  leave: { zh: '请假', en: 'on leave', aliases: ['休假'] },
  absent: { zh: '不在岗', en: 'absent', aliases: ['未在岗', '脱岗', '无故不在岗'] },
}

const fields = {
  guidance: reference(() => guidance, { zh: '党建指导组', en: 'guidance group', aliases: ['抽查单位'] }),
  date: date({
    zh: '抽查日期',
    en: 'date',
    aliases: ['日期', '抽查时间', '检查日期', '检查时间', '督查日期'],
  }),
  posting: reference(() => posting, {
    zh: '姓名',
    en: 'name',
    aliases: ['被抽查人', '抽查对象', '驻村干部'],
  }),
  methods: optional(
    choices(
      {
        officials: { zh: '访谈村干部', en: 'interview of village officials', aliases: ['访谈干部'] },
        people: { zh: '访谈党员群众', en: 'interview of villagers', aliases: ['访谈群众', '入户访谈'] },
        site: { zh: '实地查看', en: 'on the spot', aliases: ['实地', '现场查看', '实地督查'] },
        phone: { zh: '电话', en: 'by phone', aliases: ['电话抽查', '电话查岗'] },
      },
      { zh: '抽查方式', en: 'methods', aliases: ['方式', '检查方式', '督查方式'] },
    ),
  ),
  status: optional(
    choice(inspectionStates, {
      zh: '在岗情况',
      en: 'status',
      aliases: ['抽查结果', '在岗状态', '在岗在位情况', '是否在岗'],
    }),
  ),
  findings: optional(
    text(
      { zh: '发现问题', en: 'findings', aliases: ['存在问题', '问题', '抽查发现问题', '问题清单'] },
      { nothing: true },
    ),
  ),
  rectifyBy: optional(
    date(
      { zh: '整改期限', en: 'rectify by', aliases: ['整改时限', '限期整改日期', '整改截止日期'] },
      { ahead: true },
    ),
  ),
  rectified: optional(
    date({ zh: '整改日期', en: 'rectified', aliases: ['整改完成日期', '完成整改日期', '整改完成时间'] }),
  ),
  draw: computed(
    optional(
      text({ zh: '抽查批次', en: 'draw', aliases: ['抽取批次', '抽签批次', '抽取编号'] }, { max: 100 }),
    ),
  ),
}

type Inspection = RecordOf<typeof fields>

export const inspection = register({
  name: 'inspection',
  label: { zh: '在岗抽查', en: 'inspection' },
  about: {
    zh: '党建指导组对一名驻村干部在岗在位情况的一次抽查; 抽取而尚未抽查的, 在岗情况留空。',
    en: 'One check by a guidance group whether a person is on post; no status means drawn but not yet inspected.',
  },
  key: ['guidance', 'date', 'posting'],
  filledBy: 'group',
  on: 'date',
  fields,
  list: ['date', 'guidance', 'posting', 'status', 'findings', 'rectifyBy', 'rectified'],
  example: {
    guidance: '第一指导组',
    date: '2024-05-14',
    village: '张老湾村',
    posting: '张三',
    methods: '访谈村干部、实地查看',
    status: '在岗',
  },
  rules: [
    ({ status, draw, methods, findings, rectifyBy, rectified }) =>
      !status && (!draw || methods?.length || findings || rectifyBy || rectified)
        ? {
            field: 'status',
            fault: fault(
              'inspection.status-missing',
              '没有写明; 只有抽取后尚未抽查的才可留空',
              'is missing; only an inspection drawn but not yet made has none',
              '填在岗、公出、请假或不在岗',
              'give on post, on business, on leave or absent',
            ),
          }
        : undefined,
    ({ status, methods }) =>
      status && !methods?.length
        ? {
            field: 'methods',
            fault: fault(
              'inspection.methods-missing',
              '没有写明怎样抽查的',
              'is missing',
              '填访谈村干部、访谈党员群众、实地查看或电话, 可填几项',
              'give the methods used; several are allowed',
            ),
          }
        : undefined,
    ({ date, rectifyBy }) => early('rectifyBy', date, rectifyBy),
    ({ date, rectified }) => early('rectified', date, rectified),
    ({ findings, rectifyBy, rectified }) =>
      rectified && !rectifyBy && !findings
        ? {
            field: 'rectified',
            fault: fault(
              'inspection.rectified-without-findings',
              '有整改日期, 却没有发现问题或整改期限',
              'is given without findings or a rectify-by date',
              '补填发现问题, 或清空整改日期',
              'give the findings, or clear the date',
            ),
          }
        : undefined,
  ],
})

function early(field: 'rectifyBy' | 'rectified', date?: string, day?: string | null) {
  return date && day && day < date
    ? {
        field,
        fault: fault(
          'inspection.before-inspection',
          '早于抽查日期',
          'is before the inspection',
          '核对两个日期',
          'check the two dates',
        ),
      }
    : undefined
}

/** The status that counts, of inspection `i`: 不在岗 on a day of leave approved by then counts as 请假. */
export const countsAs = (q: Dialect): string =>
  `case when i.status = 'absent' and ${onLeave(q, 'i.posting', 'i.date')} then 'leave' else i.status end`

/** An inspection with the status that counts: 不在岗 on a day of leave approved by then counts as 请假. */
export interface Found extends Omit<Inspection, 'methods'> {
  readonly groupName: string
  readonly counts: Inspection['status']
}

/** Inspections of a range of days up to as-of, by date. `status` stays as the group recorded it. */
export function inspections(facts: Facts, from: string, to: string): Found[] {
  return facts.db
    .prepare(
      `select i.id, i.guidance, g.name as groupName, i.date, i.posting, i.status, i.findings, i."rectifyBy",
         case when i.rectified <= :asOf then i.rectified end as rectified, i.draw,
         ${countsAs(sqlite())} as counts
       from inspection i join guidance g on g.id = i.guidance
       where i.date between :from and :to
       order by i.date, i.id`,
    )
    .all({ from, to: earlier(to, facts.asOf), asOf: facts.asOf }) as Found[]
}

/** Findings are rectified by their deadline: by the person inspected, or after that term by the successor. */
export const rectifyDuty = duty({
  name: 'inspection.rectify',
  label: { zh: '抽查问题整改', en: 'rectification' },
  next: 'cun inspection change NUMBER --rectified DATE',
  *rows(facts, open) {
    const since = facts.settings.get(dutiesSince)
    const people = new Map(postings(facts).map(p => [p.id, p]))
    const who = answerer(facts)
    const rows = facts.db
      .prepare(
        `select id, posting, date, status, findings, "rectifyBy",
           case when rectified <= :asOf then rectified end as rectified
         from inspection
         where date <= :asOf and "rectifyBy" >= :since
           ${open ? 'and (rectified is null or rectified > :asOf)' : ''}
         order by "rectifyBy", id`,
      )
      .iterate({ asOf: facts.asOf, since }) as Iterable<Inspection>
    for (const row of rows) {
      const inspected = people.get(row.posting)
      const left = inspected && inspected.end !== null && inspected.end < facts.asOf
      const p = left ? who(inspected.village, row.date) : inspected
      if (!p) continue
      const state = row.status && inspectionStates[row.status]
      yield {
        who: answererName(p),
        what: {
          zh: `#${row.id} ${row.findings ?? state?.zh ?? ''}`,
          en: `#${row.id} ${row.findings ?? state?.en ?? ''}`,
        },
        group: String(row.id),
        place: placeOf(p),
        due: row.rectifyBy!,
        done: row.rectified,
        next: `cun inspection change ${row.id} --rectified DATE`,
        register: 'inspection',
        record: row.id,
        subject: p.id,
      }
    }
  },
})
