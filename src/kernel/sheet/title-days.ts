import { isDate, isoDate } from '../calendar.ts'
import { narrow } from '../text.ts'

/** A day as a title says it, perhaps without its year. */
interface TitleDay {
  readonly year?: number
  readonly month: number
  readonly day: number
}

const WHOLE = /(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)/g
const COMPACT = /(?<!\d)((?:19|20)\d{2})([01]\d)([0-3]\d)(?!\d)/g
const NO_YEAR = /(?<!\d)(?<!\d{4}\s*年\s*)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]/g

/** The days that titles and file names say: 2024年4月10日, 2024-04-10, 20240410, 4月10日. */
export function daysIn(texts: readonly string[]): TitleDay[] {
  const found: TitleDay[] = []
  for (const text of texts.map(narrow)) {
    for (const [, year, month, day] of [...text.matchAll(WHOLE), ...text.matchAll(COMPACT)])
      found.push({ year: Number(year), month: Number(month), day: Number(day) })
    for (const [, month, day] of text.matchAll(NO_YEAR))
      found.push({ month: Number(month), day: Number(day) })
  }
  // 2000 was a leap year.
  return found.filter(d => isDate(d.year ?? 2000, d.month, d.day))
}

/** Whether a day is the one that a title says. */
export const isThat = ({ year, month, day }: TitleDay, iso: string): boolean =>
  isoDate(year ?? Number(iso.slice(0, 4)), month, day) === iso
