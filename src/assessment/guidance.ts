import { fault, optional } from '../kernel/schema/field.ts'
import { references } from '../kernel/schema/fields/reference.ts'
import { person, text, texts } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import type { Candidate, RecordOf } from '../kernel/schema/types.ts'
import type { Database } from '../kernel/store/database.ts'
import { joined, type Lang, type Text } from '../kernel/text.ts'
import { township } from '../roster/township.ts'

const fields = {
  name: text(
    { zh: '指导组名称', en: 'group', aliases: ['名称', '组名', '指导组', '党建指导组', '组别'] },
    { max: 50 },
  ),
  leader: person({ zh: '组长', en: 'leader', aliases: ['指导组组长', '负责人', '牵头人'] }),
  members: optional(
    texts({ zh: '成员', en: 'members', aliases: ['组员', '指导组成员', '小组成员', '组成人员'] }),
  ),
  townships: references(() => township, {
    zh: '联系乡镇',
    en: 'townships',
    aliases: ['负责乡镇', '分包乡镇', '指导乡镇', '联系乡镇(街道)', '包联乡镇'],
  }),
}

type Guidance = RecordOf<typeof fields>

export const guidance = register({
  name: 'guidance',
  label: { zh: '党建指导组', en: 'guidance group' },
  about: {
    zh: '县委组织部派出的一个党建指导组和它联系的乡镇; 一个乡镇只归一个组。',
    en: 'One group that guides and inspects some townships; a township belongs to one group.',
  },
  key: ['name'],
  filledBy: 'county',
  fields,
  list: ['name', 'leader', 'members', 'townships'],
  naming: {
    header: {
      zh: '党建指导组',
      en: 'guidance group',
      aliases: ['指导组', '抽查组', '检查组', '督查组', '指导组名称'],
    },
    by: ['name'],
  },
  example: { name: '第一指导组', leader: '赵六', members: '钱七、孙八', townships: '常平乡' },
  between: oneGroup,
})

/** A township has one group, so that a draw knows whom to send. The later row gets the fault. */
function oneGroup(candidates: readonly Candidate<Guidance>[], db: Database): void {
  const changing = new Set(candidates.flatMap(c => (c.before ? [c.before.id] : [])))
  const names = new Map(db.prepare('select id, name from township').raw().all() as [number, string][])
  const taken = new Map<number, { name: string; place: Text }>()
  const rows = db
    .prepare('select g.id, g.name, e.value as township from guidance g, json_each(g.townships) e')
    .all() as { id: number; name: string; township: number }[]
  for (const row of rows) {
    if (changing.has(row.id)) continue
    taken.set(row.township, { name: row.name, place: { zh: `记录 ${row.id}`, en: `record ${row.id}` } })
  }
  for (const { record, place, complain } of candidates) {
    const lost = record.townships.filter(id => taken.has(id))
    for (const id of record.townships) if (!taken.has(id)) taken.set(id, { name: record.name, place })
    if (lost.length === 0) continue
    const list = (lang: Lang) =>
      joined(
        lost.map(id => {
          const { name, place: at } = taken.get(id)!
          return lang === 'zh'
            ? `${names.get(id)}已归${name} (${at.zh})`
            : `${names.get(id)} belongs to ${name} (${at.en})`
        }),
        lang,
      )
    complain(
      'townships',
      fault(
        'guidance.township-taken',
        `${list('zh')}; 一个乡镇只归一个指导组`,
        `conflicts with another group: ${list('en')}; a township has one group`,
        '留在其中一组; 换组的, 先改原来那一组',
        'keep the township in one group; to move it, first change the other group',
      ),
    )
  }
}
