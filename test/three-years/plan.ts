/** How large a county is, how long it lives, and what is on which day. */
export interface Plan {
  readonly seed: number
  /** Facts of an earlier month are typed too; otherwise everything is typed before a paper could want it. */
  readonly isLate: boolean
  /** What nobody types, by key and day. */
  readonly without?: ReadonlySet<string>
  readonly townships: number
  /** Of each township. */
  readonly villages: number
  /** Of each village. */
  readonly households: number
  readonly units: number
  /** First month, `2024-01`. */
  readonly from: string
  readonly months: number
  readonly days: Days
}

/** Days of what happens once. */
interface Days {
  readonly merger: string
  readonly rename: string
  readonly level: string
  /** A unit merges into another. */
  readonly unitMerger: string
  /** A township gets another name; sheets go on saying the old one. */
  readonly township: string
  /** Another township gets another code, and its villages with it. */
  readonly code: string
  readonly posting: string
  readonly move: string
  /** First day of those who come when half of the people are replaced, and of the second round. */
  readonly turnover: string
  readonly setting: string
  /** The database is put back to what it was before the first command of `restoreTo`. */
  readonly restore: string
  readonly restoreTo: string
  readonly returns: string
  readonly erase: string
  /** People are drawn for an inspection: a day on which all who serve are on record. */
  readonly draw: string
  /** A frozen quarter is reopened and frozen again. */
  readonly reopen: readonly [day: string, quarter: string]
}

export const long: Plan = {
  seed: 20241128,
  isLate: true,
  townships: 4,
  villages: 5,
  households: 12,
  units: 12,
  from: '2024-01',
  months: 35,
  days: {
    merger: '2024-09-15',
    rename: '2025-02-03',
    level: '2025-03-03',
    unitMerger: '2025-02-17',
    township: '2025-03-17',
    code: '2025-09-22',
    posting: '2025-04-07',
    move: '2025-05-12',
    turnover: '2025-07-01',
    setting: '2025-08-04',
    restoreTo: '2025-10-31',
    restore: '2025-12-20',
    returns: '2026-03-02',
    erase: '2026-06-15',
    draw: '2026-08-20',
    reopen: ['2025-09-08', '2024Q4'],
  },
}

/** The same squeezed into six months. */
export const short: Plan = {
  ...long,
  townships: 2,
  villages: 2,
  households: 4,
  units: 4,
  from: '2024-11',
  months: 6,
  days: {
    merger: '2024-11-15',
    rename: '2024-12-02',
    level: '2024-12-09',
    unitMerger: '2024-12-23',
    township: '2024-12-16',
    code: '2025-01-27',
    posting: '2025-01-20',
    move: '2025-02-03',
    turnover: '2025-02-15',
    setting: '2025-03-03',
    restoreTo: '2025-02-28',
    restore: '2025-03-20',
    returns: '2025-04-01',
    erase: '2025-04-15',
    draw: '2025-01-08',
    reopen: ['2025-04-22', '2024Q4'],
  },
}
