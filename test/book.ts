import type { Cell, CellValue, MergeRange, WriteSheet } from 'hucre'
import { writeXlsx } from 'hucre/xlsx'

/**
 * A workbook from lines of text, as an office might have made it: `[走访]` begins a sheet (`[走访] 隐藏` one that is
 * not shown), any other line is a row of cells set apart by commas, hidden when it begins with `~`. A cell is
 * text, or `#12.5` a number, `#0.98%` one shown as a percentage, `@2024-01-31` or `@2024-01-31 08:30` a date, `=A1+1 → 2` a formula with its last
 * result, `=A1+1` one without, `#N/A` an error, `<` part of the merged cell to its left and `^` of the one above.
 */
export async function book(lines: readonly string[], changes: Partial<WriteSheet> = {}): Promise<Uint8Array> {
  const sheets: { name: string; hidden: boolean; lines: string[] }[] = []
  for (const line of lines) {
    const found = /^\[(.+)\]( 隐藏)?$/.exec(line)
    if (found) sheets.push({ name: found[1]!, hidden: found[2] !== undefined, lines: [] })
    else {
      if (sheets.length === 0) sheets.push({ name: 'Sheet1', hidden: false, lines: [] })
      sheets.at(-1)!.lines.push(line)
    }
  }
  return writeXlsx({
    sheets: sheets.map(({ name, hidden, lines }) => ({ name, hidden, ...grid(lines), ...changes })),
  })
}

function grid(lines: readonly string[]): Pick<WriteSheet, 'rows' | 'cells' | 'merges' | 'rowDefs'> {
  const texts = lines.map(line => line.replace(/^~/, '').split(','))
  const cells = new Map<string, Partial<Cell>>()
  const merges: MergeRange[] = []
  const rows = texts.map((row, r) =>
    row.map((text, c): CellValue => {
      if (text === '<' || text === '^') return null
      let [right, below] = [c, r]
      while (texts[r]![right + 1] === '<') right++
      while (texts[below + 1]?.[c] === '^') below++
      if (right > c || below > r) merges.push({ startRow: r, startCol: c, endRow: below, endCol: right })
      if (/^#[\d.]+%?$/.test(text)) {
        if (text.endsWith('%')) cells.set(`${r},${c}`, { style: { numFmt: '0.0%' } })
        return Number(text.slice(1).replace('%', ''))
      }
      if (text.startsWith('@'))
        return new Date(`${text.slice(1).replace(' ', 'T')}${text.includes(' ') ? ':00Z' : ''}`)
      if (text.startsWith('=')) {
        const [formula, result] = text.slice(1).split(' → ')
        cells.set(`${r},${c}`, { formula, formulaResult: result ?? null })
        return result ?? null
      }
      return text === '' ? null : text
    }),
  )
  const rowDefs = new Map(lines.flatMap((line, r) => (line.startsWith('~') ? [[r, { hidden: true }]] : [])))
  return { rows, cells, merges, rowDefs }
}
