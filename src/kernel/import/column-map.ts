import { dirname, join } from 'node:path'
import type { Call } from '../cli/line.ts'
import { writeCsv } from '../document/csv.ts'
import { type Code, type Complaint, refuse } from '../errors.ts'
import { inputs } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import { csvRows } from '../sheet/csv.ts'
import { detect } from '../sheet/decode.ts'
import type { ColumnMap } from '../sheet/header-names.ts'
import { sourceName } from '../sheet/source.ts'
import { both, fold, joined, type Lang, nearest, type Text } from '../text.ts'

/** Usual name of the header map, which lies beside its sheets. */
export const usualMapName = '表头对照.csv'

/** A line of the map: what a header means in the sheets of a register. */
export interface Meant {
  readonly register: Register
  readonly header: string
  /** null: the column is skipped. */
  readonly key: string | null
}

export interface MapFile {
  /** The name to show. */
  readonly name: string
  readonly exists: boolean
  readonly lines: readonly Meant[]
}

const heads = {
  register: { zh: '台账', en: 'register' },
  header: { zh: '表头', en: 'header' },
  column: { zh: '栏目', en: 'column' },
} as const

/** The header map of a sheet: the file of `--map`, else the usual one beside the sheet. */
export async function mapFileOf(
  call: Call,
  file: string,
  asked: string | undefined,
  registers: readonly Register[],
): Promise<MapFile> {
  const place = asked ?? join(dirname(file), usualMapName)
  const name = asked !== undefined ? place : usualMapName
  if (call.world.size(call.path(place)) === undefined) return { name: place, exists: false, lines: [] }
  return { name, exists: true, lines: await readMap(call, place, registers) }
}

export const mapOf = (lines: readonly Meant[]): ColumnMap => {
  const map = new Map<string, Map<string, string | null>>()
  for (const { register, header, key } of lines) {
    const of = map.get(register.name) ?? new Map<string, string | null>()
    map.set(register.name, of.set(fold(header), key))
  }
  return map
}

function readMap(call: Call, place: string, registers: readonly Register[]): Meant[] {
  const name = sourceName(place)
  const bytes = call.world.read(call.path(place))
  const lines: Meant[] = []
  const complaints: Complaint[] = []
  let isHead = true
  for (const { line, cells } of csvRows(bytes, detect(bytes, name), name)) {
    if (cells.every(c => c === '')) continue
    const [noun = '', header = '', column = ''] = cells
    if (isHead) {
      const found = [noun, header, column].map(fold)
      const isKnown = Object.values(heads).every(({ zh, en }, i) => [zh, en].map(fold).includes(found[i]!))
      if (!isKnown || cells.length > 3) return notMap(name)
      isHead = false
      continue
    }
    const complain = (code: Code, column: Text, value: string, rule: Text, next: Text) =>
      complaints.push({ code, line, column, value, rule, next })
    const known = call.registers.filter(r => !r.process && r.name !== 'setting')
    const register = [...registers, ...known].find(r =>
      [r.name, r.label.zh, r.label.en].some(w => fold(w) === fold(noun)),
    )
    if (!register) {
      const like = nearest(
        fold(noun),
        known.map(r => r.name),
      )
      complain(
        'map.unknown-register',
        heads.register,
        noun,
        { zh: '没有这个台账', en: 'is not a register' },
        {
          zh: `写台账的名称, 如 ${like[0] ?? known[0]!.name}`,
          en: `write the name of a register, e.g. ${like[0] ?? known[0]!.name}`,
        },
      )
      continue
    }
    const input = inputs(register).find(i =>
      [i.key, i.label.zh, i.label.en].some(w => fold(w) === fold(column)),
    )
    if (header === '') {
      complain(
        'map.header-missing',
        heads.header,
        '',
        { zh: '没有写表头', en: 'is empty' },
        {
          zh: '写上表中的表头, 或删去这一行',
          en: 'write the header as in the sheet, or delete the line',
        },
      )
    } else if (column !== '' && !input) {
      const among = (lang: Lang) => {
        const labels = inputs(register).map(i => i.label[lang])
        const like = nearest(column, labels)
        return joined(like.length > 0 ? like : labels, lang)
      }
      complain(
        'map.unknown-column',
        heads.column,
        column,
        { zh: `${register.label.zh}没有这一栏`, en: `is not a column of the ${register.label.en}` },
        {
          zh: `可用: ${among('zh')}; 空着表示跳过这一列`,
          en: `use one of ${among('en')}; leave it empty to skip the column`,
        },
      )
    } else lines.push({ register, header, key: input?.key ?? null })
  }
  if (isHead) return notMap(name)
  if (complaints.length > 0) {
    refuse(
      'input',
      'map.lines-wrong',
      {
        zh: `${name} 作为表头对照有 ${complaints.length} 处问题, 未导入`,
        en: `${name} is not a valid header map; nothing was imported`,
      },
      { zh: '改正后再导入', en: 'correct it and import again' },
      complaints,
    )
  }
  return lines
}

const notMap = (name: string): never =>
  refuse(
    'input',
    'map.not-a-map',
    { zh: `${name} 不是表头对照`, en: `${name} is not a header map` },
    {
      zh: '第一行应为 台账,表头,栏目; 以下每行写一个表头是哪一栏, 栏目空着表示跳过',
      en: 'its first line must be register,header,column; each line below maps a header to a column, or skips it with an empty column',
    },
  )

/** Saves the header map: its previous lines and the answers. */
export function keepMap(call: Call, { name, lines }: MapFile, answers: readonly Meant[]): void {
  const all = new Map<string, Meant>()
  for (const line of [...lines, ...answers]) all.set(`${line.register.name} ${fold(line.header)}`, line)
  const columns = Object.entries(heads).map(([key, label]) => ({ key, label, type: 'text' as const }))
  const table = [...all.values()].map(({ register, header, key }) => ({
    cells: [register.name, header, inputs(register).find(i => i.key === key)?.label.zh ?? ''],
  }))
  const document = { title: both(usualMapName), tables: [{ columns, lines: table }] }
  const text = [...writeCsv(document, { lang: 'zh', delimiter: ',', people: true })].join('')
  call.world.write(call.path(name), [Buffer.from(`\uFEFF${text}`)])
  call.tell({
    zh: `表头对照已存入 ${name}; 答错了的, 改那一行或删去它`,
    en: `saved the header map in ${name}; to correct an answer, change or delete its line`,
  })
}
