import { Buffer } from 'node:buffer'
import type { Call } from '../../kernel/cli/line.ts'
import { refuse } from '../../kernel/errors.ts'
import { narrow, nearest } from '../../kernel/text.ts'
import type { Official } from './official/official.ts'
import { renderOfficial } from './official/print.ts'

/** The forms in which a notice is issued and kept. */
export type NoticeForm = 'docx' | 'html'

/** Both forms of a notice. */
export async function rendered(call: Call, official: Official): Promise<Record<NoticeForm, Uint8Array>> {
  return {
    docx: await renderOfficial(call, official, 'docx'),
    html: await renderOfficial(call, official, 'html'),
  }
}

/** Bytes as the record keeps them. */
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
 * 沁组通〔2024〕3号 from what can be typed: other brackets around the year are taken for 〔〕, which no keyboard has.
 * GB/T 9704-2012: no 第, no leading nought.
 */
export function documentNumber(text: string): string {
  const plain = narrow(text).replace(/\s/g, '')
  const found = /^(\p{Script=Han}{1,12})[〔[({【〈](\d{4})[〕\])}】〉]([1-9]\d{0,4})号?$/u.exec(plain)
  return found
    ? `${found[1]}〔${found[2]}〕${found[3]}号`
    : refuse(
        'usage',
        'notice.number-malformed',
        { zh: `${text} 不是发文字号`, en: `${text} is no document number` },
        {
          zh: '写作 沁组通〔2024〕3号 (年份也可用方括号)',
          en: 'write 沁组通〔2024〕3号; square brackets will do',
        },
      )
}

/** A document number as a file name: letters, digits and the brackets of the year, nothing that leads elsewhere. */
export const fileName = (number: string, form: NoticeForm) =>
  `${number.replace(/[^\p{L}\p{N}〔〕]/gu, '')}.${form}`

export interface Issued {
  readonly official: Official
  readonly files: Record<NoticeForm, Buffer>
}

/** A notice as it was issued, by its number. */
export function issuedNotice(call: Call, text: string): Issued {
  const number = documentNumber(text)
  const row = call.db
    .prepare('select official, files from notice where number = ? and date <= ?')
    .get(number, call.asOf) as { official: string; files: string } | undefined
  if (row) return { official: JSON.parse(row.official) as Official, files: opened(row.files) }
  const all = call.db.prepare('select number from notice where date <= ?').pluck().all(call.asOf) as string[]
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

/** The files of every notice issued on a quarter, byte for byte. */
export function issuedFiles(call: Call, period: string): { name: string; bytes: Buffer }[] {
  const rows = call.db
    .prepare(
      `select n.number, n.files from notice n join quarter q on q.id = n.quarter
       where q.period = ? and n.date <= ? order by n.id`,
    )
    .all(period, call.asOf) as { number: string; files: string }[]
  return rows.flatMap(({ number, files }) =>
    Object.entries(opened(files)).map(([form, bytes]) => ({
      name: fileName(number, form as NoticeForm),
      bytes,
    })),
  )
}
