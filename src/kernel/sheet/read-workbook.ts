import type { CellValue, Sheet as HucreSheet } from 'hucre'
import { hasUnits } from './number-unit.ts'
import { packageOf, textOfPart } from './package-parts.ts'
import { isMisread, plainWorkbook } from './plain-workbook.ts'

/** A sheet as read: values by row and column, with their details. */
export type ReadSheet = Pick<
  HucreSheet,
  'name' | 'rows' | 'cells' | 'merges' | 'columns' | 'rowDefs' | 'hidden' | 'veryHidden' | 'dataValidations'
> & { readonly is1904: boolean }

/** Whether the library gave up because of a cell far outside the data. */
export const isTooFar = (error: unknown) =>
  error instanceof Error && /cells\), over the \d+ limit/.test(error.message)

/**
 * Whether a number in a date format is no day: spreadsheets show `####` for it. The library makes a day of any
 * number, or an invalid one, and so loses the number.
 */
const isNoDay = (value: CellValue | undefined, is1904: boolean): boolean =>
  value instanceof Date &&
  !(
    value.getTime() >= Date.UTC(is1904 ? 1904 : 1899, is1904 ? 0 : 11, is1904 ? 1 : 31) &&
    value.getTime() < Date.UTC(10000, 0, 1)
  )

/**
 * The sheets of a workbook that hold rows. Throws an error when the file is not a workbook or is damaged. What the
 * library cannot read, or would misread, it gets in a plain form.
 */
export async function readWorkbook(file: Uint8Array): Promise<readonly ReadSheet[]> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length)
  const book = packageOf(bytes)
  const { is1904 } = book
  const { readXlsx } = await import('hucre/xlsx')
  const readStyles = book.styles !== undefined && hasUnits(textOfPart(bytes, book.styles))
  const read = async (from: Uint8Array) => (await readXlsx(from, { readStyles })).sheets
  const isOdd = !book.isPlain || (await isMisread(book))
  const sheets = await (isOdd
    ? read(await plainWorkbook(book))
    : read(bytes).catch(async error => {
        // What is wrong may lie in a part that holds no rows, e.g. a drawing.
        if (isTooFar(error)) throw error
        return read(await plainWorkbook(book))
      }))
  if (sheets.some(sheet => sheet.rows.some(row => row.some(value => isNoDay(value, is1904))))) {
    const numbers = await readXlsx(await plainWorkbook(book, false))
    sheets.forEach(({ rows }, i) => {
      for (const [r, row] of rows.entries()) {
        for (const [c, value] of row.entries()) {
          if (isNoDay(value, is1904)) row[c] = numbers.sheets[i]?.rows[r]?.[c] ?? null
        }
      }
    })
  }
  return sheets.map(sheet => ({ ...sheet, is1904 }))
}
