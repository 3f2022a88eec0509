import { lines, table } from '../../../kernel/document/mask.ts'
import { personalMasked } from '../../../kernel/text.ts'
import type { Official } from './official.ts'

/** Masks an official paper. `--unmask` has no effect on it, because a paper cannot be recalled once sent. */
export const maskedOfficial = (of: Official): Official => ({
  ...of,
  issuer: personalMasked(of.issuer),
  number: personalMasked(of.number),
  title: personalMasked(of.title),
  to: personalMasked(of.to),
  body: of.body.map(b =>
    // The paper is stored as JSON, so its lines must be an array.
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
