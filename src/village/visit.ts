import type { Fault } from '../kernel/errors.ts'
import { fault, optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text, texts } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { setting } from '../kernel/schema/setting.ts'
import type { Reader, RecordOf } from '../kernel/schema/types.ts'
import type { Database } from '../kernel/store/database.ts'
import { counted, type Text, words } from '../kernel/text.ts'
import { household, householdKinds } from '../roster/household.ts'
import { posting } from '../roster/posting.ts'

const fields = {
  household: reference(() => household, { zh: '农户', en: 'household' }),
  date: date({
    zh: '走访日期',
    en: 'date',
    aliases: words('日期 走访时间 入户日期 入户时间 入户走访时间 入户走访日期 时间'),
  }),
  posting: reference(() => posting, {
    zh: '走访人',
    en: 'visitor',
    aliases: words('走访干部 走访人员 入户人员 走访人姓名 走访干部姓名 入户人 入户干部'),
  }),
  kind: optional(
    choice(
      {
        first: { zh: '首轮遍访', en: 'first round', aliases: ['遍访', '首轮'] },
        routine: { zh: '日常走访', en: 'routine', aliases: ['日常'] },
      },
      { zh: '走访类型', en: 'kind of visit', aliases: ['类型', '走访类别'] },
    ),
  ),
  request: optional(
    text(
      {
        zh: '诉求',
        en: 'request',
        aliases: words(
          '群众诉求 反映问题 问题诉求 群众反映问题 反映的问题 群众反映的问题 问题及诉求 反映问题及诉求 困难诉求 诉求建议 意见建议',
        ),
      },
      { nothing: true },
    ),
  ),
  handling: optional(
    text({
      zh: '办理情况',
      en: 'handling',
      aliases: words('处理情况 办理结果 处理结果 解决情况 解决措施 问题解决情况 落实情况 答复情况'),
    }),
  ),
  closed: optional(
    date({
      zh: '办结日期',
      en: 'closed',
      aliases: words('销号日期 办结时间 销号时间 解决时间 解决日期'),
    }),
  ),
  note: optional(text({ zh: '备注', en: 'note' })),
}

interface Elsewhere {
  /** The posting and the village. */
  readonly pair: string
  readonly name: string
  readonly own: string
  readonly there: string
  readonly visits: number
}

/**
 * Says which visits were paid by somebody posted to another village than the household's on that day. That may be
 * meant (neighbouring teams help out), but they count as no visit of the village's own team.
 */
function byOthers(records: readonly RecordOf<typeof fields>[], db: Database): Text | undefined {
  const statement = db.prepare(
    `select p.id || ' ' || there.id as pair, p.name, own.name as own, there.name as there, count(*) as visits
     from json_each(?) r
     join household h on h.id = r.value ->> 0
     join posting p on p.id = r.value ->> 2
     join village own on own.id = p.village
     join village there on there.id = coalesce(
       (select e.village from householdpast e where e.record = h.id and e.until >= r.value ->> 1
        order by e.until limit 1), h.village)
     where own.id <> there.id
     group by p.id, there.id order by min(r.key)`,
  )
  const found = new Map<string, Elsewhere>()
  // A file may hold hundreds of thousands of visits.
  for (let from = 0; from < records.length; from += 10_000) {
    const part = records.slice(from, from + 10_000).map(r => [r.household, r.date, r.posting])
    for (const row of statement.all(JSON.stringify(part)) as Elsewhere[]) {
      const visits = row.visits + (found.get(row.pair)?.visits ?? 0)
      found.set(row.pair, { ...row, visits })
    }
  }
  const rows = [...found.values()]
  if (rows.length === 0) return undefined
  const some = rows.slice(0, 3)
  const all = rows.reduce((sum, r) => sum + r.visits, 0)
  const more = rows.length > some.length
  return {
    zh: `走访人派驻别的村的 ${all} 条, 不算本村工作队的走访: ${some.map(r => `${r.name} (派驻${r.own}) 走访${r.there}`).join('; ')}${more ? ' …' : ''}。记错的用 cun visit change 改`,
    en: `${counted(all, 'visit')} by somebody posted to another village, which count for no team: ${some.map(r => `${r.name} (posted to ${r.own}) in ${r.there}`).join('; ')}${more ? ' …' : ''}. Correct a mistake with cun visit change`,
  }
}

