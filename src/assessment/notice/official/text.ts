import { painter, type Screen, tableText } from '../../../kernel/document/terminal.ts'
import { padEnd, width, wrap } from '../../../kernel/terminal/width.ts'
import { visible } from '../../../kernel/text.ts'
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

/** An official paper for reading on a terminal: 28 characters a line where there is room. */
export function* writeOfficialText(official: Official, screen: Screen): Generator<string> {
  const cells = Math.min(56, screen.width)
  const paint = painter(screen)
  const shown = (text: string) => visible(text)
  const centred = (text: string) =>
    shown(text)
      .split('\n')
      .flatMap(line => wrap(line, cells))
      .map(line => ' '.repeat(Math.max(0, Math.floor((cells - width(line)) / 2))) + line)
  const right = (text: string, free: number) =>
    ' '.repeat(Math.max(0, cells - width(text) - Math.round(free * 2))) + text
  const lines = (of: readonly string[], as: (text: string) => string = text => text) =>
    of.map(line => `${as(line)}\n`).join('')
  const red = (text: string) => paint.as('red', text)
  yield lines(official.preprinted ? [''] : centred(official.issuer), red)
  yield `\n${lines(centred(official.number))}`
  yield lines([official.preprinted ? '' : '━'.repeat(cells)], red)
  yield `\n${lines(centred(official.title), paint.bold)}\n`
  if (official.to.trim() !== '') yield lines(wrap(shown(addressed(official.to)), cells))
  for (const block of numbered(official.body)) {
    if (block.kind === 'table') {
      yield '\n'
      yield* tableText(block.table, screen)
      yield '\n'
    } else {
      const written = shown(block.text)
        .split('\n')
        .flatMap(words => wrap(`　　${words}`, cells))
      yield lines(written, block.kind === 'heading' ? paint.bold : undefined)
    }
  }
  const attached = attachmentLines(official.attachments)
  if (attached.length > 0) yield '\n'
  const edge = Math.round(4 + 2 * charactersOf(attached[0]?.before ?? ''))
  for (const { before, name } of attached) {
    const head = ' '.repeat(Math.max(0, edge - width(before))) + before
    const parts = wrap(shown(name), Math.max(8, cells - edge))
    yield lines(parts.map((part, i) => (i === 0 ? head : ' '.repeat(edge)) + part))
  }
  const at = signed(official)
  yield `\n${lines([right(shown(official.signature), at.signature), right(shown(dayWritten(official.date)), at.date)])}`
  if (!hasImprint(official)) return
  yield `\n${'─'.repeat(cells)}\n`
  if (official.copies.trim() !== '') {
    const parts = wrap(shown(copied(official.copies)), cells - 10)
    yield lines(parts.map((part, i) => (i === 0 ? '  抄送：' : '        ') + part))
    yield `${'─'.repeat(cells)}\n`
  }
  const printed = official.printedOn ? `${shown(dayWritten(official.printedOn))}印发` : ''
  yield `${padEnd(`  ${shown(official.printedBy)}`, cells - width(printed) - 2)}${printed}\n${'─'.repeat(cells)}\n`
}
