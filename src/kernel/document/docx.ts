import type { FileChild } from 'docx'
import { type Lang, say } from '../text.ts'
import { textsOf } from './columns.ts'
import type { Document } from './document.ts'
import type { Fonts } from './fonts.ts'
import { defaults, type Library, load, pack, runs, tableOf, twips } from './word.ts'

/** Writes a document as DOCX on A4, across unless it is upright: its tables with their notes. */
export async function writeDocx(
  document: Document,
  { lang, fonts }: { lang: Lang; fonts: Fonts },
): Promise<Uint8Array> {
  const word = await load()
  const { Paragraph, AlignmentType, PageOrientation } = word
  const { LANDSCAPE, PORTRAIT } = PageOrientation
  const width = twips((document.isUpright ? 210 : 297) - 36)
  const title = say(document.title, lang)
  const children: FileChild[] = [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { after: 80 },
      children: runs(word, title, { font: fonts.title, size: 20 }),
    }),
  ]
  if (document.subtitle) {
    children.push(
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: runs(word, say(document.subtitle, lang), { font: fonts.number, size: 11 }),
      }),
    )
  }
  for (const table of document.tables) {
    // Word merges two tables that have no paragraph between them.
    children.push(
      new Paragraph({
        keepNext: true,
        spacing: { before: 160, after: 60 },
        children: runs(word, table.title ? say(table.title, lang) : '', { font: fonts.heading, size: 12 }),
      }),
    )
    if (table.columns.length === 0) continue
    const look = { width, sizes: [10.5, 9, 8, 7], head: fonts.heading, body: fonts.number }
    children.push(tableOf(word, textsOf(table, lang), look))
  }
  for (const [i, note] of (document.notes ?? []).entries()) {
    children.push(
      new Paragraph({
        spacing: { before: i === 0 ? 120 : 0 },
        children: runs(word, say(note, lang), { font: fonts.number, size: 10 }),
      }),
    )
  }
  for (const [i, line] of (document.closing ?? []).entries()) {
    children.push(
      new Paragraph({
        alignment: AlignmentType.RIGHT,
        keepNext: true,
        spacing: { before: i === 0 ? 900 : 160 },
        children: runs(word, say(line, lang), { font: fonts.number, size: 12 }),
      }),
    )
  }
  const made = new word.Document({
    title,
    styles: defaults(fonts.number, 10.5),
    sections: [
      {
        properties: {
          page: {
            size: {
              width: twips(210),
              height: twips(297),
              orientation: document.isUpright ? PORTRAIT : LANDSCAPE,
            },
            margin: {
              top: twips(18),
              bottom: twips(18),
              left: twips(18),
              right: twips(18),
              footer: twips(9),
            },
          },
        },
        footers: { default: pageNumbers(word, lang, fonts) },
        children,
      },
    ],
  })
  return pack(word, made, title, fonts)
}

function pageNumbers(word: Library, lang: Lang, fonts: Fonts) {
  const { Footer, Paragraph, TextRun, PageNumber, AlignmentType } = word
  const [before, between, after] = lang === 'zh' ? ['第 ', ' 页 共 ', ' 页'] : ['Page ', ' of ', '']
  const numbers = [before, PageNumber.CURRENT, between, PageNumber.TOTAL_PAGES, after]
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ font: fonts.number, size: 20, children: numbers })],
      }),
    ],
  })
}
