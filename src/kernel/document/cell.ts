import { yuan } from '../schema/fields/number.ts'
import type { CellType } from '../schema/types.ts'
import { type Lang, say } from '../text.ts'
import { type Cell, isShare, perCent } from './document.ts'

export const notApplicable = { zh: '不适用', en: 'n/a' }

export const isRight = (type: CellType) => type !== 'text' && type !== 'date'

/** A cell as plain text, the same in every format that knows only text. */
export function cellText(cell: Cell, type: CellType, lang: Lang): string {
  if (cell === null) return ''
  if (isShare(cell)) {
    const share = perCent(cell)
    return share === undefined ? notApplicable[lang] : `${share}%`
  }
  if (typeof cell === 'number') {
    if (type === 'amount') return yuan(cell)
    return type === 'score' ? (cell / 10).toFixed(1) : String(cell)
  }
  return say(cell, lang)
}
