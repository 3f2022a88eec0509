import type { Facts } from '../kernel/cli/facts.ts'
import { type Overview, verb } from '../kernel/cli/line.ts'
import { print } from '../kernel/cli/print.ts'
import { writeNow } from '../kernel/cli/write.ts'
import type { Document } from '../kernel/document/document.ts'
import { type Fault, refuse } from '../kernel/errors.ts'
import { applyPlan } from '../kernel/import/apply-plan.ts'
import type { Plan } from '../kernel/import/plan.ts'
import { planned } from '../kernel/import/plan-verb.ts'
import { fault, field } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { counted } from '../kernel/text.ts'
import { postings, type Serving, servingBetween } from '../roster/serving.ts'
import { inspection } from './inspection.ts'
import { drawn } from './seats.ts'

/** Current guidance groups: township id → group id. */
const groupsOf = (facts: Facts): Map<number, number> =>
  new Map(
    facts.db.prepare('select e.value, g.id from guidance g, json_each(g.townships) e').raw().all() as [
      number,
      number,
    ][],
  )

async function plans(facts: Overview, people: readonly Serving[], name: string): Promise<Plan[]> {
  const groups = groupsOf(facts)
  const without = [...new Set(people.filter(p => !groups.has(p.township)).map(p => p.townshipName))]
  if (without.length > 0) {
    refuse(
      'input',
      'inspection.township-without-group',
      {
        zh: `没有抽取: ${without.join('、')}还没有党建指导组`,
        en: `nothing was drawn: no guidance group covers ${without.join(', ')}`,
      },
      {
        zh: '先在 cun guidance add 或 cun guidance change 中写明联系乡镇',
        en: 'assign a group with cun guidance add or cun guidance change',
      },
    )
  }
  const there = facts.db
    .prepare(
      'select id from inspection where date = ? and posting in (select value from json_each(?)) order by id',
    )
    .pluck()
    .all(facts.asOf, JSON.stringify(people.map(p => p.id))) as number[]
  if (there.length > 0) {
    const list = there.map(id => `#${id}`).join(', ')
    refuse(
      'input',
      'inspection.already-drawn',
      {
        zh: `没有抽取: 其中 ${there.length} 人 ${facts.asOf} 已有抽查记录 (${list}); 同一天不能换种子重抽`,
        en: `nothing was drawn: ${counted(there.length, 'person', 'people')} drawn already ${there.length === 1 ? 'has' : 'have'} an inspection on ${facts.asOf} (${list}); a day cannot be drawn again with another seed`,
      },
      {
        zh: '换一天抽取 (--as-of), 或先用 cun undo 撤回当天的那一次',
        en: 'draw for another day (--as-of), or undo that day’s draw with cun undo',
      },
    )
  }
  const made: Plan[] = []
  for (const p of people) {
    const guidance = `#${groups.get(p.township)}`
    made.push(
      await planned(facts, inspection, { guidance, date: facts.asOf, posting: `#${p.id}`, draw: name }),
    )
  }
  return made
}

