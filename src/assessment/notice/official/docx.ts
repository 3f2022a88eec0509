import type * as Word from 'docx'
import { textsOf } from '../../../kernel/document/columns.ts'
import { type Fonts, fontName } from '../../../kernel/document/fonts.ts'
import {
  defaults,
  type Library,
  load,
  pack,
  runs,
  type Type,
  tableOf,
  twips,
} from '../../../kernel/document/word.ts'
import { say } from '../../../kernel/text.ts'
import {
  addressed,
  attachmentLines,
  charactersOf,
  copied,
  dayWritten,
  hasImprint,
  numbered,
  type Official,
  signed,
} from './official.ts'

/** 22 lines fill the 225 mm of the type area; one twip more and they would be 21. */
const pitch = 579
/** 28 characters fill its 156 mm: 16 points less a quarter. */
const character = 315
const width = twips(156)
const red = 'E60012'

type Layout = Omit<Word.IParagraphOptions, 'children'>

/** An official paper as a text document, by GB/T 9704-2012. */
export async function writeOfficialDocx(
  official: Official,
  { fonts }: { fonts: Fonts },
): Promise<Uint8Array> {
  const word = await load()
  const body: Type = { font: fonts.body, size: 16, spacing: -5 }
  const line = (text: string, type: Type, layout: Layout = {}) =>
    new word.Paragraph({
      ...layout,
      widowControl: false,
      spacing: { line: pitch, lineRule: 'exact', ...layout.spacing },
      children: runs(word, text, type),
    })
  const children: Word.FileChild[] = [
    ...head(word, official, fonts, line),
    line(
      official.title,
      { font: fonts.title, size: 22 },
      // On printed paper the rule is there already: 4 mm and its own thickness are left free for it.
      { alignment: 'center', spacing: { before: 2 * pitch + (official.preprinted ? 265 : 0) } },
    ),
    line('', body),
  ]
  if (official.to.trim() !== '') children.push(line(addressed(official.to), body))
  const indent = { firstLine: 2 * character }
  const blocks = numbered(official.body)
  const justified = { alignment: 'both', indent } as const
  for (const [i, block] of blocks.entries()) {
    // The signature is not to stand alone on a page; a long paragraph, which may be divided, is not moved for it.
    const last = i === blocks.length - 1 && (block.kind !== 'paragraph' || block.text.length < 4 * 28)
    if (block.kind === 'paragraph') {
      for (const text of block.text.split('\n'))
        children.push(line(text, body, { ...justified, keepNext: last }))
    } else if (block.kind === 'heading') {
      const font = [fonts.body, fonts.heading, fonts.subheading][block.level] ?? fonts.body
      children.push(line(block.text, { ...body, font }, { ...justified, keepNext: true }))
    } else {
      const { table } = block
      const title = table.title ? say(table.title, 'zh') : ''
      children.push(
        line(title, { ...body, font: fonts.heading, size: 14 }, { alignment: 'center', keepNext: true }),
      )
      const look = { width, sizes: [12, 10.5, 9, 8], head: fonts.heading, body: fonts.body }
      if (table.columns.length > 0) children.push(tableOf(word, textsOf(table, 'zh'), look))
      children.push(
        new word.Paragraph({ spacing: { line: 200, lineRule: 'exact' }, keepNext: last, children: [] }),
      )
    }
  }
  children.push(...attached(official, body, line))
  const [signature, date] = foot(official, body, line)
  // The frame stands before the paragraph that it belongs to, on whose page it is to be.
  children.push(signature, ...imprint(word, official, fonts), date)
  const margin = {
    top: twips(37),
    bottom: twips(35),
    left: twips(28),
    right: twips(26),
    header: twips(15),
    footer: twips(25.5),
  }
  const made = new word.Document({
    title: official.title,
    styles: defaults(fonts.body, 16),
    evenAndOddHeaderAndFooters: true,
    sections: [
      {
        properties: {
          page: { size: { width: twips(210), height: twips(297) }, margin },
        },
        footers: { default: pageNumber(word, fonts, 'right'), even: pageNumber(word, fonts, 'left') },
        children,
      },
    ],
  })
  return pack(word, made, official.title, fonts)
}

type LineOf = (text: string, type: Type, layout?: Layout) => Word.FileChild

