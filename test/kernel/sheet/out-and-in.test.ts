import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeCsv } from '../../../src/kernel/document/csv.ts'
import type { Document } from '../../../src/kernel/document/document.ts'
import { standardFonts } from '../../../src/kernel/document/fonts.ts'
import { encodeGb18030 } from '../../../src/kernel/document/gb18030.ts'
import { writeXlsx } from '../../../src/kernel/document/xlsx.ts'
import { sourcesOf } from '../../../src/kernel/sheet/source.ts'
import { hiddenIn } from '../../../src/kernel/text.ts'

const both = (words: string) => ({ zh: words, en: words })

const documentOf = (rows: readonly (readonly string[])[]): Document => ({
  title: both('台账'),
  tables: [
    {
      columns: rows[0]!.map((_, i) => ({ key: `c${i}`, label: both(`栏${i}`), type: 'text' as const })),
      lines: rows.map(cells => ({ cells })),
    },
  ],
})

const csv = (document: Document, delimiter: ',' | '\t', people: boolean) =>
  [...writeCsv(document, { lang: 'zh', delimiter, people })].join('')

const ways: Record<string, (document: Document) => Promise<Buffer>> = {
  'CSV for people': async d => Buffer.from(`\uFEFF${csv(d, ',', true)}`),
  'CSV for scripts': async d => Buffer.from(csv(d, ',', false)),
  'TSV for people': async d => Buffer.from(csv(d, '\t', true)),
  'TSV for scripts': async d => Buffer.from(csv(d, '\t', false)),
  'CSV in GB18030': async d => Buffer.from(encodeGb18030(csv(d, ',', true))),
  XLSX: async d => Buffer.from(await writeXlsx(d, { lang: 'zh', fonts: standardFonts })),
}

async function readBack(bytes: Buffer): Promise<string[][]> {
  const [source] = await sourcesOf(bytes, 'f')
  return [...source!.rows()].map(row => [...row.cells])
}

/** Pieces that a sheet or a program may take for something else. */
const odd = [
  '=',
  '+',
  '-',
  '@',
  "'",
  '‘',
  '’',
  '＇',
  '"',
  '""',
  ',',
  ';',
  '|',
  '\n',
  '\n=',
  "\n'",
  ' ',
  '001',
  '1e5',
  '2024-1',
  '3/4',
  '010',
  '4.5',
  '110101199003077735',
  '138 0000 0000',
  '=cmd|',
  "'=1+1",
  '="7"',
  'sep=;',
  '#N/A',
  '同上',
  '无',
  '_x000D_',
  '张',
  '𬱖',
  '〇',
  '<b>',
  '&amp;',
  '\\',
  '％',
  '（必填）',
  '合计',
  '示例: ',
]
/** A text as records hold it: trimmed, without tabs and invisible characters. */
const stored = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...odd) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
    ),
    {
      maxLength: 5,
    },
  )
  .map(parts =>
    parts
      .join('')
      .replace(/[\t\r]/g, '')
      .trim(),
  )
  .filter(text => hiddenIn(text) === undefined)

test.each(Object.keys(ways))(
  'any text comes back from a %s as it was',
  async way => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(stored, stored, stored), { minLength: 1, maxLength: 4 }),
        async rows => {
          const all = await readBack(await ways[way]!(documentOf(rows)))
          const found = all.slice(all.findIndex(row => row[0] === '栏0') + 1)
          const padded = rows.map((_, i) => [...(found[i] ?? []), '', '', ''].slice(0, 3))
          expect(padded).toEqual(rows.map(row => [...row]))
        },
      ),
      { numRuns: 100 },
    )
  },
  60_000,
)

test.each(Object.keys(ways).filter(way => way !== 'XLSX'))('no line of a %s begins a formula', async way => {
  const texts = ['=1+1', '第一行\n=cmd|calc', '第一行\n@x\n+y', '-5', "'=z"]
  const bytes = await ways[way]!(documentOf(texts.map(t => [t])))
  const lines = new TextDecoder(way.endsWith('GB18030') ? 'gb18030' : 'utf-8').decode(bytes).split(/\r\n|\n/)
  for (const line of lines) expect(line.replace(/^"/, '')).not.toMatch(/^[=+\-@]/)
})
