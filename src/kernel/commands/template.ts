import type { Call } from '../cli/line.ts'
import { formatOf, print, printBytes } from '../cli/print.ts'
import { exportInputs } from '../cli/record-document.ts'
import { fontName, standardFonts } from '../document/fonts.ts'
import { type Choices, type Look, type Sheet, type Value, writeWorkbook } from '../document/workbook.ts'
import { sheetName } from '../document/xlsx.ts'
import type { Field, Input, Reader, Register } from '../schema/types.ts'
import { exampleMark } from '../sheet/row-kind.ts'
import { settingsOf } from '../store/settings.ts'
import { width } from '../terminal/width.ts'
import { both, type Lang, letterOf, say, type Text } from '../text.ts'
import { howFilled } from './column-hint.ts'

/** Writes a blank sheet: a workbook with notes, lists and an example, or in other formats the headers. */
export async function template(call: Call, register: Register): Promise<number> {
  const inputs = exportInputs(register)
  if (formatOf(call, 'csv') === 'xlsx') await printBytes(call, await workbook(call, register, inputs), 'xlsx')
  else {
    const columns = inputs.map(({ key, label }) => ({ key, label, type: 'text' as const }))
    await print(call, { title: both(register.label[call.lang]), tables: [{ columns, lines: [] }] }, 'csv')
  }
  const required = inputs.filter(i => isRequired(register, i))
  call.tell({
    zh: `必填: ${required.map(i => i.label.zh).join('、')}`,
    en: `required: ${required.map(i => i.label.en).join(', ')}`,
  })
  return 0
}

const isRequired = (register: Register, { field, part }: Input) =>
  field !== undefined && part === 0 && !register.fields[field]!.optional

/** Number formats by kind. Any other kind is text: leading zeros, long numbers and 1-2 stay as typed. */
const formatsOf: Readonly<Record<string, string>> = {
  date: 'yyyy-mm-dd',
  amount: '#,##0.00',
  integer: '0',
  number: 'General',
}

const exampleOf = (field: Field | undefined, text: string | undefined): Value =>
  text === undefined
    ? null
    : field && ['integer', 'number', 'amount'].includes(field.cell)
      ? Number(text)
      : text

const fill = (rgb: string) => ({ type: 'pattern', pattern: 'solid', fgColor: { rgb } }) as const
const thin = { style: 'thin', color: { rgb: '808080' } } as const
const border = { top: thin, right: thin, bottom: thin, left: thin }
const middle = { vertical: 'center', wrapText: true } as const
const cellFont = { name: fontName(standardFonts.number), size: 11 }
const headFont = { name: fontName(standardFonts.heading), size: 11 }
const head = (rgb: string): Look => ({
  font: headFont,
  fill: fill(rgb),
  border,
  alignment: { ...middle, horizontal: 'center' },
})
const looks = {
  required: head('FCE4D6'),
  free: head('E7E6E6'),
  example: {
    font: { ...cellFont, italic: true, color: { rgb: '808080' } },
    border,
    alignment: middle,
  } satisfies Look,
  text: { font: cellFont, alignment: { ...middle, horizontal: 'left' }, numFmt: '@' } satisfies Look,
}

/** Last row that the dropdown lists cover. */
const reach = 5000
const said = {
  sheet: { zh: '填写说明', en: 'How to fill in' },
  required: { zh: '必填', en: 'required' },
  free: { zh: '可不填', en: 'optional' },
  example: { zh: '例', en: 'for example' },
  heads: [
    { zh: '列', en: 'column' },
    { zh: '是否必填', en: 'required?' },
    { zh: '怎么填', en: 'how' },
    { zh: '例', en: 'for example' },
    { zh: '可选', en: 'one of' },
  ],
} as const

/** The settings of the office or, before a database exists, the defaults. */
function readerOf(call: Call): Reader {
  if (call.world.size(call.dbPath) !== undefined) return call.settings
  return settingsOf(
    undefined,
    call.lines.flatMap(l => l.settings ?? []),
    call.asOf,
  )
}

/** The words of a list in the sheet's language; import reads either language. */
function wordsOf(field: Field, reader: Reader, lang: Lang): readonly string[] {
  const words = field.words?.(reader) ?? []
  return lang === 'zh' ? words : words.map(word => field.write(field.read(word, reader), lang))
}

const widest = (cells: readonly Value[]) => Math.max(8, ...cells.map(cell => width(String(cell ?? '')))) + 2

