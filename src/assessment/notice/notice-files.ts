import { Buffer } from 'node:buffer'
import type { Facts } from '../../kernel/cli/facts.ts'
import { fontsOf } from '../../kernel/document/fonts.ts'
import { type Fault, refuse } from '../../kernel/errors.ts'
import { fault, field } from '../../kernel/schema/field.ts'
import type { Field, Label } from '../../kernel/schema/types.ts'
import { narrow, nearest } from '../../kernel/text.ts'
import type { Official } from './official/official.ts'

/** File formats in which a notice is issued and stored. */
export type NoticeForm = 'docx' | 'html'

/** Renders both forms of a notice in the fonts of the settings. The writers are loaded on first use. */
export async function rendered(
  { settings }: Pick<Facts, 'settings'>,
  official: Official,
): Promise<Record<NoticeForm, Uint8Array>> {
  const { writeOfficialDocx } = await import('./official/docx.ts')
  const { writeOfficialHtml } = await import('./official/html.ts')
  const fonts = fontsOf(settings)
  return {
    docx: await writeOfficialDocx(official, { fonts }),
    html: Buffer.from(writeOfficialHtml(official, { fonts })),
  }
}

/** Files as the record stores them: JSON of form → base64. */
export const kept = (files: Record<NoticeForm, Uint8Array>): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(files).map(([form, bytes]) => [form, Buffer.from(bytes).toString('base64')]),
    ),
  )

const opened = (files: string): Record<NoticeForm, Buffer> => {
  const { docx, html } = JSON.parse(files) as Record<NoticeForm, string>
  return { docx: Buffer.from(docx, 'base64'), html: Buffer.from(html, 'base64') }
}

/**
 * Parses a document number, e.g. 沁组通〔2024〕3号. Any brackets around the year become 〔〕, which keyboards lack.
 * GB/T 9704-2012: no 第, no leading zero.
 */
function readDocumentNumber(text: string): string | Fault {
  const plain = narrow(text).replace(/\s/g, '')
  const found = /^(\p{Script=Han}{1,12})[〔[({【〈](\d{4})[〕\])}】〉]([1-9]\d{0,4})号?$/u.exec(plain)
  return found
    ? `${found[1]}〔${found[2]}〕${found[3]}号`
    : fault(
        'notice.number-malformed',
        '不是发文字号',
        'is not a document number',
        '写作 沁组通〔2024〕3号 (年份也可用方括号)',
        'write e.g. 沁组通〔2024〕3号; square brackets are accepted',
      )
}

/** A field that `readDocumentNumber` parses. */
export const documentNumber = (label: Label): Field<string> =>
  field(label, { kind: 'documentNumber', read: readDocumentNumber, write: number => number })

/** File name of a notice: only letters, digits and 〔〕, so that it cannot leave the folder. */
export const fileName = (number: string, form: NoticeForm) =>
  `${number.replace(/[^\p{L}\p{N}〔〕]/gu, '')}.${form}`

interface Issued {
  readonly official: Official
  readonly files: Record<NoticeForm, Buffer>
}

/** The issued notice with this number, whatever its date; refuses an unknown number. */
export function issuedNotice(facts: Facts, number: string): Issued {
  const row = facts.db.prepare('select official, files from notice where number = ?').get(number) as
    | { official: string; files: string }
    | undefined
  if (row) return { official: JSON.parse(row.official) as Official, files: opened(row.files) }
  const all = facts.db.prepare('select number from notice').pluck().all() as string[]
  const like = nearest(number, all)
  return refuse(
    'input',
    'notice.unknown',
    { zh: `没有通报 ${number}`, en: `there is no notice ${number}` },
    like.length > 0
      ? { zh: `是不是 ${like.join('、')}?`, en: `did you mean ${like.join(', ')}?` }
      : { zh: '用 cun notice list 查看', en: 'see cun notice list' },
  )
}

/** Files of every notice issued on a quarter, byte for byte. */
export function issuedFiles(facts: Facts, period: string): { name: string; bytes: Buffer }[] {
  const rows = facts.db
    .prepare(
      `select n.number, n.files from notice n join quarter q on q.id = n.quarter
       where q.period = ? and n.date <= ? order by n.id`,
    )
    .all(period, facts.asOf) as { number: string; files: string }[]
  return rows.flatMap(({ number, files }) =>
    Object.entries(opened(files)).map(([form, bytes]) => ({
      name: fileName(number, form as NoticeForm),
      bytes,
    })),
  )
}
