import { mayAsk } from '../cli/ask.ts'
import type { Call } from '../cli/line.ts'
import { type Complaint, refuse } from '../errors.ts'
import type { Register } from '../schema/types.ts'
import type { SheetRow } from '../sheet/csv.ts'
import { recognise } from '../sheet/header.ts'
import type { Mapping } from '../sheet/header-mapping.ts'
import { sourceName } from '../sheet/source.ts'
import { counted } from '../text.ts'
import { type Meant, mapOf } from './column-map.ts'
import type { Part } from './joined-sheets.ts'
import { type FileHints, withoutEmpty } from './open-sheet.ts'

/** A sheet with its first rows, and the registers that its headers match. */
export interface Candidate extends Omit<Part, 'mapping'> {
  readonly head: readonly SheetRow[]
  readonly found: readonly Mapping[]
}

/** The sheets as the one register that all of them may be. */
export async function sameRegister(
  call: Call,
  found: readonly Candidate[],
  files: readonly string[],
  hints: FileHints,
  isMapped: boolean,
): Promise<readonly Part[]> {
  const [first] = found
  if (!first) {
    return refuse(
      'input',
      'import.no-known-sheet',
      {
        zh: `${files.map(sourceName).join('、')} 中没有认得出的表`,
        en: `no sheet in ${files.map(sourceName).join(', ')} is recognised`,
      },
      {
        zh: '核对表头 (cun <台账> template 给出空白表)',
        en: 'check the headers (cun <register> template gives a blank sheet)',
      },
    )
  }
  const isEvery = (register: Register) => found.every(f => f.found.some(m => m.register === register))
  const common = first.found.map(m => m.register).filter(isEvery)
  if (common.length !== 1) {
    const kinds = new Map<string, string[]>()
    for (const { name, found: fits } of found) {
      const kind = fits.map(m => m.register.label.zh).join('/')
      kinds.set(kind, [...(kinds.get(kind) ?? []), name])
    }
    const list = [...kinds].map(
      ([kind, names]) =>
        `${kind}: ${names.slice(0, 3).join('、')}${names.length > 3 ? ` 等 ${names.length} 个` : ''}`,
    )
    return refuse(
      'input',
      'import.several-kinds',
      {
        zh: `这些表不是一种: ${list.join('; ')}`,
        en: `these sheets are of several kinds: ${list.join('; ')}`,
      },
      {
        zh: '用 --register 指明要哪一种, 或分开导入',
        en: 'choose one with --register, or import them separately',
      },
    )
  }
  const told = found.map(({ found: fits, ...rest }) => ({
    ...rest,
    mapping: withoutEmpty(rest.source, fits.find(m => m.register === common[0])!),
  }))
  const parts = mayAsk(call) ? await clearedByAsking(call, told, common[0]!, hints, isMapped) : told
  const complaints = parts.flatMap(({ name, mapping }, order) =>
    mapping.complaints.map(
      (c): Complaint => ({ ...c, line: { sheet: name, order, line: c.line as number } }),
    ),
  )
  if (complaints.length > 0) {
    refuse(
      'input',
      'import.headers-unclear',
      {
        zh: `表头有 ${complaints.length} 处问题, 未导入 (按${common[0]!.label.zh}读)`,
        en: `${counted(complaints.length, 'unclear header')}, nothing was imported (read as ${common[0]!.label.en})`,
      },
      {
        zh: '改正表头后再导入; 表头改不了的, 用 --map 写明哪个表头是哪一栏',
        en: 'correct the headers and import again; if they cannot be changed, say with --map which column each is',
      },
      complaints,
    )
  }
  return parts
}

/** The sheets after a person answers what their unknown headers mean: each header is asked once for all sheets. */
async function clearedByAsking<P extends Part & { readonly head: readonly SheetRow[] }>(
  call: Call,
  parts: readonly P[],
  register: Register,
  { mapFile, asked }: FileHints,
  isMapped: boolean,
): Promise<readonly P[]> {
  if (parts.every(p => p.mapping.isClear)) return parts
  const { askColumns, keepAnswers } = await import('./ask-columns.ts')
  const answers: Meant[] = []
  const read = (part: P): P => {
    const map = mapOf([...mapFile.lines, ...answers])
    const [found] = recognise([register], part.head, { ...asked, map })
    return found ? { ...part, mapping: withoutEmpty(part.source, found) } : part
  }
  const cleared: P[] = []
  for (const part of parts) {
    const known = part.mapping.isClear || answers.length === 0 ? part : read(part)
    if (known.mapping.isClear) {
      cleared.push(known)
      continue
    }
    const lines = [...mapFile.lines, ...answers]
    const said = await askColumns(
      call,
      part.source,
      part.head,
      [register],
      { ...mapFile, lines },
      known.mapping,
      asked,
    )
    answers.push(...(said?.answers ?? []))
    cleared.push(said ? read(part) : known)
  }
  await keepAnswers(call, mapFile, answers, isMapped)
  return cleared
}
