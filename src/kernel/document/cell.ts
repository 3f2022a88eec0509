import { yuan } from '../schema/fields/number.ts'
import { type Lang, say } from '../text.ts'
import { type Cell, type ColumnType, isShare, perCent } from './document.ts'

export const notApplicable = { zh: '不适用', en: 'n/a' }

export const isRight = (type: ColumnType) => type !== 'text' && type !== 'date' && type !== 'command'

/** A cell as plain text, the same in every text-only format. */
export function cellText(cell: Cell, type: ColumnType, lang: Lang): string {
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
