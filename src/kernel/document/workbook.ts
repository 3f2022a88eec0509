import type { CellStyle, CellValue, WriteSheet } from 'hucre'
import { visible } from '../text.ts'
import { letterOf } from './column-letter.ts'
import { type Fonts, fontName } from './fonts.ts'
import { repacked } from './zip-parts.ts'

export type Look = CellStyle
export type Value = string | number | null

export interface Sheet {
  /** At most 31 characters, none of `[]:*?/\'`, unique in the book. */
  readonly name: string
  /** Of each column, in characters; the look of its ordinary cells. */
  readonly columns: readonly { readonly width: number; readonly look: Look }[]
  readonly rows: readonly (readonly Value[])[]
  /** Where a cell looks other than its column: by `row,column`. */
  readonly looks: ReadonlyMap<string, Look>
  /** Rows whose first cell runs across the sheet. */
  readonly merged: readonly number[]
  /** In points, by row. */
  readonly heights: ReadonlyMap<number, number>
  /** How many rows stay on the screen and stand on every page. */
  readonly head: number
  /** What is said when the pointer rests on a cell, by `row,column`. */
  readonly notes?: ReadonlyMap<string, string>
  readonly choices?: readonly Choices[]
  /** Whether rows are to be added: the looks of the columns hold below the last one too. */
  readonly isOpen?: true
}

/** Cells that are filled from a list. */
export interface Choices {
  readonly column: number
  /** From the first to the last, from 1. */
  readonly rows: readonly [number, number]
  /** Where the list stands: `'sheet'!$A$1:$A$9`. */
  readonly list: string
  /** Whether nothing else may be typed. */
  readonly isStrict: boolean
  readonly fault: { readonly title: string; readonly text: string }
}

/** The words that the library would write as errors, not as text. */
const ERROR = /^#[A-Z/0_]+[!?]?$/
/** What readers of this format would take for an escaped character. */
const ESCAPE = /_(?=x[0-9A-Fa-f]{4}_)/g

const plain = (value: Value): CellValue =>
  typeof value === 'string' ? visible(value).replace(ESCAPE, '_x005F_') : value

function writeSheet(sheet: Sheet, footer: string): WriteSheet {
  const cells: NonNullable<WriteSheet['cells']> = new Map()
  for (const [at, style] of sheet.looks) cells.set(at, { style })
  for (const [r, row] of sheet.rows.entries()) {
    for (const [c, value] of row.entries()) {
      if (typeof value !== 'string' || !ERROR.test(value)) continue
      cells.set(`${r},${c}`, { ...cells.get(`${r},${c}`), richText: [{ text: value }] })
    }
  }
  for (const [at, text] of sheet.notes ?? [])
    cells.set(at, { ...cells.get(at), comment: { text: plain(text) as string } })
  const last = Math.max(0, sheet.columns.length - 1)
  return {
    name: sheet.name,
    columns: sheet.columns.map(({ width, look }) => ({ width, style: look })),
    rows: [
      ...sheet.rows.map(row => row.map(plain)),
      ...(sheet.isOpen ? [sheet.columns.map(() => null)] : []),
    ],
    cells,
    merges:
      last === 0 ? [] : sheet.merged.map(row => ({ startRow: row, startCol: 0, endRow: row, endCol: last })),
    rowDefs: new Map([...sheet.heights].map(([row, height]) => [row, { height }])),
    freezePane: { rows: sheet.head },
    dataValidations: sheet.choices?.map(({ column, rows, list, isStrict, fault }) => ({
      type: 'list',
      range: `${letterOf(column)}${rows[0]}:${letterOf(column)}${rows[1]}`,
      formula1: list,
      allowBlank: true,
      showErrorMessage: isStrict,
      errorStyle: 'stop',
      errorTitle: fault.title,
      errorMessage: fault.text,
    })),
    pageSetup: {
      paperSize: 'a4',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.7, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: footer },
  }
}

/** The library writes the looks of its last, blank row; a column has none until it is given that of its cell. */
function withColumnLooks(xml: string): string {
  const last = /<row [^>]*>((?:<c r="[A-Z]+\d+" s="\d+"\/>)+)<\/row><\/sheetData>/.exec(xml)
  if (!last) return xml
  const looks = [...last[1]!.matchAll(/ s="(\d+)"/g)].map(m => m[1])
  return xml.replace(
    /<col min="(\d+)"/g,
    (col, at: string) => `${col.replace('<col', `<col style="${looks[Number(at) - 1] ?? 0}"`)}`,
  )
}

/** A workbook of these sheets, printed on A4 across. `footer` in the codes of the format: `&P` page, `&N` of. */
export async function writeWorkbook(
  sheets: readonly Sheet[],
  { title, footer, fonts }: { title: string; footer: string; fonts: Fonts },
): Promise<Uint8Array> {
  const { writeXlsx } = await import('hucre/xlsx')
  const made = await writeXlsx({
    sheets: sheets.map(sheet => writeSheet(sheet, footer)),
    defaultFont: { name: fontName(fonts.number), size: 11 },
    // The library's own setting leaves the name of the sheet unquoted.
    namedRanges: sheets.map(({ name, head }) => ({
      name: '_xlnm.Print_Titles',
      range: `'${name}'!$1:$${head}`,
      scope: name,
    })),
  })
  return repacked(made, title, parts => {
    for (const [name, xml] of Object.entries(parts)) {
      // Digits that are text are meant to be; and without formulas nothing is to be reckoned on opening.
      if (name.startsWith('xl/worksheets/sheet')) {
        parts[name] = withColumnLooks(xml).replace(
          '</worksheet>',
          '<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors></worksheet>',
        )
      }
      // The library's notes have room for four short lines.
      if (name.endsWith('.vml'))
        parts[name] = xml.replace(/(<x:Anchor>\d+,15,)0,2,(\d+),31,4,4/g, '$10,2,$2,63,6,4')
      if (name === 'xl/workbook.xml') parts[name] = xml.replace(/<calcPr[^>]*\/>/, '')
    }
  })
}
