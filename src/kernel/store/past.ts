import type { Database } from 'better-sqlite3'
import { refuse } from '../errors.ts'

/** Databases of a past day, which nothing may write to: see `known.ts`. */
const pasts = new WeakSet<Database>()

export const markPast = (db: Database): void => void pasts.add(db)

export const isPast = (db: Database): boolean => pasts.has(db)

/** Refuses what would write, or has no past, while `--known` is given. */
export const refusePast = (): never =>
  refuse(
    'usage',
    'usage.known-only-shows',
    {
      zh: '--known 只用来看过去某日的库: 列表、报表、得分、导出',
      en: '--known only shows the database of a past day: lists, papers, scores, exports',
    },
    {
      zh: '去掉 --known; 录入和办理都在现在的库里',
      en: 'leave out --known; records are entered in the database of today',
    },
  )
