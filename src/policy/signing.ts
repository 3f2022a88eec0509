import { addDays, daysBetween } from '../kernel/calendar.ts'
import { duty, type Facts } from '../kernel/cli/facts.ts'
import { paper } from '../kernel/cli/line.ts'
import type { Line } from '../kernel/document/document.ts'
import { shellWord } from '../kernel/text.ts'
import { dutiesSince, organisation } from '../roster/county.ts'
import { hasLeft, postings, type Serving } from '../roster/serving.ts'
import { village } from '../roster/village.ts'
import { waivedRows } from '../roster/waiver.ts'
import { forwardDays, signDays } from './dispatch.ts'

interface Dispatch {
  readonly id: number
  readonly title: string
  readonly number: string | null
  readonly received: string
  readonly forwarded: string | null
  readonly due: string | null
}

/** Papers received by as-of; `forwarded` is null if it lies after as-of. */
const dispatches = (facts: Facts): readonly Dispatch[] => facts.once(received)

const received = (facts: Facts) =>
  facts.db
    .prepare(
      `select id, title, number, received, case when forwarded <= :asOf then forwarded end as forwarded, due
       from dispatch where received <= :asOf order by received, id`,
    )
    .all({ asOf: facts.asOf }) as Dispatch[]

/** A paper must be forwarded within `dispatch.forward.days` of receipt, by the organisation department. */
export const forwardDuty = duty({
  name: 'dispatch.forward',
  label: { zh: '文件转发', en: 'forward a paper' },
  next: 'cun dispatch change NUMBER --forwarded DATE',
  *rows(facts, open) {
    const days = facts.settings.get(forwardDays)
    const since = facts.settings.get(dutiesSince)
    const who = organisation(facts)
    for (const { id, title, received, forwarded } of dispatches(facts)) {
      const due = addDays(received, days)
      if (due < since || (open && forwarded)) continue
      yield {
        who,
        what: `#${id} ${title}`,
        group: String(id),
        place: [],
        due,
        done: forwarded,
        next: `cun dispatch change ${id} --forwarded DATE --channel WORD`,
        register: 'dispatch',
        record: id,
      }
    }
  },
})

interface Signing {
  readonly dispatch: Dispatch
  readonly posting: Serving
  readonly due: string
  /** Day of signing; null if not signed by as-of. */
  readonly signed: string | null
}

/**
 * Who must sign for which paper, and by when: its recipients or, if none are named, everyone in office on the
 * day of forwarding. People who left before the last day are exempt. `open`: only unsigned by as-of.
 */
export function signings(facts: Facts, open = false): Signing[] {
  const days = facts.settings.get(signDays)
  const papers = new Map(
    dispatches(facts).flatMap(d =>
      d.forwarded ? [[d.id, { d, due: d.due ?? addDays(d.forwarded, days) }] as const] : [],
    ),
  )
  const people = new Map(postings(facts).map(p => [p.id, p]))
  const rows = facts.db
    .prepare(
      `with w as materialized (select value->>0 as dispatch, value->>1 as due from json_each(:dues)),
       asked as (
         select w.dispatch, w.due, e.value as posting
         from w join dispatch d on d.id = w.dispatch, json_each(d.recipients) e
         union all
         select w.dispatch, w.due, p.id
         from w join dispatch d on d.id = w.dispatch and d.recipients is null
         join posting p on p.start <= d.forwarded and (p.end is null or p.end >= d.forwarded)
       )
       select a.dispatch, a.due, a.posting, r.date as signed
       from asked a join posting p on p.id = a.posting
       left join receipt r on r.dispatch = a.dispatch and r.posting = a.posting and r.date <= :asOf
       where p.start <= a.due and (p."end" is null or p."end" > :asOf or p."end" >= a.due)${open ? ' and r.date is null' : ''}
       order by a.dispatch, a.posting`,
    )
    .all({ dues: JSON.stringify([...papers].map(([id, { due }]) => [id, due])), asOf: facts.asOf }) as {
    dispatch: number
    due: string
    posting: number
    signed: string | null
  }[]
  return rows.flatMap(({ dispatch, due, posting, signed }) => {
    const person = people.get(posting)
    return person ? [{ dispatch: papers.get(dispatch)!.d, posting: person, due, signed }] : []
  })
}

/** The record behind a signature that is due. */
const known = ({ dispatch, posting, due }: Pick<Signing, 'dispatch' | 'posting' | 'due'>) => ({
  register: 'dispatch',
  record: dispatch.id,
  subject: posting.id,
  due,
})

