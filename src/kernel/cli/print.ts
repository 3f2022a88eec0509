import { writeCsv } from '../document/csv.ts'
import { type Document, forPeople } from '../document/document.ts'
import { type Fonts, fontsOf, standardFonts } from '../document/fonts.ts'
import { encodeGb18030 } from '../document/gb18030.ts'
import { writeJson, writeJsonLines } from '../document/json.ts'
import { maskedDocument } from '../document/mask.ts'
import { writeTerminal } from '../document/terminal.ts'
import { refuse } from '../errors.ts'
import { sha256 } from '../store/journal.ts'
import { ticking } from '../terminal/progress.ts'
import { type Format, formats } from './global-options.ts'
import { asKnown } from './known.ts'
import type { Call } from './line.ts'

/** Binary formats, which a terminal cannot show. */
const archives: readonly Format[] = ['xlsx', 'docx']

/** The office's fonts, or the standard ones before a database exists. */
const fontsFor = (call: Call): Fonts =>
  call.world.size(call.dbPath) === undefined ? standardFonts : fontsOf(call.settings)

/** `--format`, else the extension of `--out`, else `usual`. */
export function formatOf(call: Call, usual: Format = 'table', possible: readonly Format[] = formats): Format {
  const ending = /\.([a-z]+)$/i.exec(call.global.out ?? '')?.[1]?.toLowerCase()
  const meant = { txt: 'table', htm: 'html' }[ending ?? ''] ?? ending
  const asked = call.global.format ?? meant ?? usual
  if (
    ending !== 'txt' &&
    asked !== meant &&
    formats.some(f => f === meant) &&
    formats.some(f => f === asked)
  ) {
    const { out } = call.global
    refuse(
      'usage',
      'output.format-unlike-name',
      {
        zh: `--format ${asked} 与文件名 ${out} 不符`,
        en: `--format ${asked} does not fit the file name ${out}`,
      },
      {
        zh: `去掉 --format, 格式随文件名; 或把文件名改成以 .${asked} 结尾`,
        en: `leave out --format (the file name sets it), or end the name in .${asked}`,
      },
    )
  }
  return (
    possible.find(f => f === asked) ??
    refuse(
      'usage',
      'output.unknown-format',
      { zh: `写不了 ${asked} 格式`, en: `cannot write the format ${asked}` },
      { zh: `可用: ${possible.join('、')}`, en: `use one of ${possible.join(', ')}` },
    )
  )
}

export const screenOf = ({ lang, world, global }: Call, terminal?: boolean) => ({
  lang,
  terminal: terminal ?? (world.terminal.out && !global.out),
  width: world.width,
  color: world.color && global.out === undefined && terminal !== false,
})

type TextFormat = Exclude<Format, 'xlsx' | 'html' | 'docx'>

function* pieces(call: Call, document: Document, format: TextFormat, terminal?: boolean): Generator<string> {
  const { lang, global } = call
  const people = global.bom !== false
  const writers: Record<TextFormat, () => Iterable<string>> = {
    table: () => writeTerminal(forPeople(document), screenOf(call, terminal)),
    csv: () => writeCsv(forPeople(document), { lang, people, delimiter: ',' }),
    tsv: () => writeCsv(forPeople(document), { lang, people, delimiter: '\t' }),
    json: () => writeJson(document, lang, call.whatWasDone()),
    jsonl: () => writeJsonLines(document, lang),
  }
  yield* writers[format]()
}

function encoder(call: Call, format: Format): { mark: string; encode: (text: string) => Uint8Array } {
  const encoding = (call.global.encoding ?? 'utf-8').toLowerCase()
  if (encoding === 'gb18030' || encoding === 'gbk') {
    if (format === 'html' || archives.includes(format)) {
      refuse(
        'usage',
        'output.encoding-not-wanted',
        { zh: `${format} 不分编码`, en: `${format} has no choice of encoding` },
        { zh: '去掉 --encoding', en: 'leave out --encoding' },
      )
    }
    return { mark: '', encode: encodeGb18030 }
  }
  if (encoding !== 'utf-8' && encoding !== 'utf8') {
    refuse(
      'usage',
      'output.unknown-encoding',
      { zh: `没有编码 ${encoding}`, en: `there is no encoding ${encoding}` },
      { zh: '用 --encoding utf-8 或 --encoding gb18030', en: 'use --encoding utf-8 or --encoding gb18030' },
    )
  }
  const marked = (format === 'csv' || format === 'tsv') && call.global.bom !== false
  return { mark: marked ? '\uFEFF' : '', encode: text => Buffer.from(text) }
}

/** Masks a document unless `--unmask`: even free text may hold an ID or phone number. */
function showable(call: Call, whole: Document, format: Format): Document {
  const document = asKnown(call, whole, format)
  return call.global.unmask ? document : maskedDocument(document)
}

/** A document as a file of this format. Its writer is imported on first use. */
export async function render(call: Call, whole: Document, format: Format): Promise<Uint8Array> {
  const document = showable(call, whole, format)
  const { mark, encode } = encoder(call, format)
  const options = { lang: call.lang, fonts: fontsFor(call) }
  const shown = forPeople(document)
  if (format === 'xlsx') return (await import('../document/xlsx.ts')).writeXlsx(shown, options)
  if (format === 'docx') return (await import('../document/docx.ts')).writeDocx(shown, options)
  if (format === 'html') return encode((await import('../document/html.ts')).writeHtml(shown, options))
  return Buffer.concat([mark, ...pieces(call, document, format, false)].map(encode))
}

