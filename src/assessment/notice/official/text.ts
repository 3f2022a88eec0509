import { painter, type Screen, tableText } from '../../../kernel/document/terminal.ts'
import { padEnd, width, wrap } from '../../../kernel/terminal/width.ts'
import { visible } from '../../../kernel/text.ts'
import { layOut } from './layout.ts'
import type { Official } from './official.ts'

/** Writes an official paper for the terminal, at most 28 characters (56 cells) a line. */
export function* writeOfficialText(official: Official, screen: Screen): Generator<string> {
  const cells = Math.min(56, screen.width)
  const paint = painter(screen)
  const centred = (text: string) =>
    visible(text)
      .split('\n')
      .flatMap(line => wrap(line, cells))
      .map(line => ' '.repeat(Math.max(0, Math.floor((cells - width(line)) / 2))) + line)
  const right = (text: string, free: number) =>
    ' '.repeat(Math.max(0, cells - width(text) - Math.round(free * 2))) + text
  const lines = (of: readonly string[], as: (text: string) => string = text => text) =>
    of.map(line => `${as(line)}\n`).join('')
  const red = (text: string) => paint.as('red', text)
  const { issuer, number, ruled, title, to, body, attachments, signature, date, imprint } = layOut(official)
  yield lines(ruled ? centred(issuer.text) : [''], red)
  yield `\n${lines(centred(number))}`
  yield lines([ruled ? '━'.repeat(cells) : ''], red)
  yield `\n${lines(centred(title), paint.bold)}\n`
  if (to) yield lines(wrap(visible(to), cells))
  for (const block of body) {
    if (block.kind === 'table') {
      yield '\n'
      yield* tableText(block.table, screen)
      yield '\n'
    } else {
      const written = visible(block.text)
        .split('\n')
        .flatMap(words => wrap(`　　${words}`, cells))
      yield lines(written, block.kind === 'heading' ? paint.bold : undefined)
    }
  }
  if (attachments.lines.length > 0) yield '\n'
  const edge = Math.round(2 * attachments.edge)
  for (const { before, name } of attachments.lines) {
    const head = ' '.repeat(Math.max(0, edge - width(before))) + before
    const parts = wrap(visible(name), Math.max(8, cells - edge))
    yield lines(parts.map((part, i) => (i === 0 ? head : ' '.repeat(edge)) + part))
  }
  yield `\n${lines([signature, date].map(({ text, free }) => right(visible(text), free)))}`
  if (!imprint) return
  yield `\n${'─'.repeat(cells)}\n`
  if (imprint.copies) {
    const parts = wrap(visible(imprint.copies), cells - 10)
    yield lines(parts.map((part, i) => (i === 0 ? '  抄送：' : '        ') + part))
    yield `${'─'.repeat(cells)}\n`
  }
  const printed = visible(imprint.printed)
  yield `${padEnd(`  ${visible(imprint.printedBy)}`, cells - width(printed) - 2)}${printed}\n${'─'.repeat(cells)}\n`
}