export const signDuty = duty({
  name: 'dispatch.sign',
  each: 'subject',
  label: { zh: '文件签收', en: 'sign for a paper' },
  next: 'cun receipt import FILE',
  *rows(facts, open) {
    const since = facts.settings.get(dutiesSince)
    const villages = facts.directories.of(village)
    for (const { dispatch: paper, posting: p, due, signed } of signings(facts, open)) {
      if (due < since || hasLeft(p, facts.asOf)) continue
      yield {
        who: p.name,
        what: paper.title,
        group: String(p.id),
        place: [p.townshipName, p.villageName],
        done: signed,
        next: `cun receipt add --dispatch ${shellWord(`#${paper.id}`)} --village ${shellWord(villages.label(p.village))} --posting ${shellWord(p.name)} --date DATE`,
        ...known({ dispatch: paper, posting: p, due }),
      }
    }
  },
})

/** 未签收: papers with signatures missing, and who has not signed. */
export const unsignedPaper = paper({
  name: 'unsigned',
  label: { zh: '文件未签收情况', en: 'papers not yet signed for' },
  example: 'cun report unsigned',
  make(facts) {
    const all = signings(facts).filter(s => !hasLeft(s.posting, facts.asOf))
    const isWaived = waivedRows(facts)
    const unsigned = all.filter(s => s.signed === null)
    const missing = unsigned.filter(s => !isWaived(signDuty, known(s)))
    const waived = unsigned.length - missing.length
    const papers = [...new Map(missing.map(s => [s.dispatch.id, s])).values()]
    const count = (id: number, fits: (s: Signing) => boolean) =>
      all.filter(s => s.dispatch.id === id && fits(s)).length
    const summary: Line[] = papers.map(({ dispatch: d, due }) => ({
      cells: [
        d.id,
        d.title,
        d.number,
        d.forwarded,
        due,
        count(d.id, () => true),
        count(d.id, s => s.signed !== null),
        missing.filter(s => s.dispatch.id === d.id).length,
      ],
    }))
    const persons: Line[] = missing
      .sort((a, b) =>
        a.posting.villageCode < b.posting.villageCode
          ? -1
          : a.posting.villageCode > b.posting.villageCode
            ? 1
            : a.dispatch.id - b.dispatch.id,
      )
      .map(({ dispatch: d, posting: p, due }) => ({
        cells: [
          p.townshipName,
          p.villageName,
          p.name,
          d.title,
          due,
          due < facts.asOf ? daysBetween(due, facts.asOf) : null,
        ],
      }))
    return {
      title: { zh: '文件未签收情况', en: 'Papers not yet signed for' },
      subtitle: { zh: `截至 ${facts.asOf}`, en: `as of ${facts.asOf}` },
      tables: [
        {
          title: { zh: '各份文件', en: 'Papers' },
          columns: [
            { key: 'number', label: { zh: '记录号', en: 'number' }, type: 'integer' },
            { key: 'title', label: { zh: '标题', en: 'title' }, type: 'text' },
            { key: 'document', label: { zh: '文号', en: 'document number' }, type: 'text' },
            { key: 'forwarded', label: { zh: '转发日期', en: 'forwarded' }, type: 'date', weight: -1 },
            { key: 'due', label: { zh: '签收期限', en: 'sign by' }, type: 'date' },
            { key: 'asked', label: { zh: '应签', en: 'asked' }, type: 'integer' },
            { key: 'signed', label: { zh: '已签', en: 'signed' }, type: 'integer' },
            { key: 'missing', label: { zh: '未签', en: 'missing' }, type: 'integer' },
          ],
          lines: summary,
        },
        {
          title: { zh: '未签收人员', en: 'Who has not signed' },
          columns: [
            { key: 'township', label: { zh: '乡镇', en: 'township' }, type: 'text' },
            { key: 'village', label: { zh: '村', en: 'village' }, type: 'text' },
            { key: 'name', label: { zh: '姓名', en: 'name' }, type: 'text' },
            { key: 'title', label: { zh: '标题', en: 'title' }, type: 'text' },
            { key: 'due', label: { zh: '签收期限', en: 'sign by' }, type: 'date' },
            { key: 'late', label: { zh: '逾期天数', en: 'days late' }, type: 'integer' },
          ],
          lines: persons,
        },
      ],
      notes: [
        {
          zh: '应签 = 传达对象; 未列传达对象的, 为转发当日在任的全体驻村人员。已离任的不列。',
          en: 'Asked: the recipients or, if none are named, everyone in office on the day of forwarding. People who have left are not listed.',
        },
        ...(waived > 0
          ? [
              {
                zh: `已核销的 ${waived} 人次不列为未签, 见 cun report waived 年份。`,
                en: `${waived} that were written off are not listed as missing: see cun report waived YEAR.`,
              },
            ]
          : []),
      ],
    }
  },
})
