import type * as Word from 'docx'
import { visible } from '../text.ts'
import { isRight } from './cell.ts'
import { colours } from './colour.ts'
import { columnWidths, type Texts } from './columns.ts'
import { type Fonts, fallbacks, fontName } from './fonts.ts'
import { escapeXml, repacked } from './zip-parts.ts'

export type Library = typeof Word

export const load = (): Promise<Library> => import('docx')

/** Millimetres to twips (twentieths of a point), the unit of DOCX. */
export const twips = (mm: number) => Math.round((mm * 1440) / 25.4)

export interface Type {
  readonly font: string
  /** In points. */
  readonly size: number
  readonly bold?: boolean
  readonly color?: string
  /** Space between characters, in twentieths of a point. */
  readonly spacing?: number
}

/** A text in one font. Keeps line breaks, shows invisible characters. `text`, not `children`: no fields. */
export function runs({ TextRun }: Library, text: string, type: Type): Word.TextRun[] {
  const font = fontName(type.font)
  return visible(text)
    .replaceAll('\t', ' ')
    .split('\n')
    .map(
      (part, i) =>
        new TextRun({
          text: part,
          break: i > 0 ? 1 : undefined,
          font: { ascii: font, hAnsi: font, eastAsia: font, cs: font },
          size: type.size * 2,
          bold: type.bold,
          color: type.color,
          characterSpacing: type.spacing,
        }),
    )
}

interface TableLook {
  /** Of the whole table, in twips. */
  readonly width: number
  /** Font sizes to choose from, in points: the largest that gives every column the width it needs. */
  readonly sizes: readonly number[]
  readonly head: string
  readonly body: string
}

/** Left and right padding of a cell, in twips. */
const inside = 60

function sizesOf(texts: Texts, { width, sizes }: TableLook): { size: number; widths: number[] } {
  const free = width - texts.columns.length * (2 * inside + 10)
  const made = (size: number) => {
    const cells = columnWidths(texts, Math.floor(free / (size * 10)))
    return { size, cells, total: cells.reduce((a, b) => a + b, 0) }
  }
  const all = sizes.map(made)
  const { size, cells, total } = all.find(m => m.total * m.size * 10 <= free) ?? all.at(-1)!
  const widths = cells.map(c => Math.floor((c * free) / total) + 2 * inside + 10)
  if (widths.length > 0) widths[widths.length - 1]! += width - widths.reduce((a, b) => a + b, 0)
  return { size, widths }
}

/** A ruled table. Its header repeats on every page; its rows do not split across pages. */
export function tableOf(word: Library, texts: Texts, look: TableLook): Word.Table {
  const { Table, TableRow, TableCell, Paragraph, AlignmentType, WidthType, BorderStyle } = word
  const { size, widths } = sizesOf(texts, look)
  const rule = { style: BorderStyle.SINGLE, size: 4, color: '404040' }
  // The header keeps with the next row: alone at the foot of a page it looks wrong and makes LibreOffice lose the
  // rows after it. In a table that may be longer than a page so does the first row: without that LibreOffice, having
  // moved the table to another page, leaves out the header on the page after. A short table needs no room for that.
  const isLong = texts.rows.length > 8
  const cell = (
    text: string,
    column: number,
    type: Type,
    align: 'left' | 'center' | 'right',
    keepNext: boolean,
    shade?: string,
  ) =>
    new TableCell({
      width: { size: widths[column]!, type: WidthType.DXA },
      verticalAlign: 'center',
      shading: shade ? { type: 'clear', color: 'auto', fill: shade } : undefined,
      children: [
        new Paragraph({
          keepNext,
          alignment: AlignmentType[align === 'left' ? 'LEFT' : align === 'right' ? 'RIGHT' : 'CENTER'],
          // Exact, because a document grid would give each line of a cell the height of a body line.
          spacing: { line: Math.round(size * 26), lineRule: 'exact', before: 20, after: 20 },
          children: runs(word, text, type),
        }),
      ],
    })
  const head = { font: look.head, size }
  return new Table({
    width: { size: look.width, type: WidthType.DXA },
    columnWidths: widths,
    layout: 'fixed',
    margins: { left: inside, right: inside },
    borders: {
      top: rule,
      bottom: rule,
      left: rule,
      right: rule,
      insideHorizontal: rule,
      insideVertical: rule,
    },
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: texts.head.map((text, c) => cell(text, c, head, 'center', true, 'EDEDED')),
      }),
      ...texts.rows.map((row, r) => {
        const { emphasis } = texts.lines[r]!
        const type: Type = {
          font: look.body,
          size,
          bold: emphasis === 'head' || emphasis === 'total',
          color: emphasis === 'red' || emphasis === 'blue' ? colours[emphasis] : undefined,
        }
        return new TableRow({
          cantSplit: true,
          children: row.map((text, c) =>
            cell(text, c, type, isRight(texts.columns[c]!.type) ? 'right' : 'left', r === 0 && isLong),
          ),
        })
      }),
    ],
  })
}

/** The bytes of a DOCX, always the same for the same document, with the substitutes for its fonts. */
export async function pack(
  { Packer }: Library,
  document: Word.Document,
  title: string,
  fonts: Fonts,
): Promise<Uint8Array> {
  return repacked(await Packer.toBuffer(document), title, parts => {
    parts['word/fontTable.xml'] = fontTable(fonts)
  })
}

function fontTable(fonts: Fonts): string {
  const family = { title: 'roman', body: 'modern', heading: 'swiss', subheading: 'modern', number: 'roman' }
  const entries = (Object.keys(fallbacks) as (keyof Fonts)[]).map(role => {
    const others = fallbacks[role].filter(name => name !== fonts[role]).join(',')
    return `<w:font w:name="${escapeXml(fontName(fonts[role]))}"><w:altName w:val="${others}"/><w:charset w:val="86"/><w:family w:val="${family[role]}"/><w:pitch w:val="default"/></w:font>`
  })
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${[...new Set(entries)].join('')}</w:fonts>`
}

/** The default style: Chinese, in the given font; the size in points. */
export const defaults = (font: string, size: number) => ({
  default: {
    document: {
      run: {
        font: { ascii: fontName(font), hAnsi: fontName(font), eastAsia: fontName(font), cs: fontName(font) },
        size: size * 2,
        language: { value: 'en-US', eastAsia: 'zh-CN' },
      },
    },
  },
})
