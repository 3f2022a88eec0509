import { lines, table } from '../../../kernel/document/mask.ts'
import { personalMasked } from '../../../kernel/text.ts'
import type { Official } from './official.ts'

/** An official paper likewise: nothing of it is asked for with `--unmask`, for a paper once sent is never called back. */
export const maskedOfficial = (of: Official): Official => ({
  ...of,
  issuer: personalMasked(of.issuer),
  number: personalMasked(of.number),
  title: personalMasked(of.title),
  to: personalMasked(of.to),
  body: of.body.map(b =>
    // An official paper is kept as JSON, so its lines are a list.
    b.kind === 'table'
      ? { ...b, table: { ...table(b.table), lines: [...lines(b.table.lines)] } }
      : { ...b, text: personalMasked(b.text) },
  ),
  attachments: of.attachments.map(personalMasked),
  signature: personalMasked(of.signature),
  date: personalMasked(of.date),
  printedOn: personalMasked(of.printedOn),
  copies: personalMasked(of.copies),
  printedBy: personalMasked(of.printedBy),
})
