import { basename } from 'node:path'
import { refuse } from '../errors.ts'
import { both, type Text } from '../text.ts'
import { csvRows, type SheetRow } from './csv.ts'
import { decoded, detect } from './decode.ts'
import { layoutOf, layoutText } from './delimiter.ts'
import { kindOf } from './file-type.ts'

export const sourceName = (path: string): string => basename(path)

/** One sheet of rows: a text file, or one sheet of a workbook. */
export interface Source {
  /** The file, and for a workbook the sheet, as complaints name it. */
  readonly label: Text
  /** How it was read: the encoding, or the sheet. */
  readonly how: Text
  /** For a workbook only. */
  readonly sheet?: { readonly name: string; readonly isHidden: boolean }
  /** Hidden columns of a workbook, from 0. */
  readonly hiddenColumns: ReadonlySet<number>
  /** The approximate number of rows. */
  about(): number
  /** Iterates anew over the rows. From row `filledFrom` (from 0) on, cells merged downwards are filled in. */
  rows(filledFrom?: number): Iterable<SheetRow>
}

const none: ReadonlySet<number> = new Set()

/** The first rows of a sheet. */
export function headOf(source: Source, count: number): SheetRow[] {
  const head: SheetRow[] = []
  for (const row of source.rows()) {
    head.push(row)
    if (head.length === count) break
  }
  return head
}

/** The text of a text file; undefined for a workbook. */
export const textOf = async (bytes: Buffer, file: string): Promise<string | undefined> =>
  kindOf(bytes, file) === 'text' ? [...decoded(bytes, detect(bytes, file))].join('') : undefined

/** The sheets of a file that are not empty. The file's content decides its type, not its name. */
export async function sourcesOf(bytes: Buffer, file: string): Promise<readonly Source[]> {
  if (kindOf(bytes, file) === 'text') {
    const encoding = detect(bytes, file)
    const layout = layoutOf(bytes, encoding)
    const parting = layoutText(layout)
    const how = {
      zh: `编码 ${encoding.name}${parting ? `, ${parting.zh}` : ''}`,
      en: `encoding ${encoding.name}${parting ? `, ${parting.en}` : ''}`,
    }
    const about = () => lineBreaks(bytes)
    const rows = () => csvRows(bytes, encoding, file, layout)
    return [{ label: both(file), how, hiddenColumns: none, about, rows }]
  }
  const { openWorkbook, workbookRows } = await import('./xlsx.ts')
  const sources: Source[] = []
  for (const sheet of await openWorkbook(bytes, file)) {
    const name = sheet.name
    const hidden = (sheet.columns ?? []).flatMap((column, i) => (column?.hidden ? [i] : []))
    const source: Source = {
      label: { zh: `${file} 的工作表“${name}”`, en: `sheet "${name}" of ${file}` },
      how: { zh: `工作表“${name}”`, en: `sheet "${name}"` },
      sheet: { name, isHidden: sheet.hidden === true || sheet.veryHidden === true },
      hiddenColumns: new Set(hidden),
      about: () => sheet.rows.length,
      rows: (filledFrom = Number.POSITIVE_INFINITY) => workbookRows(sheet, file, filledFrom),
    }
    for (const row of workbookRows(sheet, file, Number.POSITIVE_INFINITY)) {
      if (row.cells.length === 0) continue
      sources.push(source)
      break
    }
  }
  if (sources.length === 0) {
    refuse(
      'input',
      'file.empty',
      { zh: `${file}: 工作簿是空的`, en: `${file} is an empty workbook` },
      { zh: '核对是否选错了文件, 或没有保存', en: 'check whether it is the right file and was saved' },
    )
  }
  return sources
}

function lineBreaks(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++
  return count
}
