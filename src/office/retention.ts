import { addMonths } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import type { Call } from '../kernel/cli/line.ts'
import type { Document } from '../kernel/document/document.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { setting } from '../kernel/schema/setting.ts'
import { backupsOf } from '../kernel/store/backup.ts'
import { findBatch } from '../kernel/store/journal.ts'
import { counted, type Text } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import { backupsHolding, pseudonym, type Trace, traces } from './erasure.ts'

/** The law gives no number of years, only "no longer than needed": so the office decides. */
export const retentionYears = setting({
  name: 'retention.years',
  field: integer(
    {
      zh: '保存年限: 最后一次驻村结束满几年, 个人信息到期应删 (0 不用; 法律没有定数, 以必要为限)',
      en: 'years to keep a person’s data after the last posting ended (0: no limit; the law gives no number, only "as short as needed")',
    },
    { max: 100 },
  ),
  fallback: '0',
})

/** A person whose time is up: all postings over, the last for more than the years to keep. */
export interface Due {
  readonly name: string
  readonly unit: string
  readonly postings: readonly number[]
  readonly last: string
  /** The last day on which the data may be kept. */
  readonly keptUntil: string
  /** Other records with the name, which may be of somebody else. */
  readonly others: readonly Trace[]
  /** The batch that first recorded the person: no backup before it holds any of it. */
  readonly since: number
}

/**
 * People whose terms are all over, with name and unit of the last (bare columns go with `max`). A person is one by ID number, else by name and unit. A row without an ID number
 * belongs to the person of that name and unit who has one, so that nobody still in office is taken for gone.
 */
const PEOPLE = `with known as (
  select name, unit, min("idNumber") as "idNumber" from posting where "idNumber" is not null group by name, unit
), p as (
  select q.id, q.name, u.name as unit, case when q.end <= :asOf then q.end end as end,
    coalesce(q."idNumber", known."idNumber", q.name || ' ' || q.unit) as person,
    (select min(h.batch) from history h where h.register = 'posting' and h.record = q.id) as since
  from posting q join unit u on u.id = q.unit left join known on known.name = q.name and known.unit = q.unit
)
select json_group_array(id) as postings, json_group_array(since) as batches, max(end) as last, name, unit
from p group by person having sum(end is null) = 0 order by last, name`

export function due(facts: Facts, years: number): Due[] {
  const rows = facts.db.prepare(PEOPLE).all({ asOf: facts.asOf }) as {
    postings: string
    batches: string
    last: string
    name: string
    unit: string
  }[]
  return rows.flatMap(({ last, name, unit, ...row }) => {
    const keptUntil = addMonths(last, 12 * years)
    const postings = JSON.parse(row.postings) as number[]
    // Today is not missed, as with every deadline; an erased posting has nothing left.
    if (keptUntil >= facts.asOf || postings.some(id => name === pseudonym(id))) return []
    const others = traces(facts, name).filter(t => t.register !== posting || !postings.includes(t.row.id))
    const since = Math.min(...(JSON.parse(row.batches) as number[]))
    return [{ name, unit, postings, last, keptUntil, others, since }]
  })
}

/** Exports recorded since the first of them was on record: where the files are nobody knows. */
function exported(call: Call, people: readonly Due[]): Text[] {
  const from = findBatch(call.db, Math.min(...people.map(p => p.since)))?.at ?? ''
  const rows = call.db
    .prepare(
      `select command, count(*) as times, max(at) as last from log where kind = 'export' and at >= ?
       group by command order by last desc`,
    )
    .all(from) as { command: string; times: number; last: string }[]
  return rows.map(({ command, times, last }) => ({
    zh: `导出过 cun ${command}: ${times} 次, 最近 ${last}; 文件在哪里库里不知道, 须自行清理`,
    en: `exported with cun ${command}: ${counted(times, 'time')}, last ${last}; the database does not know where the files are`,
  }))
}

export function dueDocument(call: Call, people: readonly Due[], years: number): Document {
  const held = new Map(people.map(p => [p, backupsHolding(call, p.since)]))
  return {
    title: { zh: '保存到期的人员', en: 'People whose data is due for erasure' },
    subtitle: {
      zh: `最后一次驻村结束满 ${years} 年 (设置 retention.years); 截至 ${call.asOf}`,
      en: `last posting ended more than ${counted(years, 'year')} ago (setting retention.years); as of ${call.asOf}`,
    },
    tables: [
      {
        columns: [
          { key: 'name', label: { zh: '姓名', en: 'name' }, type: 'text' },
          { key: 'unit', label: { zh: '派出单位', en: 'unit' }, type: 'text' },
          { key: 'last', label: { zh: '最后在任日', en: 'last day in office' }, type: 'date' },
          { key: 'keptUntil', label: { zh: '保存到', en: 'kept until' }, type: 'date' },
          { key: 'postings', label: { zh: '派驻记录', en: 'postings' }, type: 'integer' },
          { key: 'others', label: { zh: '同名的其他记录', en: 'others of that name' }, type: 'integer' },
          { key: 'backups', label: { zh: '还在几个备份里', en: 'backups that hold it' }, type: 'integer' },
        ],
        lines: people.map(p => ({
          cells: [
            p.name,
            p.unit,
            p.last,
            p.keptUntil,
            p.postings.length,
            p.others.length,
            held.get(p)!.length,
          ],
        })),
      },
    ],
    notes:
      people.length === 0
        ? []
        : [
            {
              zh: '删除的是派驻记录里的姓名、身份证号、电话、出生年月; 同名的其他记录可能不是同一人, 逐人核对: cun erase 姓名',
              en: 'erased are name, ID number, phone and birth of the postings; other records of that name may be of somebody else: check each with cun erase NAME',
            },
            ...backupsOf(call.dbPath).flatMap(({ path, name }) => {
              const count = people.filter(p => held.get(p)!.some(b => b.path === path)).length
              if (count === 0) return []
              return {
                zh: `备份 ${name} 里有其中 ${count} 人`,
                en: `the backup ${name} holds ${count} of them`,
              }
            }),
            ...exported(call, people),
          ],
  }
}
