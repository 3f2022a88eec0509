import { text } from '../kernel/field.ts'
import { code } from '../kernel/personal.ts'
import { Fault } from '../kernel/refuse.ts'
import { register } from '../kernel/register.ts'

/** What the code says a township is (统计用区划代码, digits 7 to 9). */
export function townshipKind(code: string): '街道' | '镇' | '乡' | undefined {
  const segment = Number(code.slice(6, 9))
  if (segment >= 1 && segment <= 99) return '街道'
  if (segment >= 100 && segment <= 199) return '镇'
  return segment >= 200 && segment <= 399 ? '乡' : undefined
}

export const township = register({
  name: 'township',
  label: { zh: '乡镇(街道)', en: 'township' },
  about: {
    zh: '一个乡镇或街道; 区划代码第 7 至 9 位决定是街道、镇还是乡。',
    en: 'One township or subdistrict; digits 7 to 9 of its code tell which kind.',
  },
  key: ['code'],
  filledBy: 'county',
  fields: {
    code: code(9, { zh: '区划代码', en: 'township code', aliases: ['乡镇代码', '代码'] }),
    name: text({ zh: '名称', en: 'name', aliases: ['乡镇名称', '乡镇', '乡镇(街道)'] }, { max: 50 }),
  },
  list: ['code', 'name'],
  called: {
    header: {
      zh: '乡镇',
      en: 'township',
      aliases: ['乡镇(街道)', '所属乡镇', '所在乡镇', '乡镇街道', '乡(镇、街道)', '街道'],
    },
    by: ['name'],
    spellings: row =>
      [row.name, row.code, (row.name as string).replace(/(?<=..)(街道|镇|乡)$/, '')] as string[],
  },
  example: { code: '410882200', name: '常平乡' },
  rules: [
    ({ code }) =>
      code && !townshipKind(code)
        ? {
            field: 'code',
            fault: new Fault(
              {
                zh: '第 7 至 9 位应为 001–099 (街道)、100–199 (镇) 或 200–399 (乡)',
                en: 'digits 7 to 9 must be 001–099, 100–199 or 200–399',
              },
              { zh: '照统计用区划代码填写', en: 'give the division code as published' },
            ),
          }
        : undefined,
  ],
})
