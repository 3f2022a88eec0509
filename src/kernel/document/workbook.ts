import type { CellStyle, CellValue, WriteSheet } from 'hucre'
import { guarded, letterOf, visible } from '../text.ts'
import { type Fonts, fontName } from './fonts.ts'
import { repacked } from './zip-parts.ts'

export type Look = CellStyle
export type Value = string | number | null

export interface Sheet {
  /** At most 31 characters, without `[]:*?/\'`, unique in the workbook. */
  readonly name: string
  /** Of each column: the width in characters, and the style of its ordinary cells. */
  readonly columns: readonly { readonly width: number; readonly look: Look }[]
  readonly rows: readonly (readonly Value[])[]
  /** Styles of cells that differ from their column, by `row,column`. */
  readonly looks: ReadonlyMap<string, Look>
  /** Rows whose first cell is merged across the sheet. */
  readonly merged: readonly number[]
  /** Row heights in points, by row. */
  readonly heights: ReadonlyMap<number, number>
  /** How many rows are frozen on the screen and repeated on every page. */
  readonly head: number
  /** Cell comments, by `row,column`. */
  readonly notes?: ReadonlyMap<string, string>
  readonly choices?: readonly Choices[]
  /** Set when people add rows: the column styles also apply below the last row. */
  readonly isOpen?: true
}

/** Cells with a drop-down list. */
export interface Choices {
  readonly column: number
  /** The first and the last row, from 1. */
  readonly rows: readonly [number, number]
  /** The range of the list: `'sheet'!$A$1:$A$9`. */
  readonly list: string
  /** Whether all other values are rejected. */
  readonly isStrict: boolean
  readonly fault: { readonly title: string; readonly text: string }
}

/** Texts that the library would write as error values. */
const ERROR = /^#[A-Z/0_]+[!?]?$/
/** Text that XLSX readers would parse as an escaped character. */
const ESCAPE = /_(?=x[0-9A-Fa-f]{4}_)/g

const plain = (value: Value): CellValue =>
  typeof value === 'string' ? visible(guarded(value, false)).replace(ESCAPE, '_x005F_') : value

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

/** Copies the styles of the last, blank row to the columns: the library writes no column styles. */
function withColumnLooks(xml: string): string {
  const last = /<row [^>]*>((?:<c r="[A-Z]+\d+" s="\d+"\/>)+)<\/row><\/sheetData>/.exec(xml)
  if (!last) return xml
  const looks = [...last[1]!.matchAll(/ s="(\d+)"/g)].map(m => m[1])
  return xml.replace(
    /<col min="(\d+)"/g,
    (col, at: string) => `${col.replace('<col', `<col style="${looks[Number(at) - 1] ?? 0}"`)}`,
  )
}

/** A workbook of these sheets, for A4 landscape. `footer` uses XLSX codes: `&P` page, `&N` page count. */
export async function writeWorkbook(
  sheets: readonly Sheet[],
  { title, footer, fonts }: { title: string; footer: string; fonts: Fonts },
): Promise<Uint8Array> {
  const { writeXlsx } = await import('hucre/xlsx')
  const made = await writeXlsx({
    sheets: sheets.map(sheet => writeSheet(sheet, footer)),
    defaultFont: { name: fontName(fonts.number), size: 11 },
    // The library's own setting does not quote the sheet name.
    namedRanges: sheets.map(({ name, head }) => ({
      name: '_xlnm.Print_Titles',
      range: `'${name}'!$1:$${head}`,
      scope: name,
    })),
  })
  return repacked(made, title, parts => {
    for (const [name, xml] of Object.entries(parts)) {
      // Digits stored as text are intended: suppress the warning.
      if (name.startsWith('xl/worksheets/sheet')) {
        parts[name] = withColumnLooks(xml).replace(
          /(?:<legacyDrawing [^>]*\/>)?<\/worksheet>$/,
          end =>
            `<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>${end}`,
        )
      }
      // The library's comments have room for four short lines.
      if (name.endsWith('.vml'))
        parts[name] = xml.replace(/(<x:Anchor>\d+,15,)0,2,(\d+),31,4,4/g, '$10,2,$2,63,6,4')
      // Without formulas nothing needs calculating on opening.
      if (name === 'xl/workbook.xml') parts[name] = xml.replace(/<calcPr[^>]*\/>/, '')
    }
  })
}
