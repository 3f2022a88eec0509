import { Fault } from '../kernel/errors.ts'
import type { Candidate } from '../kernel/schema/types.ts'
import type { Database } from '../kernel/store/database.ts'

interface Merger {
  readonly id: number
  readonly into: number
  readonly on: string
  readonly name: string
}

/**
 * A household is listed in a village only as long as there is one: a list that gives the name of a merged village
 * would file it where nobody visits. Who left before the merger may still be recorded.
 */
export function listedWhereVillageIs(candidates: readonly Candidate[], db: Database): void {
  const rows = db
    .prepare(
      `select v.id, v."mergedInto" as "into", v."mergedOn" as "on", i.name
       from village v join village i on i.id = v."mergedInto"`,
    )
    .all() as Merger[]
  if (rows.length === 0) return
  const mergers = new Map(rows.map(r => [r.id, r]))
  for (const { record, before, complain } of candidates) {
    const first = mergers.get(record.village as number)
    const end = record.end as string | null
    if (!first || before?.village === record.village || (end && end < first.on)) continue
    let last = first
    for (let next: Merger | undefined = first; next; next = mergers.get(next.into)) last = next
    complain(
      'village',
      new Fault(
        'reference.not-in-force',
        { zh: `已于 ${first.on} 并入${last.name}`, en: `was merged into ${last.name} on ${first.on}` },
        {
          zh: `写作 ${last.name}; 并村之前就离册的, 填离册日期`,
          en: `write ${last.name}; if it left before the merger, give the last day listed`,
        },
      ),
    )
  }
}
