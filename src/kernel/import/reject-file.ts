import type { Call } from '../cli/line.ts'
import { save } from '../cli/print.ts'
import { writeCsv } from '../document/csv.ts'
import type { Document } from '../document/document.ts'
import { standardFonts } from '../document/fonts.ts'
import { isSecrecy } from '../schema/secrecy.ts'
import { reasonHeader } from '../sheet/header-names.ts'
import { sayable, spoken } from '../terminal/report-error.ts'
import { both, fold, type Lang, say, shellWord, visible } from '../text.ts'
import type { Opened } from './open-sheet.ts'
import { placeOf } from './parse.ts'
import type { Plan } from './plan.ts'

/** Default reject file of a file, beside it: `花名册-退回.csv`, or the first free `花名册-退回-2.csv`. */
export function rejectsName(call: Call, file: string, lang: Lang): string {
  const ending = say({ zh: '退回', en: 'rejects' }, lang)
  const stem = file.replace(/\.[^./\\]*$/, '').replace(new RegExp(`-${ending}(-\\d+)?$`), '')
  for (let n = 1; ; n++) {
    const free = `${stem}-${ending}${n === 1 ? '' : `-${n}`}.csv`
    if (call.world.size(call.path(free)) === undefined) return free
  }
}

/** The column of the reasons, if the sheet is a reject file. */
export function reasonColumnOf(headers: readonly string[]): number | undefined {
  const column = headers.findIndex(h => fold(h) === fold(reasonHeader))
  return column < 0 ? undefined : column
}

/** Saves the rejected rows as they were, with the reason beside them, to be corrected and imported again. Returns the file's name. */
export async function saveRejects(
  call: Call,
  opened: Opened,
  made: Plan,
  asked: string | undefined,
): Promise<string> {
  const { headers } = opened.mapping
  const reason = reasonColumnOf(headers) ?? -1
  const columns = headers.map((label, i) => ({ key: String(i), label: both(label), type: 'text' as const }))
  if (reason < 0) columns.push({ key: 'reason', label: both(reasonHeader), type: 'text' })
  const place = reason < 0 ? headers.length : reason
  const lines = made.rejected.map(row => {
    const cells = headers.map((_, i) => row.cells[i] ?? '')
    cells[place] =
      `${placeOf(row.line).zh}: ${row.complaints.map(c => spoken({ ...c, line: undefined }, 'zh')).join(' | ')}`
    return { cells }
  })
  const document: Document = { title: both(opened.name), tables: [{ columns, lines }] }
  const name = asked ?? rejectsName(call, opened.file, call.lang)
  if (/\.xlsx$/i.test(name)) {
    const { writeXlsx } = await import('../document/xlsx.ts')
    save(call, name, [await writeXlsx(document, { lang: 'zh', fonts: standardFonts })])
  } else {
    const text = [...writeCsv(document, { lang: 'zh', delimiter: ',', people: true })].join('')
    save(call, name, [Buffer.from(`\uFEFF${text}`)])
  }
  return name
}

/** Says why rows were rejected and how to go on with their file. `flags`: what was said of the rows that were taken. */
export function sayRejected(
  call: Call,
  { complaints }: Plan,
  saved: string | undefined,
  flags: readonly (string | undefined)[],
): void {
  const lines = sayable(complaints, call.lang).map(c => `  ${c}`)
  if (saved !== undefined && !complaints.some(isSecrecy)) {
    const command = `cun import ${[shellWord(saved), ...flags].filter(w => w).join(' ')}`
    const next = {
      zh: `→ 在 ${saved} 里改好, 再: ${command}`,
      en: `→ correct them in ${saved}, then: ${command}`,
    }
    lines.push(say(next, call.lang))
  }
  for (const line of lines) call.world.err(`${visible(line)}\n`)
}
