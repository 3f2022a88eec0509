import type { Complaint, Line } from '../errors.ts'
import type { Field } from '../schema/types.ts'
import { letterOf, personalMasked, visible } from '../text.ts'

/** A value for a complaint: personal numbers masked, hidden characters escaped, cut to 60 characters. */
export function shownValue(field: Field | undefined, text: string): string {
  const masked = field?.mask && /\d{7}/.test(text) ? field.mask(text) : personalMasked(text)
  const seen = visible(masked)
  return seen.length > 60 ? `${seen.slice(0, 60)}…` : seen
}

/** Complaints about the cells of a row behind the last header. */
export function withoutHeader(width: number, cells: readonly string[], line: Line | undefined): Complaint[] {
  const found: Complaint[] = []
  for (let i = width; i < cells.length; i++) {
    if (cells[i] === '') continue
    found.push({
      line,
      value: shownValue(undefined, cells[i]!),
      code: 'row.cell-without-header',
      rule: {
        zh: `第 ${i + 1} 列 (${letterOf(i)}) 没有表头`,
        en: `is in column ${i + 1} (${letterOf(i)}), which has no header`,
      },
      next: { zh: '核对这一行是否错位', en: 'check whether the row is shifted' },
    })
  }
  return found
}
