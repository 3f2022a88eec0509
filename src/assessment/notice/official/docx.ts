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
import { type LaidOut, layOut } from './layout.ts'
import type { Official } from './official.ts'

/** Line pitch in twips: 22 lines fill the 225 mm type area; one twip more would leave 21. */
const pitch = 579
/** Character pitch in twips: 28 characters of 16 pt − 0.25 pt fill the 156 mm line. */
const character = 315
const width = twips(156)
const red = 'E60012'

type Layout = Omit<Word.IParagraphOptions, 'children'>

/** Writes an official paper as DOCX, by GB/T 9704-2012. */
export async function writeOfficialDocx(
  official: Official,
  { fonts }: { fonts: Fonts },
): Promise<Uint8Array> {
  const word = await load()
  const laid = layOut(official)
  const { title, to, body: blocks } = laid
  const body: Type = { font: fonts.body, size: 16, spacing: -5 }
  const line = (text: string, type: Type, layout: Layout = {}) =>
    new word.Paragraph({
      ...layout,
      widowControl: false,
      spacing: { line: pitch, lineRule: 'exact', ...layout.spacing },
      children: runs(word, text, type),
    })
  const children: Word.FileChild[] = [
    ...head(word, laid, fonts, line),
    line(
      title,
      { font: fonts.title, size: 22 },
      // On preprinted paper, leave 4 mm plus the thickness of the printed rule.
      { alignment: 'center', spacing: { before: 2 * pitch + (laid.ruled ? 0 : 265) } },
    ),
    line('', body),
  ]
  if (to) children.push(line(to, body))
  const indent = { firstLine: 2 * character }
  const justified = { alignment: 'both', indent } as const
  for (const [i, block] of blocks.entries()) {
    // Keep the signature off a page of its own; a long paragraph may split, so it is not moved for that.
    const last = i === blocks.length - 1 && (block.kind !== 'paragraph' || block.text.length < 4 * 28)
    if (block.kind === 'paragraph') {
      for (const text of block.text.split('\n'))
        children.push(line(text, body, { ...justified, keepNext: last }))
    } else if (block.kind === 'heading') {
      const font = [fonts.body, fonts.heading, fonts.subheading][block.level] ?? fonts.body
      children.push(line(block.text, { ...body, font }, { ...justified, keepNext: true }))
    } else {
      const { table } = block
      if (table.title) {
        const type = { ...body, font: fonts.heading, size: 14 }
        children.push(line(say(table.title, 'zh'), type, { alignment: 'center', keepNext: true }))
      }
      const look = { width, sizes: [12, 10.5, 9, 8], head: fonts.heading, body: fonts.body }
      if (table.columns.length > 0) children.push(tableOf(word, textsOf(table, 'zh'), look))
      children.push(
        new word.Paragraph({ spacing: { line: 200, lineRule: 'exact' }, keepNext: last, children: [] }),
      )
    }
  }
  children.push(...attached(laid, body, line))
  const [signature, date] = foot(laid, body, line)
  // The frame comes before its anchor paragraph, so that both are on the same page.
  children.push(signature, ...imprint(word, laid, fonts), date)
  const margin = {
    top: twips(37),
    bottom: twips(35),
    left: twips(28),
    right: twips(26),
    header: twips(15),
    footer: twips(25.5),
  }
  const made = new word.Document({
    title,
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
  return pack(word, made, title, fonts)
}

type LineOf = (text: string, type: Type, layout?: Layout) => Word.FileChild

/** Issuer, number and rule. The issuer starts 35 mm below the top of the type area. */
function head(
  word: Library,
  { issuer, number, ruled }: LaidOut,
  fonts: Fonts,
  line: LineOf,
): Word.FileChild[] {
  const { text, size } = issuer
  const high = 2 * pitch
  const before = Math.round(twips(35) - (high - size * 20) / 2)
  const rule = { style: word.BorderStyle.SINGLE, size: 18, space: 11, color: red }
  return [
    line(
      text,
      { font: fonts.title, size, color: red },
      { alignment: 'center', spacing: { before, line: high, lineRule: 'exact' } },
    ),
    line(
      number,
      { font: fonts.body, size: 16 },
      { alignment: 'center', spacing: { before: high }, border: ruled ? { bottom: rule } : undefined },
    ),
  ]
}

/** Attachments, one blank line below the body; wrapped names align at their own edge. */
function attached({ attachments: { edge, lines } }: LaidOut, type: Type, line: LineOf): Word.FileChild[] {
  return lines.map(({ before, hanging, name }, i) =>
    line(before + name, type, {
      keepNext: true,
      indent: { left: Math.round(edge * character), hanging: Math.round(hanging * character) },
      spacing: i === 0 ? { before: pitch } : {},
    }),
  )
}

function foot({ signature, date }: LaidOut, type: Type, line: LineOf): [Word.FileChild, Word.FileChild] {
  const right = (characters: number) => ({ right: Math.round(characters * character) })
  return [
    line(signature.text, type, {
      alignment: 'right',
      keepNext: true,
      indent: right(signature.free),
      spacing: { before: signature.above * pitch },
    }),
    line(date.text, type, { alignment: 'right', indent: right(date.free) }),
  ]
}

/**
 * 版记 at the foot of the last page: lines in one frame, between thick rules with a thin one inside. The rules
 * are paragraphs, because borders end at the text indent and make some programs ignore the frame.
 */
function imprint(word: Library, { imprint }: LaidOut, fonts: Fonts): Word.FileChild[] {
  if (!imprint) return []
  const { copies, printedBy, printed } = imprint
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
  const tab = new word.TextRun({ children: [new word.Tab()] })
  const last = framed([...runs(word, printedBy, type), tab, ...runs(word, printed, type)], 500, {
    indent: { left: em, right: em },
    tabStops: [{ type: 'right', position: width - em }],
  })
  if (!copies) return [rule(0.35), last, rule(0.35)]
  const first = framed(runs(word, `抄送：${copies}`, type), 500, {
    indent: { left: 4 * em, hanging: 3 * em, right: em },
  })
  return [rule(0.35), first, rule(0.25), last, rule(0.35)]
}

/** `— 1 —`: right on odd pages, left on even ones, one character from the edge, 7 mm below the type area. */
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
