import type { Document } from '../document/document.ts'
import type { Known } from '../store/known.ts'
import { counted, type Text } from '../text.ts'
import type { Format } from './global-options.ts'
import type { Call } from './line.ts'

/** Says that a document is as known on a day, and where it cannot be. */
function knownNote({ day, batch, erased, misdated }: Known): Text {
  const said: Text[] = [
    batch === 0
      ? { zh: `${day} 时还没有建库, 没有任何记录`, en: `on ${day} there was no database yet, and no record` }
      : {
          zh: `按 ${day} 止所录 (到第 ${batch} 批), 此后录入、更改、撤销的不计`,
          en: `as known on ${day} (up to batch ${batch}); what was entered, changed or undone later does not count`,
        },
  ]
  if (erased > 0) {
    said.push({
      zh: `有 ${erased} 条记录的个人信息此后已依法删除, 只能按删除后的样子列出`,
      en: `personal data of ${counted(erased, 'record')} was erased since: shown as the erasure left it`,
    })
  }
  if (misdated > 0) {
    said.push({
      zh: `有 ${misdated} 批在更晚日期的批次之后, 所记日期却更早 (本机时钟倒过), 也不计`,
      en: `${counted(misdated, 'batch', 'batches')} with an earlier date came after one with a later date (the clock went back) and does not count either`,
    })
  }
  return { zh: said.map(t => t.zh).join('; '), en: said.map(t => t.en).join('; ') }
}

/** Formats of rows alone: what a document says besides goes to stderr. */
const withoutNotes: readonly Format[] = ['csv', 'tsv', 'jsonl']

/** The document, with the note first if it is of a past day. */
export function asKnown(call: Call, document: Document, format: Format): Document {
  const known = call.known()
  if (known && withoutNotes.includes(format)) call.tell(knownNote(known))
  return known ? { ...document, notes: [knownNote(known), ...(document.notes ?? [])] } : document
}