/** Name, number and rule. The name is as large as its line allows, its top 35 mm below the type area's. */
function head(word: Library, official: Official, fonts: Fonts, line: LineOf): Word.FileChild[] {
  const { issuer, preprinted } = official
  const longest = Math.max(1, ...issuer.split('\n').map(charactersOf))
  const size = Math.max(22, Math.min(48, Math.floor(width / 20 / longest)))
  const high = 2 * pitch
  const rule = { style: word.BorderStyle.SINGLE, size: 18, space: 11, color: red }
  return [
    line(
      preprinted ? '' : issuer,
      { font: fonts.title, size, color: red },
      {
        alignment: 'center',
        spacing: { before: Math.round(twips(35) - (high - size * 20) / 2), line: high, lineRule: 'exact' },
      },
    ),
    line(
      official.number,
      { font: fonts.body, size: 16 },
      {
        alignment: 'center',
        spacing: { before: 2 * pitch },
        border: preprinted ? undefined : { bottom: rule },
      },
    ),
  ]
}

/** A line below the body; names that need more lines keep to their own edge. */
function attached({ attachments }: Official, type: Type, line: LineOf): Word.FileChild[] {
  const lines = attachmentLines(attachments)
  const edge = Math.round(2 * character + charactersOf(lines[0]?.before ?? '') * character)
  return lines.map(({ before, name }, i) =>
    line(before + name, type, {
      keepNext: true,
      indent: { left: edge, hanging: Math.round(charactersOf(before) * character) },
      spacing: i === 0 ? { before: pitch } : {},
    }),
  )
}

/** Signature and date. A seal needs room above: its edge is to be within a line of the text. */
function foot(official: Official, type: Type, line: LineOf): [Word.FileChild, Word.FileChild] {
  const at = signed(official)
  const right = (characters: number) => ({ right: Math.round(characters * character) })
  const above = (official.sealed ? 2 : 1) * pitch
  return [
    line(official.signature, type, {
      alignment: 'right',
      keepNext: true,
      indent: right(at.signature),
      spacing: { before: above },
    }),
    line(dayWritten(official.date), type, { alignment: 'right', indent: right(at.date) }),
  ]
}

/**
 * 版记 at the foot of the last page, between thick rules, a thin one inside: lines in one frame. The rules are
 * lines of their own, for borders would end where the text is indented, and keep some programs from the frame.
 */
function imprint(word: Library, official: Official, fonts: Fonts): Word.FileChild[] {
  if (!hasImprint(official)) return []
  const type = { font: fonts.body, size: 14 }
  const em = 280
  const frame = {
    type: 'alignment',
    width,
    height: 0,
    rule: 'auto',
    wrap: 'notBeside',
    anchor: { horizontal: 'margin', vertical: 'margin' },
    alignment: { x: 'left', y: 'bottom' },
  } as const
  const framed = (children: Word.ParagraphChild[], line: number, layout: Layout) =>
    new word.Paragraph({
      ...layout,
      frame,
      spacing: { line, lineRule: 'exact', ...layout.spacing },
      children,
    })
  const rule = (mm: number) =>
    framed(runs(word, '', { ...type, size: 1 }), twips(mm), {
      shading: { type: 'clear', color: 'auto', fill: '000000' },
      spacing: { before: 60, after: 60 },
    })
  const printed = official.printedOn ? `${dayWritten(official.printedOn)}印发` : ''
  const tab = new word.TextRun({ children: [new word.Tab()] })
  const last = framed([...runs(word, official.printedBy, type), tab, ...runs(word, printed, type)], 500, {
    indent: { left: em, right: em },
    tabStops: [{ type: 'right', position: width - em }],
  })
  if (official.copies.trim() === '') return [rule(0.35), last, rule(0.35)]
  const copies = framed(runs(word, `抄送：${copied(official.copies)}`, type), 500, {
    indent: { left: 4 * em, hanging: 3 * em, right: em },
  })
  return [rule(0.35), copies, rule(0.25), last, rule(0.35)]
}

/** — 1 — right on odd pages, left on even ones, a character from the edge, 7 mm below the type area. */
function pageNumber(
  { Footer, Paragraph, TextRun, PageNumber }: Library,
  fonts: Fonts,
  side: 'left' | 'right',
) {
  const font = fontName(fonts.number)
  return new Footer({
    children: [
      new Paragraph({
        alignment: side,
        indent: { [side]: 280 },
        spacing: { line: 280, lineRule: 'exact' },
        children: [
          new TextRun({
            font: { ascii: font, hAnsi: font, eastAsia: font, cs: font },
            size: 28,
            children: ['— ', PageNumber.CURRENT, ' —'],
          }),
        ],
      }),
    ],
  })
}
