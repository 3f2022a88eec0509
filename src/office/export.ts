import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { listDocument } from '../assessment/list/redblue-paper.ts'
import { issuedFiles } from '../assessment/notice/notice-files.ts'
import { frozenQuarter } from '../assessment/score/quarter.ts'
import { kindOfPeriod, quarterOn } from '../kernel/calendar.ts'
import type { Format, Global } from '../kernel/cli/global-options.ts'
import { type Call, verb } from '../kernel/cli/line.ts'
import { formatOf, print, render, whyNot } from '../kernel/cli/print.ts'
import { logOutput } from '../kernel/cli/write.ts'
import type { Document, Line } from '../kernel/document/document.ts'
import { exitCodes, refuse } from '../kernel/errors.ts'
import { anyPeriod, period as periodField } from '../kernel/schema/fields/date.ts'
import { counted, type Text } from '../kernel/text.ts'

interface Named {
  readonly name: string
  bytes(): Promise<Uint8Array>
}

const endings: Partial<Record<Format, string>> = { table: 'txt' }

/**
 * All files of a period: every paper that takes it (as frozen, or else computed), the red and blue list, the
 * notices.
 */
async function filesOf(call: Call, period: string, format: Format): Promise<Named[]> {
  const frozen = frozenQuarter(call, period)?.content
  const kept = frozen?.documents ?? []
  const isYear = kindOfPeriod(period) === 'year'
  const others = call.lines
    .flatMap(l => l.papers ?? [])
    .filter(p => p.period && (isYear || !p.isYearly) && !kept.some(d => d.name === p.name))
  // The ledgers beside the stored papers are of the same day, so that a later run finds no other state in them.
  const then = frozen ? { ...call, asOf: frozen.asOf } : call
  const documents: { name: string; make: () => Document | Promise<Document> }[] = [
    ...kept.map(d => ({ name: d.name, make: () => d.document })),
    ...others.map(p => ({ name: p.name, make: () => p.make(then, period, {}) })),
  ]
  documents.push({ name: 'redblue', make: () => listDocument(call, period) })
  const ending = endings[format] ?? format
  return [
    ...documents.map(d => ({
      name: `${period}-${d.name}.${ending}`,
      bytes: async () => render(call, await d.make(), format),
    })),
    ...issuedFiles(call, period).map(f => ({ name: f.name, bytes: async () => f.bytes })),
  ]
}

/** The call with other global options: `--out` is a folder here, and the manifest is printed as a table. */
const without = (call: Call, words: Partial<Global>): Call => ({
  ...call,
  global: { ...call.global, ...words },
})

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

type Outcome =
  | { readonly name: string; readonly size: number; readonly digest: string }
  | {
      readonly name: string
      readonly failed: 'create' | 'disk'
      readonly why: Text | string
    }

/** Writes one file, unless it exists with the same bytes. */
async function writeFile(call: Call, folder: string, file: Named): Promise<Outcome> {
  const path = join(folder, file.name)
  try {
    const bytes = await file.bytes()
    const there = call.world.size(path)
    const isSame = there === bytes.length && Buffer.compare(call.world.read(path), Buffer.from(bytes)) === 0
    if (there !== undefined && !isSame && !call.global.force) {
      const why = {
        zh: '已有内容不同的文件, 加 --force 覆盖',
        en: 'a file with other content exists; --force overwrites it',
      }
      return { name: file.name, failed: 'create', why }
    }
    if (!isSame) call.world.write(path, [bytes])
    return { name: file.name, size: bytes.length, digest: sha256(bytes) }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === undefined) throw error
    return { name: file.name, failed: whyNot(code), why: code }
  }
}

/** `cun export --quarter 2024Q2 --out DIR`: for scheduled scripts. A second run changes no byte. */
export const batchExport = verb({
  name: 'export',
  isReading: true,
  label: {
    zh: '整批导出一个考核期的全部报表、红蓝榜和通报',
    en: 'export all papers, the list and the notices of a period',
  },
  options: [
    {
      flags: '--quarter <quarter>',
      label: anyPeriod,
      required: true,
      field: periodField('period', anyPeriod),
      start: (call: Call) => quarterOn(call.asOf),
    },
  ],
  needs: [{ name: 'out', label: { zh: '导出到哪个文件夹', en: 'folder to write into' } }],
  example: 'cun export --quarter 2024Q2 --out 2024Q2 --format xlsx',
  async run(call, _, options) {
    const period = options.quarter
    const out = call.global.out!
    const folder = call.path(out)
    const format = formatOf(without(call, { out: undefined }), 'xlsx')
    try {
      call.world.folder(folder)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      refuse(
        whyNot(code),
        'output.cannot-make-folder',
        { zh: `建不了文件夹 ${out} (${code})`, en: `cannot make the folder ${out} (${code})` },
        { zh: '核对路径、权限和磁盘空间', en: 'check the path, its permissions and the free disk space' },
      )
    }
    const outcomes: Outcome[] = []
    const files = await filesOf(call, period, format)
    const progress = call.progress({
      what: { zh: '写出', en: 'writing out' },
      of: { zh: '个文件', en: 'files' },
      total: () => files.length,
    })
    for (const file of files) {
      outcomes.push(await writeFile(call, folder, file))
      progress.tick()
    }
    progress.end()
    const written = outcomes.flatMap(o => ('digest' in o ? [o] : []))
    const manifest = written.map(o => `${o.digest}  ${o.name}\n`).join('')
    const kept = await writeFile(call, folder, {
      name: `${period}-SHA256-${format}.txt`,
      bytes: async () => Buffer.from(manifest),
    })
    if ('failed' in kept) outcomes.push(kept)
    logOutput(call, 'export', `export ${period}`, written.length, sha256(Buffer.from(manifest)))
    await print(
      without(call, { out: undefined, format: 'table', open: undefined }),
      manifestDocument(period, outcomes),
    )
    const failures = outcomes.flatMap(o => ('failed' in o ? [o.failed] : []))
    call.tell({
      zh: `已导出 ${written.length} 个文件到 ${out}${failures.length > 0 ? `, ${failures.length} 个未写成` : ''}`,
      en: `${counted(written.length, 'file')} exported to ${out}${failures.length > 0 ? `, ${failures.length} not written` : ''}`,
    })
    return failures.includes('disk')
      ? exitCodes.disk
      : failures.length > 0
        ? exitCodes.create
        : exitCodes.done
  },
})

function manifestDocument(period: string, outcomes: readonly Outcome[]): Document {
  const lines: Line[] = outcomes.map(o => ({
    cells: 'digest' in o ? [o.name, o.size, o.digest, null] : [o.name, null, null, o.why],
    emphasis: 'digest' in o ? undefined : 'red',
  }))
  return {
    title: { zh: `${period} 导出清单`, en: `Export of ${period}` },
    tables: [
      {
        columns: [
          { key: 'file', label: { zh: '文件', en: 'file' }, type: 'text' },
          { key: 'bytes', label: { zh: '字节', en: 'bytes' }, type: 'integer' },
          { key: 'sha256', label: { zh: 'SHA-256', en: 'SHA-256' }, type: 'text' },
          { key: 'failure', label: { zh: '未写成', en: 'not written' }, type: 'text' },
        ],
        lines,
      },
    ],
  }
}
