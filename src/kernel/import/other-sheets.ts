import type { Call } from '../cli/line.ts'
import { Refusal, refuse } from '../errors.ts'
import { isMarkedSecret } from '../schema/secrecy.ts'
import type { Register } from '../schema/types.ts'
import { recognise } from '../sheet/header.ts'
import { headOf, type Source, sourceName, sourcesOf, textOf } from '../sheet/source.ts'
import type { Unread } from '../sheet/unread.ts'
import { meant } from './choose-sheet.ts'
import type { ImportOptions } from './open-sheet.ts'

/** Longer files are lists of records, not worth a second look. */
const most = 2 * 1024 * 1024
/** Rows looked at. */
const looked = 40

/**
 * Whether a file is a sheet of another kind than those of registers, e.g. a sign-in sheet. Returns the exit code if
 * it was dealt with, the sheets to import in its stead, or undefined if it is none. What reads clearly as a
 * register's is none, nor one whose columns the person explained.
 */
export async function otherSheet(
  call: Call,
  file: string,
  options: ImportOptions,
  registers: readonly Register[],
): Promise<number | readonly Source[] | undefined> {
  const kinds = call.lines.flatMap(l => l.otherSheets ?? [])
  const size = call.world.size(call.path(file))
  const isExplained = options.map !== undefined || options.ignoreColumns !== undefined
  const isLikely = options.matrix || (!isExplained && size !== undefined && size <= most)
  if (kinds.length === 0 || !size || !isLikely) return undefined
  const unread = await unreadOf(call, file, options, registers)
  // What is marked as secret is refused by the import, which shows nothing of it.
  if (!unread || isSecret(unread)) return undefined
  for (const kind of kinds) {
    const take = kind.known(call, unread)
    if (take && !unread.sheets.some(s => isClear(registers, s.head))) return take()
  }
  return options.matrix ? refuseMatrix(unread.name) : undefined
}

function refuseMatrix(name: string): never {
  return refuse(
    'usage',
    'import.no-matrix',
    {
      zh: `${name} 不是矩阵 (一条一行, 一天一列)`,
      en: `${name} is no matrix (a row a record, a column a day)`,
    },
    {
      zh: '去掉 --matrix; 或核对表头: 前面写明是哪一户, 后面各列是日期',
      en: 'leave out --matrix, or check the headers: the household first, then a day each',
    },
  )
}

const isSecret = ({ name, sheets }: Unread) =>
  isMarkedSecret(name) || sheets.some(({ source }) => isMarkedSecret(source.sheet?.name ?? ''))

const isClear = (registers: readonly Register[], head: Unread['sheets'][number]['head']) =>
  recognise(registers, head, {}).some(m => m.hasKey && m.complaints.length === 0)

/** Undefined for what an import refuses: that says why. */
async function unreadOf(
  call: Call,
  file: string,
  options: ImportOptions,
  registers: readonly Register[],
): Promise<Unread | undefined> {
  const name = sourceName(file)
  const bytes = call.world.read(call.path(file))
  const text = await quietly(() => textOf(bytes, name))
  const sheets = await quietly(async () =>
    meant(await sourcesOf(bytes, name), name, options.sheet, '--sheet').map(source => ({
      source,
      head: headOf(source, looked),
    })),
  )
  if (text === undefined && sheets === undefined) return undefined
  return { file, name, text, sheets: sheets ?? [], registers, options: { ...options } }
}

async function quietly<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
