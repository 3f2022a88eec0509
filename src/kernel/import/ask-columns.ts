import { agreed, choose, mayAsk } from '../cli/ask.ts'
import type { Call } from '../cli/line.ts'
import { inputs } from '../schema/register.ts'
import { isMarkedSecret } from '../schema/secrecy.ts'
import type { Register } from '../schema/types.ts'
import type { SheetRow } from '../sheet/csv.ts'
import type { HeaderHints } from '../sheet/header.ts'
import type { Mapping } from '../sheet/header-mapping.ts'
import { headerReader } from '../sheet/header-names.ts'
import type { Source } from '../sheet/source.ts'
import { fold, personalMasked, type Text } from '../text.ts'
import { keepMap, type MapFile, type Meant, mapOf, usualMapName } from './column-map.ts'

/** The answers of a person about a sheet. */
export interface Answered {
  readonly register: Register
  /** Number of the header row, from 1. */
  readonly headerRow: number
  readonly answers: readonly Meant[]
}

/**
 * Asks on a terminal what each unknown header means. `mapping` is what was recognised without asking. Returns
 * undefined if prompting is not possible, no header row is found or the person chooses no register.
 */
export async function askColumns(
  call: Call,
  source: Source,
  head: readonly SheetRow[],
  registers: readonly Register[],
  mapFile: MapFile,
  mapping: Mapping | undefined,
  { headerRow }: HeaderHints,
): Promise<Answered | undefined> {
  if (!mayAsk(call)) return undefined
  const at = mapping
    ? mapping.leading + mapping.height - 1
    : headerRow === undefined
      ? head.findIndex(row => row.cells.filter(c => c !== '').length > 1)
      : headerRow - 1
  const headers = mapping?.headers ?? head[at]?.cells
  if (!headers || head.slice(0, at + 1).some(row => row.cells.some(isMarkedSecret))) return undefined
  const register = mapping?.register ?? (await whichRegister(call, source, registers))
  if (!register) return undefined
  const meaning = headerReader(register, mapOf(mapFile.lines))
  const taken = new Set(headers.map(meaning).flatMap(m => (typeof m === 'object' ? [m.key] : [])))
  const answers: Meant[] = []
  const rows = head.slice(at + 1).filter(row => !row.cells.some(isMarkedSecret))
  for (const [column, header] of headers.entries()) {
    if (header === '' || meaning(header) !== undefined || answers.some(a => fold(a.header) === fold(header)))
      continue
    if (mapping && !mapping.unclear.includes(column)) continue
    const free = inputs(register).filter(i => !taken.has(i.key))
    const sample = rows.find(row => row.cells[column])?.cells[column]
    const key = await choose(call, whichColumn(header, sample), [
      { value: null, name: { zh: '(跳过这一列)', en: '(skip this column)' } },
      ...free.map(i => ({ value: i.key, name: i.label })),
    ])
    if (key) taken.add(key)
    answers.push({ register, header, key })
  }
  return { register, headerRow: mapping ? mapping.leading + 1 : at + 1, answers }
}

function whichRegister(call: Call, { label }: Source, registers: readonly Register[]) {
  if (registers.length === 1) return registers[0]
  return choose(
    call,
    { zh: `认不出 ${label.zh} 是哪一种表。它是:`, en: `${label.en} is not recognised. What is it?` },
    [
      ...registers.map(r => ({
        value: r,
        name: { zh: `${r.label.zh} ${r.name}`, en: `${r.label.en} (${r.name})` },
      })),
      { value: undefined, name: { zh: '(都不是, 不导入)', en: '(none of these, do not import)' } },
    ],
  )
}

function whichColumn(header: string, sample: string | undefined): Text {
  const shown = sample === undefined ? '' : personalMasked(sample.replace(/\s+/g, ' ')).slice(0, 24)
  return {
    zh: `表头“${header}”${shown && ` (如 ${shown})`} 是哪一栏?`,
    en: `Which column is the header "${header}"${shown && ` (e.g. ${shown})`}?`,
  }
}

/** Saves the answers in the file of `--map`, else beside the sheet if the person agrees. */
export async function keepAnswers(
  call: Call,
  mapFile: MapFile,
  answers: readonly Meant[],
  isAsked: boolean,
): Promise<void> {
  if (answers.length === 0) return
  const question = {
    zh: `把这些回答存入 ${usualMapName}, 下次导入同一文件夹的表时不再问?`,
    en: `Save these answers in ${usualMapName}, for the next sheets in this folder?`,
  }
  if (isAsked || (await agreed(call, question))) keepMap(call, mapFile, answers)
}
