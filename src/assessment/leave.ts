import { daysBetween, earlier } from '../kernel/calendar.ts'
import { fault, optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { register } from '../kernel/schema/register.ts'
import { setting } from '../kernel/schema/setting.ts'
import type { Candidate, RecordOf } from '../kernel/schema/types.ts'
import type { Database } from '../kernel/store/database.ts'
import { counted, type Text, words } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'

export const leaveKinds = {
  personal: { zh: '事假', en: 'personal' },
  sick: { zh: '病假', en: 'sick' },
  business: { zh: '公出', en: 'business', aliases: ['公假', '因公外出', '公差'] },
  annual: { zh: '年休', en: 'annual', aliases: ['年休假', '年假', '休假'] },
}

const fields = {
  posting: reference(() => posting, { zh: '姓名', en: 'name', aliases: ['请假人', '请假人员', '驻村干部'] }),
  firstDay: date(
    {
      zh: '请假开始日期',
      en: 'first day',
      aliases: words(
        '开始日期 起始日期 请假起始时间 请假开始时间 离岗日期 开始时间 起始时间 请假起始日期 离岗时间 请假时间 请假起止时间 请假日期 起止时间 起止日期 请假起止日期 起止 请假期限',
      ),
    },
    { ahead: true },
  ),
  lastDay: date(
    {
      zh: '请假结束日期',
      en: 'last day',
      aliases: words(
        '结束日期 截止日期 请假截止时间 请假结束时间 假满日期 结束时间 截止时间 请假截止日期 终止时间',
      ),
    },
    { ahead: true },
  ),
  kind: choice(leaveKinds, {
    zh: '请假类型',
    en: 'kind of leave',
    aliases: words('请假类别 请假种类 假别 类型 假种 假期类型 请假性质 类别'),
  }),
  approvedBy: choice(
    {
      township: {
        zh: '乡镇党委',
        en: 'township',
        aliases: words(
          '乡镇 乡党委 镇党委 街道党工委 乡镇(街道)党(工)委 乡镇党委书记 乡党委书记 镇党委书记 街道党工委书记 乡镇(街道)党(工)委书记',
        ),
      },
      county: {
        zh: '县委组织部',
        en: 'county',
        aliases: words(
          '市委组织部 区委组织部 组织部 县委组织部部长 市委组织部部长 区委组织部部长 组织部部长 组织部长',
        ),
      },
    },
    {
      zh: '批准单位',
      en: 'approved by',
      aliases: words('审批单位 批准机关 审批机关 批准人 审批人 批准领导 审批领导'),
    },
  ),
  approvedOn: date({
    zh: '批准日期',
    en: 'approved on',
    aliases: ['审批日期', '批准时间', '审批时间'],
  }),
  returned: optional(
    date({ zh: '销假日期', en: 'reported back', aliases: ['销假时间', '返岗日期', '返岗时间'] }),
  ),
}

export type Leave = RecordOf<typeof fields>

/** Calendar days, first and last included. */
const leaveDays = (l: Pick<Leave, 'firstDay' | 'lastDay'>): number => daysBetween(l.firstDay, l.lastDay) + 1

/** The last day actually taken: reporting back early ends the leave. */
export const lastTaken = (l: Pick<Leave, 'lastDay' | 'returned'>): string =>
  earlier(l.lastDay, l.returned ?? l.lastDay)

export const leave = register({
  name: 'leave',
  label: { zh: '请假', en: 'leave' },
  about: {
    zh: '驻村干部的一次请假, 按日历天计, 首尾两天都算; 回村后填销假日期。',
    en: 'One leave of one person in calendar days, first and last included; the day of reporting back ends it.',
  },
  key: ['posting', 'firstDay'],
  filledBy: 'secretary',
  on: 'firstDay',
  span: ['firstDay', 'lastDay'],
  days: words('天数 请假天数 共计天数 合计天数 请假日数'),
  rowPer: 'posting',
  fields,
  list: ['posting', 'kind', 'firstDay', 'lastDay', 'approvedBy', 'approvedOn', 'returned'],
  minor: ['approvedBy', 'approvedOn'],
  example: {
    village: '张老湾村',
    posting: '张三',
    firstDay: '2024-03-04',
    lastDay: '2024-03-06',
    kind: '事假',
    approvedBy: '乡镇党委',
    approvedOn: '2024-03-01',
  },
  rules: [
    ({ firstDay, lastDay }) =>
      firstDay && lastDay && lastDay < firstDay
        ? {
            field: 'lastDay',
            fault: fault(
              'leave.before-first-day',
              '早于开始日期',
              'is before the first day',
              '核对起止日期',
              'check both dates',
            ),
          }
        : undefined,
    ({ firstDay, returned }) =>
      firstDay && returned && returned < firstDay
        ? {
            field: 'returned',
            fault: fault(
              'leave.before-first-day',
              '早于开始日期',
              'is before the first day',
              '核对日期; 没有成行的请假应删除',
              'check the dates; remove a leave that was not taken',
            ),
          }
        : undefined,
    ({ firstDay, lastDay, approvedBy }, reader) => {
      if (!firstDay || !lastDay || approvedBy !== 'township') return undefined
      const [days, most] = [leaveDays({ firstDay, lastDay }), reader.get(townshipDays)]
      if (days <= most) return undefined
      return {
        field: 'approvedBy',
        fault: fault(
          'leave.needs-county',
          `请假 ${days} 天, 超过 ${most} 天的须由县委组织部批准 (设置 leave.townshipDays)`,
          `may approve at most ${counted(most, 'day')}; this leave of ${counted(days, 'day')} needs county approval (setting leave.townshipDays)`,
          '报县委组织部批准后再登记; 本县权限不同的, 用 cun settings set leave.townshipDays 天数',
          'have the county approve it first; if your limit differs, use cun settings set leave.townshipDays DAYS',
        ),
      }
    },
  ],
  between: overlaps,
})

/** A setting, because the limit differs between counties (≤3 广西, ≤5 青海). */
export const townshipDays = setting({
  name: 'leave.townshipDays',
  field: integer(
    {
      zh: '乡镇党委可批准的请假天数 (天); 超过的由县委组织部批准',
      en: 'days of leave a township may approve',
    },
    { max: 365 },
  ),
  fallback: '3',
})

/** A person has one leave at a time, across all postings. The later row gets the fault. */
function overlaps(candidates: readonly Candidate<Leave>[], db: Database): void {
  const changing = new Set(candidates.flatMap(c => (c.before ? [c.before.id] : [])))
  const person = new Map(
    db.prepare(`select id, coalesce("idNumber", name || '|' || unit) from posting`).raw().all() as [
      number,
      string,
    ][],
  )
  const taken = new Map<string, { leave: Leave; place: Text }[]>()
  const of = (l: Leave) => {
    const who = person.get(l.posting)!
    const list = taken.get(who) ?? []
    taken.set(who, list)
    return list
  }
  for (const row of db.prepare('select * from leave').all() as Leave[]) {
    if (changing.has(row.id)) continue
    of(row).push({ leave: row, place: { zh: `记录 ${row.id}`, en: `record ${row.id}` } })
  }
  for (const { record, place, complain } of candidates) {
    const other = of(record).find(
      ({ leave: l }) => record.firstDay <= lastTaken(l) && l.firstDay <= lastTaken(record),
    )
    if (!other) {
      of(record).push({ leave: record, place })
      continue
    }
    const { leave: l, place: at } = other
    complain(
      'firstDay',
      fault(
        'leave.overlaps',
        `与另一次请假重叠 (${at.zh}, ${l.firstDay} 至 ${lastTaken(l)})`,
        `overlaps another leave (${at.en}, ${l.firstDay} to ${lastTaken(l)})`,
        '核对起止日期; 前一次提前回村的, 先填其销假日期',
        'check the dates; if the other leave ended early, first record its reporting-back date',
      ),
    )
  }
}
