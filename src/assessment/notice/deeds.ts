import type { Facts } from '../../kernel/cli/facts.ts'
import type { Entry } from '../list/redblue.ts'
import type { Content, Frozen } from '../score/quarter.ts'
import { type Block, chinesePunctuation } from './official/official.ts'

/** The deeds that a frozen result counts, each with the unit; of a year made of quarters, those of the quarters. */
function* counted(
  facts: Facts,
  { scored }: Pick<Content, 'scored'>,
): Generator<readonly [unit: number | null, deed: number]> {
  const parts = new Set<number>()
  for (const { subject, score } of scored) {
    for (const { register, record } of score.items.flatMap(item => item.facts)) {
      if (register === 'deed') yield [subject.kind === 'unit' ? subject.id : null, record!]
      if (register === 'quarter') parts.add(record!)
    }
  }
  const content = facts.db.prepare('select content from quarter where id = ?').pluck()
  for (const part of parts) yield* counted(facts, JSON.parse(content.get(part) as string) as Content)
}

/**
 * The deeds for the people behind each red unit, by name, of those that the frozen result counts: what was
 * recorded since stands in no table beside them. A deed that names its unit is that unit's; any other belongs to
 * every unit for which it counts.
 */
export function deedParagraphs(facts: Facts, { content }: Frozen, reds: readonly Entry[]): Block[] {
  const units = reds.filter(e => e.kind === 'unit')
  const rows = facts.db
    .prepare(
      `with counted as (select value->>0 as unit, value->>1 as deed from json_each(:counted))
       select u.value as unit, t.name || v.name || group_concat(d.title, '、' order by d.date, d.id) as said
       from json_each(:units) u
       join deed d on d.id in (select c.deed from counted c where d.unit = u.value or (d.unit is null and c.unit = u.value))
       join village v on v.id = d.village join township t on t.id = v.township
       group by u.value, v.id order by v.code`,
    )
    .all({
      counted: JSON.stringify([...counted(facts, content)]),
      units: JSON.stringify(units.map(e => e.subject)),
    }) as { unit: number; said: string }[]
  const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
  const named = units.flatMap(({ name, subject }) => {
    const own = rows.filter(r => r.unit === subject).map(r => chinesePunctuation(r.said))
    return own.length > 0 ? [paragraph(`${name}：${own.join('；')}。`)] : []
  })
  return named.length > 0 ? [paragraph('上述单位办成、经村里确认的民生实事：'), ...named] : []
}