/** Prints a document to the terminal or a pipe, or writes the `--out` file and returns its SHA-256. */
export async function print(call: Call, whole: Document, usual?: Format): Promise<string | undefined> {
  const format = formatOf(call, usual)
  const document = isWatched(call) ? watched(call, whole) : whole
  if (call.global.out !== undefined || format === 'html' || archives.includes(format)) {
    return printBytes(call, await render(call, document, format), format)
  }
  // Streamed, so that a long list starts at once and is never held in memory.
  const { mark, encode } = encoder(call, format)
  if (mark) call.world.out(encode(mark))
  const all = inParts(pieces(call, showable(call, document, format), format as TextFormat))
  if (format === 'table') await toScreen(call, all, encode)
  else for (const piece of all) call.world.out(encode(piece))
  return undefined
}

/** Characters per write: one write per line would cost more than rendering the line. */
const PART = 8192

function* inParts(pieces: Iterable<string>): Generator<string> {
  let part = ''
  for (const piece of pieces) {
    part += piece
    if (part.length < PART) continue
    yield part
    part = ''
  }
  if (part !== '') yield part
}

/** Progress is shown unless the rows themselves go to the terminal. */
const isWatched = ({ world, global }: Call) =>
  world.terminal.err && (global.out !== undefined || !world.terminal.out)

/** The same document; iterating its rows shows progress. */
const watched = (call: Call, document: Document): Document => ({
  ...document,
  tables: document.tables.map(table => {
    const { lines, about } = table
    const total = Array.isArray(lines) ? () => lines.length : about
    const what = { zh: '写出', en: 'writing out' }
    return { ...table, lines: { [Symbol.iterator]: () => ticking(lines, call.progress({ what, total })) } }
  }),
})

/** Output taller than the terminal goes through the pager. */
async function toScreen(
  { world, global }: Call,
  pieces: Iterable<string>,
  encode: (text: string) => Uint8Array,
): Promise<void> {
  const send = (all: Iterable<string>) => {
    for (const piece of all) world.out(encode(piece))
  }
  if (!world.terminal.out || global.pager === false) return send(pieces)
  const all = [...pieces]
  const lines = all.reduce((sum, piece) => sum + piece.split('\n').length - 1, 0)
  if (lines < world.height || !(await world.page(all.map(encode)))) send(all)
}

/** Refuses a binary format on a terminal. */
function refuseOnTerminal(call: Call, format: Format): void {
  if (call.global.out !== undefined || !call.world.terminal.out || !archives.includes(format)) return
  refuse(
    'usage',
    'output.not-for-terminal',
    { zh: `${format} 不能显示在终端上`, en: `${format} cannot be shown on a terminal` },
    { zh: `加 --out 文件.${format}`, en: `add --out FILE.${format}` },
  )
}

/** Prints the bytes of a file to a pipe, or writes the `--out` file and returns its SHA-256. */
export async function printBytes(call: Call, data: Uint8Array, format: Format): Promise<string | undefined> {
  const { out, open } = call.global
  refuseOnTerminal(call, format)
  if (out === undefined) {
    call.world.out(data)
    return undefined
  }
  const digest = save(call, out, [data])
  if (open) await show(call, out)
  return digest
}

/** Opens a written file in its desktop program. A failure is only a notice: the file exists. */
export async function show(call: Call, name: string): Promise<void> {
  try {
    await call.world.open(call.path(name))
  } catch {
    call.tell({ zh: `打不开 ${name}, 请自行打开`, en: `could not open ${name}; open it yourself` })
  }
}

export function refuseIfExists(call: Call, name: string): void {
  if (call.world.size(call.path(name)) === undefined) return
  refuse(
    'create',
    'output.file-exists',
    { zh: `已有文件 ${name}, 不覆盖`, en: `${name} exists already and is not overwritten` },
    { zh: '换一个文件名, 或加 --force', en: 'choose another name, or add --force' },
  )
}

/** The refusal kind of a write error: a failing or full disk, or a bad path. */
export const whyNot = (code: string | undefined): 'disk' | 'create' =>
  code === 'ENOSPC' || code === 'EIO' || code === 'EDQUOT' ? 'disk' : 'create'

/** Writes a file whole, an existing one only with `--force`. Returns its SHA-256. */
export function save(call: Call, name: string, data: readonly Uint8Array[]): string {
  const path = call.path(name)
  if (!call.global.force) refuseIfExists(call, name)
  try {
    call.world.write(path, data)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    refuse(
      whyNot(code),
      'output.cannot-write',
      { zh: `写不了 ${name} (${code})`, en: `cannot write ${name} (${code})` },
      {
        zh: '核对文件夹是否存在、可写、有空间',
        en: 'check that the folder exists, is writable and has room',
      },
    )
  }
  call.tell({ zh: `已写入 ${name}`, en: `wrote ${name}` })
  return sha256(data.length === 1 ? data[0]! : Buffer.concat(data))
}
