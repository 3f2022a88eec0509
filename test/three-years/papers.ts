import { createHash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { quarterOf } from './county.ts'
import { type Head, headNow, type Office } from './office.ts'

/** A paper as it was printed, and where the journal stood. */
export interface Kept {
  readonly kind: string
  readonly day: string
  readonly words: string
  readonly text: string
  readonly head: Head
}

/** What is printed of a day: kind and command. */
export function papersOf(day: string): [kind: string, words: string][] {
  const quarter = quarterOf(day)
  const year = day.slice(0, 4)
  return [
    ['brief', 'report brief'],
    ['overdue', 'overdue --each'],
    ['quarter', `report quarter ${quarter}`],
    ['score', `report score ${quarter}`],
    ['attendance', `report attendance ${quarter}`],
    ['stationday', `report stationday ${quarter}`],
    ['onpost', `report onpost ${quarter}`],
    ['inspection', `report inspection ${quarter}`],
    ['redblue', 'redblue list'],
    ['strategy', `report strategy ${year}`],
    ['unsigned', 'report unsigned'],
    ['units', 'unit list'],
    ['townships', 'township list'],
    ['villages', 'village list'],
    ['households', 'household list'],
  ]
}

/** Papers of a frozen quarter, and its notices. */
export const frozenOf = (quarter: string): [kind: string, words: string][] => [
  ...['quarter', 'score', 'attendance', 'stationday', 'onpost'].map(
    paper => ['frozen', `report ${paper} ${quarter}`] as [string, string],
  ),
  ['notice', `notice print 示例发〔${quarter.slice(0, 4)}〕${quarter.slice(5)}号`],
]

/** Prints one paper. What says by itself when it was printed is no part of it: the note of `--known`. */
export async function print(office: Office, clock: string, kind: string, words: string): Promise<string> {
  if (kind !== 'notice') {
    const { out } = await office.on(clock, `cun ${words} --format json`)
    const said = JSON.parse(out) as { notes?: string[]; tables: { rows: { next?: string }[] }[] }
    said.notes = said.notes?.filter(n => !/^按 \S+ 止所录/.test(n))
    // What to do next must be understood today: it says which of two namesakes, also of those who came later.
    for (const row of said.tables.flatMap(t => t.rows)) delete row.next
    return JSON.stringify(said)
  }
  const file = join(office.there.folder, 'notice.docx')
  rmSync(file, { force: true })
  await office.on(clock, `cun ${words} --out ${file}`)
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

export async function keep(
  office: Office,
  day: string,
  papers: readonly [string, string][],
): Promise<Kept[]> {
  const head = headNow(office.there)
  const kept: Kept[] = []
  for (const [kind, words] of papers)
    kept.push({ kind, day, words, head, text: await print(office, day, kind, `${words} --as-of ${day}`) })
  return kept
}
