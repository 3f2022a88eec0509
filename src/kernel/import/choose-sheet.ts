import { choose, mayAsk } from '../cli/ask.ts'
import type { Call } from '../cli/line.ts'
import { refuse } from '../errors.ts'
import type { Register } from '../schema/types.ts'
import type { SheetRow } from '../sheet/csv.ts'
import { type HeaderHints, recognise } from '../sheet/header.ts'
import type { Mapping } from '../sheet/header-mapping.ts'
import { headOf, type Source } from '../sheet/source.ts'
import { shellWord } from '../text.ts'
import { type MapFile, mapOf } from './column-map.ts'
import { refuseUnrecognised } from './unclear-sheet.ts'

/** Rows searched for the header. */
const looked = 40

/** A sheet with its first rows, and the registers that its headers match. */
interface InspectedSheet {
  readonly source: Source
  readonly head: readonly SheetRow[]
  readonly found: readonly Mapping[]
}

/** Inspects the sheets that may be meant: the one `named` with `flag`, else the visible ones. */
export function inspectSheets(
  all: readonly Source[],
  name: string,
  registers: readonly Register[],
  asked: HeaderHints,
  named: string | undefined,
  flag: string,
): readonly InspectedSheet[] {
  const looks: InspectedSheet[] = []
  for (const source of meant(all, name, named, flag)) {
    const head = headOf(source, looked)
    looks.push({ source, head, found: recognised(registers, head, asked) })
  }
  return looks
}

/** Possible mappings; none if only one of several headers is known, which may be chance. */
function recognised(
  registers: readonly Register[],
  head: readonly SheetRow[],
  asked: HeaderHints,
): readonly Mapping[] {
  const found = recognise(registers, head, asked)
  const headers = found[0]?.headers.filter(h => h !== '').length ?? 0
  return found[0] && found[0].matched >= Math.min(2, headers) ? found : []
}

/** The sheets to inspect: the one that was named, else the visible ones, else all. */
export function meant(
  all: readonly Source[],
  name: string,
  asked: string | undefined,
  flag: string,
): readonly Source[] {
  if (asked === undefined) {
    const shown = all.filter(s => !s.sheet?.isHidden)
    return shown.length > 0 ? shown : all
  }
  if (!all[0]!.sheet) {
    refuse(
      'usage',
      'import.not-a-workbook',
      { zh: `${name} 不是工作簿, 没有工作表`, en: `${name} is not a workbook` },
      { zh: `去掉 ${flag}`, en: `leave out ${flag}` },
    )
  }
  const found = all.filter(s => s.sheet!.name === asked)
  if (found.length > 0) return found
  const names = all.map(s => s.sheet!.name)
  return refuse(
    'usage',
    'import.unknown-sheet',
    {
      zh: `${name} 没有工作表“${asked}”, 或其中没有内容`,
      en: `${name} has no sheet "${asked}", or it is empty`,
    },
    { zh: `可用: ${names.join('、')}`, en: `use one of ${names.join(', ')}` },
  )
}

/**
 * The only recognised sheet, or the one that a person chooses; refused off a terminal if unclear. Undefined if the
 * person wants all of them, which `mayTakeAll` offers.
 */
export async function chooseSheet(
  call: Call,
  name: string,
  looks: readonly InspectedSheet[],
  registers: readonly Register[],
  flag: string,
  asked: HeaderHints,
  mayTakeAll: boolean,
): Promise<InspectedSheet | undefined> {
  const recognised = looks.filter(l => l.found.length > 0)
  // Two known headers may occur in any text by chance; a whole header row does not.
  const clear = recognised.filter(l => l.found.some(m => m.hasKey && m.complaints.length === 0))
  const known = clear.length > 0 ? clear : recognised
  if (known.length === 1) return known[0]!
  const among = known.length > 0 ? known : looks
  if (among.length === 1) return among[0]!
  const names = among.map(l => l.source.sheet!.name)
  if (mayAsk(call)) {
    const question = {
      zh: `${name} 有几个工作表, 导入哪一个?`,
      en: `${name} has several sheets. Which one should be imported?`,
    }
    const all = {
      value: undefined,
      name: { zh: `全部 ${known.length} 个, 合为一批`, en: `all ${known.length}, as one batch` },
    }
    return choose<InspectedSheet | undefined>(call, question, [
      ...(mayTakeAll && isOneKind(known) ? [all] : []),
      ...among.map((l, i) => ({ value: l, name: names[i]! })),
    ])
  }
  if (known.length === 0) return refuseUnrecognised(call, name, registers, among[0]?.head ?? [], asked)
  return refuse(
    'input',
    'import.several-sheets',
    {
      zh: `${name} 有 ${known.length} 个工作表都认得出: ${names.map(n => `“${n}”`).join('、')}`,
      en: `${name} has ${known.length} sheets that are recognised: ${names.map(n => `"${n}"`).join(', ')}`,
    },
    {
      zh: `用 ${flag} 指明一个, 如 ${flag} ${shellWord(names[0]!)}${mayTakeAll && isOneKind(known) ? '; 都要的, 加 --all-sheets 合为一批' : ''}`,
      en: `choose one with ${flag}, e.g. ${flag} ${shellWord(names[0]!)}${mayTakeAll && isOneKind(known) ? '; for all of them as one batch add --all-sheets' : ''}`,
    },
  )
}

/** Whether all sheets may be of one register. */
const isOneKind = ([first, ...others]: readonly InspectedSheet[]) =>
  first?.found.some(({ register }) => others.every(o => o.found.some(m => m.register === register))) === true

export async function chooseRegister(
  call: Call,
  { label }: Source,
  found: readonly Mapping[],
): Promise<Mapping> {
  if (found.length === 1) return found[0]!
  if (mayAsk(call)) {
    const question = {
      zh: `${label.zh} 可能是几种台账。它是:`,
      en: `${label.en} matches several registers. Which is it?`,
    }
    return choose(
      call,
      question,
      found.map(value => ({ value, name: value.register.label })),
    )
  }
  const names = found.map(m => `${m.register.label.zh} (${m.register.name})`)
  return refuse(
    'input',
    'import.several-registers',
    {
      zh: `${label.zh} 可能是: ${names.join('、')}`,
      en: `${label.en} matches several registers: ${found.map(m => m.register.name).join(', ')}`,
    },
    { zh: '用 --register 指明', en: 'choose one with --register' },
  )
}

/** The mapping after a person answers what the headers mean; without answers `told`, or a refusal. */
export async function mappingByAsking(
  call: Call,
  { source, head }: InspectedSheet,
  told: Mapping | undefined,
  registers: readonly Register[],
  asked: HeaderHints,
  mapFile: MapFile,
  isMapped: boolean,
): Promise<Mapping> {
  const { askColumns, keepAnswers } = await import('./ask-columns.ts')
  const answered = await askColumns(call, source, head, registers, mapFile, told, asked)
  if (!answered) return told ?? refuseUnrecognised(call, source.label, registers, head, asked)
  const { register, headerRow, answers } = answered
  const map = mapOf([...mapFile.lines, ...answers])
  const [found] = recognised([register], head, { ...asked, headerRow, map })
  if (!found) return refuseUnrecognised(call, source.label, [register], head, asked)
  await keepAnswers(call, mapFile, answers, isMapped)
  return found
}