/** Records of a draw, ordered by village code. */
function drawList(facts: Facts, name: string): Document {
  const rows = facts.db
    .prepare(
      `select i.id, t.name as township, v.name as village, p.name, u.name as unit, g.name as groupName
       from inspection i
       join posting p on p.id = i.posting join unit u on u.id = p.unit
       join village v on v.id = p.village join township t on t.id = v.township
       join guidance g on g.id = i.guidance
       where i.draw = ? order by v.code, p.start, p.id`,
    )
    .all(name) as {
    id: number
    township: string
    village: string
    name: string
    unit: string
    groupName: string
  }[]
  return {
    title: { zh: '在岗抽查名单', en: 'Drawn for inspection' },
    subtitle: {
      zh: `${name}, 共 ${rows.length} 人`,
      en: `${name}, ${counted(rows.length, 'person', 'people')}`,
    },
    tables: [
      {
        columns: [
          { key: 'id', label: { zh: '记录号', en: 'record number' }, type: 'integer' },
          { key: 'township', label: { zh: '乡镇', en: 'township' }, type: 'text' },
          { key: 'village', label: { zh: '村', en: 'village' }, type: 'text' },
          { key: 'name', label: { zh: '姓名', en: 'name' }, type: 'text' },
          { key: 'unit', label: { zh: '派出单位', en: 'sponsor unit' }, type: 'text' },
          { key: 'group', label: { zh: '党建指导组', en: 'guidance group' }, type: 'text' },
        ],
        lines: rows.map(r => ({ cells: [r.id, r.township, r.village, r.name, r.unit, r.groupName] })),
      },
    ],
    notes: [
      {
        zh: '名额按各乡镇当日在任人数用最大余数法分配, 名额够时每个乡镇至少 1 人; 乡镇内取 SHA-256(种子|日期|村代码|驻村开始时间) 最小者; 同村同日开始的, 再比 SHA-256(种子|日期|村代码|驻村开始时间|派驻记录号)。任何人可据此复算。',
        en: 'Seats are allotted by largest remainder of the people in office that day, at least one per township if the count allows; within a township, the smallest SHA-256 of seed|date|village code|start date is drawn; between people of one village with the same start date, the smallest SHA-256 of seed|date|village code|start date|record number of the posting. So anyone can recompute the draw.',
      },
    ],
  }
}

const people = { zh: '抽取人数', en: 'how many people' }
const shares = { zh: '名额怎样分配: township (默认)', en: 'how seats are allotted: township (default)' }
const seedLabel = { zh: '种子, 数字或字母', en: 'the seed, digits or letters' }

const readSeed = (text: string): string | Fault =>
  /^[A-Za-z0-9]{1,40}$/.test(text)
    ? text
    : fault(
        'inspection.seed-malformed',
        '只能是数字和字母, 至多 40 个',
        'contains characters other than digits and letters, or more than 40',
        '写当众确定的种子, 如 --seed 7',
        'give the seed agreed on in public, e.g. --seed 7',
      )

export const draw = verb({
  noun: 'inspection',
  name: 'draw',
  label: { zh: '随机抽取抽查对象', en: 'draw at random whom to inspect' },
  options: [
    { flags: '--count <n>', label: people, required: true, field: integer(people, { min: 1 }) },
    {
      flags: '--by <word>',
      label: shares,
      field: choice({ township: { zh: 'township', en: 'township', aliases: ['乡镇'] } }, shares),
    },
    {
      flags: '--seed <word>',
      label: seedLabel,
      required: true,
      field: field(seedLabel, { kind: 'seed', read: readSeed, write: seed => seed }),
    },
  ],
  isWriting: true,
  example: 'cun inspection draw --count 20 --by township --seed 7 --as-of 2024-05-10',
  async run(call, _, options) {
    const { count, seed } = options
    const name = `${call.asOf} seed ${seed} count ${count}`
    const known = call.db.prepare('select count(*) from inspection where draw = ?').pluck().get(name)
    if (known) {
      await print(call, drawList(call, name))
      call.tell({
        zh: `这次抽取 (${name}) 已登记过, 没有重复写入`,
        en: `this draw (${name}) is already on record; nothing was written`,
      })
      return 0
    }
    const people = drawn(
      servingBetween(postings(call), call.asOf, call.asOf).map(s => s.posting),
      { count, seed, asOf: call.asOf },
    )
    const made = await plans(call, people, name)
    const batch =
      made.length === 0
        ? 0
        : writeNow(
            call,
            'inspection draw',
            pen => {
              for (const one of made) applyPlan(call.db, one, pen)
            },
            made[0]!.seen,
          )
    await print(call, drawList(call, name))
    const fewer = people.length < count
    call.tell({
      zh: `${fewer ? `当日在任只有 ${people.length} 人, 全部抽取` : `抽取 ${people.length} 人`}${batch ? `, 第 ${batch} 批` : ''}`,
      en: `${fewer ? `only ${counted(people.length, 'person', 'people')} in office that day, all drawn` : `${counted(people.length, 'person', 'people')} drawn`}${batch ? `, batch ${batch}` : ''}`,
    })
    return 0
  },
})