export const visit = register({
  name: 'visit',
  label: { zh: '入户走访', en: 'household visit' },
  about: {
    zh: '驻村工作队一名成员对一户的一次走访, 连同诉求和办理情况。',
    en: 'One visit by a member of the village’s team to one household, with its request and how it was handled.',
  },
  key: ['household', 'date', 'posting'],
  filledBy: 'secretary',
  on: 'date',
  rowPer: 'posting',
  fields,
  list: ['date', 'household', 'posting', 'kind', 'request', 'closed'],
  minor: ['kind'],
  example: { date: '2024-02-20', village: '张老湾村', household: '001', posting: '张三', kind: '首轮遍访' },
  remark: byOthers,
  rules: [
    ({ request, closed }) =>
      closed && !request
        ? {
            field: 'closed',
            fault: fault(
              'visit.closed-without-request',
              '有办结日期, 却没有诉求',
              'is given without a request',
              '补填诉求, 或清空办结日期',
              'give the request, or clear the date',
            ),
          }
        : undefined,
    ({ date, closed }) =>
      date && closed && closed < date
        ? {
            field: 'closed',
            fault: fault(
              'visit.before-visit',
              '早于走访日期',
              'is before the visit',
              '核对两个日期',
              'check the two dates',
            ),
          }
        : undefined,
  ],
})

/** 遍访 takes at most one month, depending on the village (the article of 2024-07-26: 根据村情至多在一个月内). */
export const firstRoundMonths = setting({
  name: 'visit.firstRound.months',
  field: integer(
    { zh: '首轮遍访期限 (到村后几个月内)', en: 'months for the first round after arrival' },
    { min: 1, max: 12 },
  ),
  fallback: '1',
})

export const largeVillage = setting({
  name: 'visit.firstRound.largeVillage',
  field: integer({
    zh: '大村的户数起点 (0 为不分大村)',
    en: 'number of households that makes a village large (0: no village is)',
  }),
  fallback: '0',
})

export const largeMonths = setting({
  name: 'visit.firstRound.largeMonths',
  field: integer(
    { zh: '大村的首轮遍访期限 (月)', en: 'months for the first round in a large village' },
    { min: 1, max: 12 },
  ),
  fallback: '2',
})

/** Parses `监测户=1` into kind of household and months between visits; undefined if malformed. */
export function roundOf(word: string): [kind: string, months: number] | undefined {
  const found = /^(.+?)\s*[=＝:：]\s*(\d{1,2})$/.exec(word)
  return found ? [found[1]!, Number(found[2])] : undefined
}

function wrongRound(words: readonly string[], reader: Reader): Fault | undefined {
  const kinds = reader.get(householdKinds)
  for (const word of words) {
    const [kind, months] = roundOf(word) ?? []
    if (kind === undefined || months === undefined || months < 1 || months > 36) {
      return fault(
        'visit.round-malformed',
        `“${word}”不是“户类型=月数” (1 至 36 个月)`,
        `"${word}" is not KIND=MONTHS (1 to 36 months)`,
        '写作 监测户=1、脱贫户=3',
        'write e.g. 监测户=1、脱贫户=3',
      )
    }
    if (!kinds.includes(kind)) {
      return fault(
        'visit.round-unknown-kind',
        `没有户类型“${kind}”, 可用: ${kinds.join('、')}`,
        `unknown kind of household "${kind}"; known kinds: ${kinds.join(', ')}`,
        '改为其中之一; 确需新增的, 先用 cun settings set household.kinds 加入',
        'use a known kind, or first add the new one with cun settings set household.kinds',
      )
    }
  }
  return undefined
}

export const rounds = setting({
  name: 'visit.rounds',
  field: texts({
    zh: '日常走访: 各户类型几个月一次, 如 监测户=1、脱贫户=3; 空为不要求',
    en: 'routine visits: months between visits by kind of household, e.g. 监测户=1; empty for none',
  }),
  wrong: wrongRound,
  fallback: '',
})

export const requestDays = setting({
  name: 'visit.request.days',
  field: integer({ zh: '诉求办结期限 (天)', en: 'days to close a request' }, { min: 1, max: 999 }),
  fallback: '30',
})
