import type { CellValue } from 'hucre'
import { Fault, Refusal, refuse } from '../errors.ts'
import { errorWord } from '../schema/nothing.ts'
import { unguarded } from '../text.ts'
import { maxColumns, maxRecords, type SheetRow, tooLarge } from './csv.ts'
import { damaged } from './file-type.ts'
import { unitOf } from './number-unit.ts'
import { isTooFar, type ReadSheet, readWorkbook } from './read-workbook.ts'

/** The sheets of a workbook; refuses a damaged or oversized file. */
export async function openWorkbook(bytes: Uint8Array, file: string): Promise<readonly ReadSheet[]> {
  try {
    return await readWorkbook(bytes)
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (isTooFar(error)) return farAway(file)
    return damaged(file)
  }
}

const farAway = (file: string): never =>
  refuse(
    'input',
    'file.sheet-too-large',
    {
      zh: `${file} 的工作表太大: 数据区以外很远处还有内容或格式`,
      en: `a sheet of ${file} is too large: it has content or formatting far outside its data`,
    },
    {
      zh: '删去数据区以外的行和列后保存, 或另存为 CSV',
      en: 'delete the rows and columns outside the data and save, or save it as CSV',
    },
  )

const digitsLost = new Fault(
  'cell.digits-lost',
  {
    zh: '是数字格, 表格软件只存 15 位, 后几位已丢失',
    en: 'is a number cell; spreadsheets keep only 15 digits, so the last ones are lost',
  },
  {
    zh: '把该列设为文本格式, 照原件重新录入',
    en: 'format the column as text and type the number again from the original',
  },
)
const formulaError = new Fault(
  'cell.formula-error',
  { zh: '是公式算出的错误', en: 'is a formula error' },
  { zh: '改正公式, 或直接填写值', en: 'correct the formula, or type the value' },
)
const notReckoned = new Fault(
  'cell.formula-without-result',
  { zh: '是公式, 文件里没有它算出的值', en: 'is a formula whose result is not in the file' },
  {
    zh: '用 WPS 或 Excel 打开并保存后再导入, 或直接填写值',
    en: 'open and save the file in WPS or Excel and import it again, or type the value',
  },
)

/** Spreadsheets keep every digit below this. */
const exact = 1e15
const pad = (n: number) => String(n).padStart(2, '0')

/** Serial numbers of days from March 1960 to 2173. Smaller ones may well mean a year or month: 2024, 20246. */
const isSerial = (value: CellValue | undefined): value is number =>
  typeof value === 'number' && value >= 22_000 && value < 100_000

const serialDay = (serial: number, is1904: boolean) =>
  dayText(
    new Date(
      Date.UTC(is1904 ? 1904 : 1899, is1904 ? 0 : 11, is1904 ? 1 : 30) + Math.round(serial * 86_400_000),
    ),
  )

/** A time without a date has day zero, which is in 1899 or 1904, depending on the workbook's calendar. */
function dayText(day: Date): string {
  if (Number.isNaN(day.getTime())) return ''
  const date = day.toISOString().slice(0, 10)
  const [h, m, s] = [day.getUTCHours(), day.getUTCMinutes(), day.getUTCSeconds()]
  const time = `${pad(h)}:${pad(m)}${s > 0 ? `:${pad(s)}` : ''}`
  const isTime = date < '1900-01-01' || (date === '1904-01-01' && h + m + s > 0)
  if (isTime) return time
  return h + m + s > 0 ? `${date} ${time}` : date
}

function numberText(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value)
  const text = String(Number(value.toPrecision(15)))
  return text.includes('e') && Math.abs(value) < 1 ? value.toFixed(15).replace(/0+$/, '') : text
}

/** A cell as a person would type it: 0.98 in per cent format is `98%`, 3.5 shown with a unit `3.5万元`. */
function textOf(value: CellValue, unit: string | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return unguarded(value.replace(/\r*\n|\r/g, '\n'))
  if (typeof value === 'number') return `${numberText(unit === '%' ? value * 100 : value)}${unit ?? ''}`
  if (typeof value === 'boolean') return value ? '是' : '否'
  return dayText(value)
}

const isBlank = (value: CellValue | undefined) =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '')