async function workbook(call: Call, register: Register, inputs: readonly Input[]): Promise<Uint8Array> {
  const { lang } = call
  const reader = readerOf(call)
  const taken = new Set<string>()
  const name = sheetName(register.label[lang], taken)
  const notesName = sheetName(said.sheet[lang], taken)
  const columns = inputs.map(input => {
    const field = input.field === undefined ? undefined : register.fields[input.field]!
    return {
      label: input.label[lang],
      field,
      must: isRequired(register, input),
      how: howFilled(register, input)[lang],
      example: exampleOf(field, register.example[input.key]),
      words: input.part === 0 && field ? wordsOf(field, reader, lang) : [],
    }
  })
  const above: Text[] = [
    { zh: `${register.label.zh}: ${register.about.zh}`, en: `${register.label.en}: ${register.about.en}` },
    {
      zh: `填在工作表“${name}”里, 一行一条。第 2 行是示例, 导入时跳过, 可以删去。表头不要改; 用不着的列可以删去。`,
      en: `Fill in the sheet "${name}", one record per row. Row 2 is an example that import skips; you may delete it. Do not change the headers; you may delete unused columns.`,
    },
    {
      zh: `填好后: cun ${register.name} import 文件名.xlsx`,
      en: `Then: cun ${register.name} import FILE.xlsx`,
    },
  ]
  const listRow = (at: number) => above.length + 2 + at
  const first = letterOf(said.heads.length - 1)
  const choices: Choices[] = columns.flatMap(({ words, field }, at) =>
    words.length === 0
      ? []
      : [
          {
            column: at,
            rows: [2, reach],
            list: `'${notesName}'!$${first}$${listRow(at)}:$${letterOf(said.heads.length - 2 + words.length)}$${listRow(at)}`,
            isStrict: !field!.many,
            fault:
              lang === 'zh'
                ? { title: '不在可选之列', text: '请从下拉列表中选一项。' }
                : { title: 'not in the list', text: 'Choose one from the list.' },
          },
        ],
  )
  const widths = columns.map(c =>
    Math.min(32, Math.max(12, width(c.label) + 4, width(String(c.example ?? '')) + 4)),
  )
  const data: Sheet = {
    name,
    columns: columns.map(({ field }, c) => ({
      width: widths[c]! + (c === 0 ? 6 : 0),
      look: { font: cellFont, numFmt: formatsOf[field?.kind ?? ''] ?? '@' },
    })),
    rows: [
      columns.map(c => c.label),
      columns.map(({ example }, c) => (c === 0 ? `${exampleMark[lang]}${example ?? ''}` : example)),
    ],
    looks: new Map(
      columns.flatMap(({ must }, c) => [
        [`0,${c}`, must ? looks.required : looks.free] as const,
        [`1,${c}`, looks.example] as const,
      ]),
    ),
    merged: [],
    heights: new Map([[0, 24]]),
    head: 1,
    notes: new Map(
      columns.map(({ must, how, example }, c) => [
        `0,${c}`,
        [
          `${say(must ? said.required : said.free, lang)}; ${how}`,
          ...(example === null ? [] : [`${say(said.example, lang)}: ${example}`]),
        ].join('\n'),
      ]),
    ),
    choices,
    isOpen: true,
  }
  const explained: Value[][] = [
    said.heads.map(h => h[lang]),
    ...columns.map(c => [c.label, c.must ? say(said.required, lang) : '', c.how, c.example, ...c.words]),
  ]
  const notes: Sheet = {
    name: notesName,
    columns: [
      ...[0, 1, 2, 3].map(c => widest(explained.map(row => row[c] ?? null))),
      ...Array.from({ length: Math.max(1, ...columns.map(c => c.words.length)) }, () => 14),
    ].map(w => ({ width: w, look: looks.text })),
    rows: [...above.map(text => [text[lang]]), ...explained],
    looks: new Map(said.heads.map((_, c) => [`${above.length},${c}`, looks.free])),
    merged: above.map((_, i) => i),
    heights: new Map(above.map((_, i) => [i, i === 2 ? 20 : 34])),
    head: above.length + 1,
  }
  const title = register.label[lang]
  const footer = lang === 'zh' ? '&C第 &P 页 共 &N 页' : '&CPage &P of &N'
  return writeWorkbook([data, notes], { title, footer, fonts: standardFonts })
}
