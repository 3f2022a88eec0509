import type { Named } from './named.ts'

type Row = Record<string, unknown>

/** A row that only one of two states of a paper has. */
export interface Changed {
  readonly text: string
  readonly id: number | undefined
  /** An item of the brief: of the whole county, though it may name villages as examples. */
  readonly isItem: boolean
  /** The registers that it is about, by the measures that differ, the duty, or the item of the brief; undefined: it does not say. */
  readonly about: ReadonlySet<string> | undefined
}

/** What duties and measures whose name begins with the word count, besides who serves where. */
const counted: Readonly<Record<string, readonly string[]>> = {
  visit: ['visit', 'household', 'householdpast'],
  dispatch: ['dispatch', 'receipt'],
  diary: ['diary', 'review'],
  milestone: ['strategy', 'milestone', 'waiver'],
  inspection: ['inspection', 'leave'],
  training: ['training', 'leave'],
  seminar: ['seminar', 'leave'],
}

/** What the items of the brief count. */
const items: Readonly<Record<string, string>> = {
  政策培训: 'training',
  业务培训: 'training',
  研讨: 'seminar',
  文件传达: 'dispatch',
  轮换交接: 'handover',
  首轮遍访: 'visit',
  日常走访: 'visit',
  驻村日记审阅: 'diary',
  一村一策: 'milestone',
  专业人才支持: 'expert',
  争取资金到位: 'resource',
  团购订单: 'purchase',
  民生实事: 'deed',
  村内活动: 'participation',
  外出学习: 'trip',
  红榜单位: 'redblue',
  蓝榜单位: 'redblue',
  先进典型: 'exemplar',
  党建指导组: 'guidance',
  在岗抽查: 'inspection',
  季度经验交流: 'exchange',
}

/** Who serves where; and who answers for what a predecessor left open. */
const everywhere = [
  ...['posting', 'unit', 'village', 'township'].flatMap(name => [name, `${name}past`]),
  'handover',
  'setting',
  'settingpast',
]

const aboutOf = (words: readonly string[]) =>
  new Set(words.map(w => w.split('.')[0]!).flatMap(w => [...(counted[w] ?? [w]), ...everywhere]))

/** Without its place among others, which any of them moves, and without columns that are shown where one has a value. */
const bare = ({ rank: _, ...row }: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))

const keyOf = ({ township, village, name, unit, isTotal }: Row) =>
  JSON.stringify([township, village, name, unit, isTotal])

/** The rows of two states of a paper that the other does not have. */
export function changedRows(a: string, b: string): Changed[] {
  const [one, other] = [a, b].map(text =>
    (JSON.parse(text) as { tables: { rows: Row[] }[] }).tables.map(t => t.rows.map(bare)),
  ) as [Row[][], Row[][]]
  return one.flatMap((rows, i) => [...missing(rows, other[i]!), ...missing(other[i]!, rows)])
}

function missing(rows: readonly Row[], from: readonly Row[]): Changed[] {
  const there = new Set(from.map(row => JSON.stringify(row)))
  const byKey = new Map(from.map(row => [keyOf(row), row]))
  return rows.flatMap(row => {
    const text = JSON.stringify(row)
    if (there.has(text)) return []
    const was = byKey.get(keyOf(row)) ?? {}
    const measures = Object.keys(row).filter(
      k => k.includes('.') && JSON.stringify(row[k]) !== JSON.stringify(was[k]),
    )
    const item = row.duty ?? (typeof row.item === 'string' ? (items[row.item] ?? row.item) : undefined)
    const words = typeof item === 'string' ? [item] : measures
    const id = typeof row.id === 'number' ? row.id : undefined
    return [
      {
        text,
        id,
        isItem: typeof row.item === 'string',
        about: words.length > 0 ? aboutOf(words) : undefined,
      },
    ]
  })
}

/**
 * Tells whether a record concerns a row: it names somebody or something of it. A row that names only townships
 * belongs to all that is in them, one that names nobody to all; a record that names nobody concerns every row.
 */
export function concerning({ text, isItem }: Changed, all: Named): (of: Named) => boolean {
  if (isItem) return () => true
  const [names, townships] = [all.names, all.townships].map(known => [...known].filter(n => text.includes(n)))
  const isNaming = (of: ReadonlySet<string>, some: readonly string[]) => some.some(name => of.has(name))
  return of => {
    if (of.names.size === 0 && of.townships.size === 0) return true
    if (names!.length > 0) return isNaming(of.names, names!)
    return townships!.length === 0 || isNaming(of.townships, townships!)
  }
}
