import { statSync } from 'node:fs'
import { join } from 'node:path'
import { filesUnder } from '../world.ts'
import { erasedOf } from './events.ts'
import { type Found, judge, type Why } from './late.ts'
import type { Life } from './life.ts'
import { type Kept, print } from './papers.ts'

/** A kept paper that is not as it was when it is printed at the end. */
export interface Differing {
  readonly paper: Kept
  readonly now: string
  readonly why: Why | undefined
  readonly by: readonly string[]
  readonly rows: number
  readonly unexplained: readonly string[]
}

export interface Compared {
  readonly life: Life
  /** As of its day, with all that is known now. */
  readonly asOf: readonly Differing[]
  /** As known on its day. */
  readonly known: readonly Differing[]
  /** What was printed as of its day at the end, by kind, day and command. */
  readonly now: ReadonlyMap<string, string>
}

const unknown: Omit<Found, 'why'> & { why: undefined } = { why: undefined, by: [], rows: 0, unexplained: [] }

export const labelOf = (paper: Kept): string => `${paper.day} ${paper.words}`

/** Prints every kept paper again as of its day, and if asked as known on it, and says of each that differs why it may. */
export async function compare(life: Life, isKnownToo: boolean): Promise<Compared> {
  const { office, end } = life
  const may = judge(office, [erasedOf(life.all)], life.lost)
  const asOf: Differing[] = []
  const known: Differing[] = []
  const now = new Map<string, string>()
  for (const paper of life.kept) {
    const words = `${paper.words} --as-of ${paper.day}`
    const then = await print(office, end, paper.kind, words)
    now.set(labelOf(paper), then)
    if (then !== paper.text) {
      const found = may.asOf(paper, then)
      asOf.push({ paper, now: then, ...(found ?? unknown) })
    }
    // A notice is kept as bytes; there is no other state of it.
    if (paper.kind === 'notice' || !isKnownToo) continue
    const knew = await print(office, end, paper.kind, `${words} --known ${paper.day}`)
    if (knew !== paper.text) known.push({ paper, now: knew, ...unknown, why: may.known(paper, knew) })
  }
  return { life, asOf, known, now }
}

const count = <T>(all: readonly T[], key: (one: T) => string): string => {
  const found = new Map<string, number>()
  for (const one of all) found.set(key(one), (found.get(key(one)) ?? 0) + 1)
  return [...found].map(([name, n]) => `${n} ${name}`).join(', ')
}

/** The first places where two printed papers differ, to find the fault by. */
export function firstDifference(a: string, b: string): string {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return `… ${a.slice(Math.max(0, at - 120), at + 60)}\n    now ${b.slice(at, at + 60)}`
}

/** A table by kind of paper, and how large everything became. */
export function report({ life, asOf, known }: Compared): string {
  const lines = [
    'paper       kept  as of: differ  rows  why                                          known: differ  why',
  ]
  for (const kind of new Set(life.kept.map(p => p.kind))) {
    const [a, b] = [asOf, known].map(all => all.filter(d => d.paper.kind === kind)) as [
      Differing[],
      Differing[],
    ]
    const kept = life.kept.filter(p => p.kind === kind).length
    const rows = a.reduce((sum, d) => sum + d.rows, 0)
    const why = (all: Differing[]) => count(all, d => d.why ?? 'FOR NO REASON')
    lines.push(
      `${kind.padEnd(12)}${String(kept).padStart(4)}  ${String(a.length).padStart(13)}  ${String(rows).padStart(4)}  ${why(a).padEnd(44)} ${String(b.length).padStart(13)}  ${why(b)}`.trimEnd(),
    )
  }
  const { folder } = life.office.there
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
  const backups = filesUnder(join(folder, 'cun.db.backups'))
  const sizes = backups.reduce((sum, f) => sum + statSync(f).size, 0)
  const { words, ms } = life.office.slowest
  return [
    ...lines,
    '',
    `${life.kept.length} papers kept, ${life.lost.length} rows lost by the restore and not typed again`,
    `database ${mb(statSync(join(folder, 'cun.db')).size)}, ${backups.length} backups ${mb(sizes)}; slowest command ${words} ${(ms / 1000).toFixed(1)} s`,
  ].join('\n')
}