/** Formulas and errors, by row. Most sheets have few. */
function remarked(sheet: ReadSheet): Map<number, [column: number, fault: Fault | undefined][]> {
  const found = new Map<number, [number, Fault | undefined][]>()
  for (const [at, cell] of sheet.cells ?? []) {
    const isError = cell.type === 'error'
    if (!isError && cell.formula === undefined) continue
    const [row, column] = at.split(',').map(Number) as [number, number]
    const fault = isError ? formulaError : cell.value === null ? notReckoned : undefined
    const there = found.get(row)
    if (there) there.push([column, fault])
    else found.set(row, [[column, fault]])
  }
  return found
}

/** Returns the unit in which a cell is shown. */
function unitsOf(sheet: ReadSheet): (row: number, column: number) => string | undefined {
  const found = new Map<string, string>()
  for (const [at, cell] of sheet.cells ?? []) {
    const unit = unitOf(cell.style?.numFmt)
    if (unit !== undefined) found.set(at, unit)
  }
  return (row, column) => (found.size > 0 ? found.get(`${row},${column}`) : undefined)
}

/** For each row, the columns that a cell merged downwards covers, with the first row of that cell. */
function covered(
  sheet: ReadSheet,
  from: number,
  last: number,
  file: string,
): Map<number, [number, number][]> {
  const found = new Map<number, [number, number][]>()
  let count = 0
  for (const { startRow, startCol, endRow } of sheet.merges ?? []) {
    if (!(startRow >= from)) continue
    for (let row = startRow + 1; row <= Math.min(endRow, last); row++) {
      if (++count > maxRecords) tooLarge(file, row + 1)
      const there = found.get(row)
      if (there) there.push([startCol, startRow])
      else found.set(row, [[startCol, startRow]])
    }
  }
  return found
}

/**
 * The rows of a sheet up to the last that is not blank. From row `filledFrom` on, the value of a cell merged
 * downwards is in every row it covers; rows with no other value stay blank.
 */
export function* workbookRows(sheet: ReadSheet, file: string, filledFrom: number): Generator<SheetRow> {
  const { rows } = sheet
  const last = rows.findLastIndex(row => row.some(value => !isBlank(value)))
  const remarks = remarked(sheet)
  const units = unitsOf(sheet)
  const merged = covered(sheet, filledFrom, last, file)
  if (last >= maxRecords) {
    const held = rows.filter(row => row.some(value => !isBlank(value))).length
    if (held < maxRecords) farAway(file)
    tooLarge(file, maxRecords + 1)
  }
  for (let r = 0; r <= last; r++) {
    const own = rows[r] ?? []
    const width = own.findLastIndex(value => !isBlank(value)) + 1
    if (width > maxColumns) tooLarge(file, r + 1)
    const values = own.slice(0, width)
    /** Column of a cell filled from a merged one → the row in which that begins. */
    const filled = new Map<number, number>()
    for (const [column, start] of width > 0 ? (merged.get(r) ?? []) : []) {
      const value = rows[start]?.[column]
      if (isBlank(value) || !isBlank(values[column])) continue
      while (values.length <= column) values.push(null)
      values[column] = value!
      filled.set(column, start)
    }
    const unit = (column: number) => units(filled.get(column) ?? r, column)
    const faults = new Map<number, Fault>()
    const formulas: number[] = []
    for (const [c, value] of values.entries()) {
      if (typeof value === 'number' && Math.abs(value) >= exact) faults.set(c, digitsLost)
      else if (typeof value === 'string' && errorWord.test(value)) faults.set(c, formulaError)
    }
    for (const [column, fault] of remarks.get(r) ?? []) {
      if (fault) faults.set(column, fault)
      else if (!faults.has(column)) formulas.push(column)
    }
    const serials = (column: number) => {
      const value = values[column]
      return isSerial(value) && unit(column) === undefined ? serialDay(value, sheet.is1904) : undefined
    }
    yield {
      line: r + 1,
      cells: values.map((value, c) => textOf(value, unit(c))),
      ...(faults.size > 0 && { faults }),
      ...(formulas.length > 0 && { formulas }),
      ...(values.some(isSerial) && { serials }),
      ...(filled.size > 0 && { filled: [...filled.keys()] }),
      ...(sheet.rowDefs?.get(r)?.hidden && { isHidden: true }),
    }
  }
}
