import type { Call } from './call.ts'
import { digestOf } from './import.ts'
import type { Document } from './paper.ts'
import { refuse } from './refuse.ts'
import { both } from './text.ts'
import { writeCsv } from './write/csv.ts'
import { encodeGb18030 } from './write/gb18030.ts'
import { writeJson, writeJsonLines } from './write/json.ts'
import { writeTerminal } from './write/terminal.ts'

const formats = ['table', 'csv', 'tsv', 'json', 'jsonl'] as const
type Format = (typeof formats)[number]

/** `--format`, else the ending of `--out`, else what the command is used to. */
export function formatOf(call: Call, usual: Format = 'table'): Format {
  const ending = /\.([a-z]+)$/i.exec(call.global.out ?? '')?.[1]?.toLowerCase()
  const asked = call.global.format ?? (ending === 'txt' ? 'table' : ending) ?? usual
  return (
    formats.find(f => f === asked) ??
    refuse(
      'usage',
      { zh: `写不了 ${asked} 格式`, en: `cannot write the format ${asked}` },
      { zh: `可用: ${formats.join('、')}`, en: `use one of ${formats.join(', ')}` },
    )
  )
}

function* pieces(call: Call, document: Document, format: Format): Generator<string> {
  const { lang, world, global } = call
  const people = global.bom !== false
  if (format === 'table') {
    const terminal = world.terminal.out && !global.out
    yield* writeTerminal(document, { lang, terminal, width: world.width, color: world.color && terminal })
  } else if (format === 'json') yield* writeJson(document, lang)
  else if (format === 'jsonl') yield* writeJsonLines(document, lang)
  else yield* writeCsv(document, { lang, people, delimiter: format === 'csv' ? ',' : '\t' })
}

function encoder(call: Call, format: Format): { mark: string; encode: (text: string) => Uint8Array } {
  const encoding = (call.global.encoding ?? 'utf-8').toLowerCase()
  if (encoding === 'gb18030' || encoding === 'gbk') return { mark: '', encode: encodeGb18030 }
  if (encoding !== 'utf-8' && encoding !== 'utf8') {
    refuse(
      'usage',
      { zh: `没有编码 ${encoding}`, en: `there is no encoding ${encoding}` },
      both('--encoding utf-8 | gb18030'),
    )
  }
  const marked = (format === 'csv' || format === 'tsv') && call.global.bom !== false
  return { mark: marked ? '\uFEFF' : '', encode: text => Buffer.from(text) }
}

/** Puts a document out: to the terminal or pipe, or whole into the file of `--out`. Gives the file's SHA-256. */
export async function print(call: Call, document: Document, usual?: Format): Promise<string | undefined> {
  const format = formatOf(call, usual)
  const { mark, encode } = encoder(call, format)
  if (call.global.out === undefined) {
    if (mark) call.world.out(encode(mark))
    for (const piece of pieces(call, document, format)) call.world.out(encode(piece))
    return undefined
  }
  const data: Uint8Array[] = [encode(mark)]
  for (const piece of pieces(call, document, format)) data.push(encode(piece))
  return save(call, call.global.out, data)
}

export function mustNotExist(call: Call, name: string): void {
  if (call.world.size(call.path(name)) === undefined) return
  refuse(
    'create',
    { zh: `已有文件 ${name}, 不覆盖`, en: `${name} exists already and is not overwritten` },
    { zh: '换一个文件名, 或加 --force', en: 'choose another name, or add --force' },
  )
}

/** Writes a file whole; an existing one only with `--force`. */
export function save(call: Call, name: string, data: readonly Uint8Array[]): string {
  const path = call.path(name)
  if (!call.global.force) mustNotExist(call, name)
  try {
    call.world.write(path, data)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    refuse(
      code === 'ENOSPC' || code === 'EIO' ? 'disk' : 'create',
      { zh: `写不了 ${name} (${code})`, en: `cannot write ${name} (${code})` },
      {
        zh: '核对文件夹是否存在、可写、有空间',
        en: 'check that the folder exists, is writable and has room',
      },
    )
  }
  call.tell({ zh: `已写入 ${name}`, en: `wrote ${name}` })
  return digestOf(Buffer.concat(data))
}
