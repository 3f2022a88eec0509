import { addDays } from '../kernel/calendar.ts'
import { Fault } from '../kernel/errors.ts'
import { dated } from '../kernel/schema/dated.ts'
import { computed, optional } from '../kernel/schema/field.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { code } from '../kernel/schema/fields/personal.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import type { Candidate, Register, Row } from '../kernel/schema/types.ts'
import type { Database } from '../kernel/store/database.ts'
import { counted, type Text, words } from '../kernel/text.ts'
import { countyCode, divisionCode } from './county.ts'

/** The kind of township by digits 7 to 9 of its code (统计用区划代码); undefined if out of range. */
function townshipKind(code: string): '街道' | '镇' | '乡' | undefined {
  const segment = Number(code.slice(6, 9))
  if (segment >= 1 && segment <= 99) return '街道'
  if (segment >= 100 && segment <= 199) return '镇'
  return segment >= 200 && segment <= 399 ? '乡' : undefined
}

export const township: Register = register({
  name: 'township',
  label: { zh: '乡镇(街道)', en: 'township' },
  about: {
    zh: '一个乡镇或街道; 区划代码第 7 至 9 位决定是街道、镇还是乡。',
    en: 'One township or subdistrict; digits 7 to 9 of its code give its kind.',
  },
  key: ['code'],
  filledBy: 'county',
  fields: {
    code: dated(
      code(
        9,
        {
          zh: '区划代码',
          en: 'township code',
          aliases: words('乡镇代码 代码 乡镇(街道)代码 统计用区划代码 行政区划代码 区划编码'),
        },
        divisionCode,
      ),
    ),
    name: dated(
      text(
        { zh: '名称', en: 'name', aliases: words('乡镇名称 乡镇 乡镇(街道) 乡镇(街道)名称 街道名称') },
        { max: 50 },
      ),
    ),
    mergedInto: computed(optional(reference(() => township, { zh: '并入乡镇', en: 'merged into' }))),
    mergedOn: computed(optional(date({ zh: '并入日期', en: 'merged on' }, { ahead: true }))),
  },
  list: ['code', 'name', 'mergedInto', 'mergedOn'],
  rare: ['mergedInto', 'mergedOn'],
  naming: {
    header: {
      zh: '乡镇',
      en: 'township',
      aliases: words(
        '乡镇(街道) 所属乡镇 所在乡镇 乡镇街道 乡(镇、街道) 街道 乡镇(街道)名称 乡镇名称 派驻乡镇 派驻乡镇(街道) 所属乡镇(街道) 所在乡镇(街道) 街道(乡镇) 街道(镇) 镇(街道) 乡(镇) 镇(乡) 镇街 乡镇办',
      ),
    },
    by: ['name'],
    during: ({ mergedOn }) => [null, mergedOn ? addDays(mergedOn as string, -1) : null],
    successor: ['mergedInto', 'mergedOn'],
    spellings: row =>
      [row.name, row.code, (row.name as string).replace(/(?<=..)(街道|镇|乡)$/, '')] as string[],
  },
  example: { code: '410882200', name: '常平乡' },
  rules: [
    ({ code }) =>
      code && !townshipKind(code as string)
        ? {
            field: 'code',
            fault: new Fault(
              'township.code-out-of-range',
              {
                zh: '第 7 至 9 位应为 001–099 (街道)、100–199 (镇) 或 200–399 (乡)',
                en: 'must have 001–099 (街道), 100–199 (镇) or 200–399 (乡) as digits 7 to 9',
              },
              { zh: '照统计用区划代码填写', en: 'give the division code as published' },
            ),
          }
        : undefined,
  ],
  between: ofThisCounty,
})

/** A new code strands no villages; one command gives them new codes, too. */
function ofThisCounty(
  candidates: readonly Candidate<{ id: number; code: string; name: string }>[],
  db: Database,
): void {
  inCounty(candidates, db)
  const villagesIn = new Map(
    db.prepare('select township, count(*) from village group by 1').raw().all() as [number, number][],
  )
  for (const { record, before, complain } of candidates) {
    const held = before && before.code !== record.code ? villagesIn.get(before.id) : undefined
    if (!held) continue
    complain(
      'code',
      new Fault(
        'township.leaves-villages',
        {
          zh: `原代码 ${before!.code} 下有 ${held} 个村(社区), 改了就不属于任何乡镇`,
          en: `would leave ${counted(held, 'village')} of code ${before!.code} without a township`,
        },
        {
          zh: `连同各村的代码改: cun township rename ${before!.name} --to ${record.name} --code ${record.code} --on 日期`,
          en: `change the codes of its villages with it: cun township rename ${before!.name} --to ${record.name} --code ${record.code} --on DATE`,
        },
      ),
    )
  }
}

/** A township's code begins with the county's; its code and its name are unique. */
export function inCounty(
  candidates: readonly Candidate<{ id: number; code: string; name: string }>[],
  db: Database,
): void {
  const set = db.prepare('select value from setting where name = ?').pluck().get(countyCode.name)
  const county = (set as string | undefined) ?? countyCode.fallback
  const changing = new Set(candidates.flatMap(c => (c.before ? [c.before.id] : [])))
  const named = new Map<string, Text>()
  const coded = new Map<string, number>()
  const stored = db.prepare('select id, name, code, "mergedInto" from township')
  for (const { id, name, code, mergedInto } of stored.iterate() as Iterable<Row>) {
    if (changing.has(id)) continue
    coded.set(code as string, id)
    if (mergedInto === null) named.set(name as string, { zh: `记录 ${id}`, en: `record ${id}` })
  }
  for (const { record, before, place, complain } of candidates) {
    if (county !== countyCode.fallback && !record.code.startsWith(county) && record.code !== before?.code) {
      complain(
        'code',
        new Fault(
          'township.other-county',
          {
            zh: `前 6 位不是本县的区划代码 ${county}`,
            en: `does not begin with the county's code ${county}`,
          },
          {
            zh: '核对代码; 本县代码有误的, 用 cun settings set county.code 改正',
            en: "check the code; if the county's code is wrong, correct it with cun settings set county.code",
          },
        ),
      )
    }
    const other = before && before.code !== record.code ? coded.get(record.code) : undefined
    if (other !== undefined) {
      complain(
        'code',
        new Fault(
          'township.code-taken',
          {
            zh: `记录 ${other} 已用这个代码`,
            en: `is the code of record ${other}`,
          },
          {
            zh: '核对代码; 并入它的用 cun township merge',
            en: 'check the code; to merge into it use cun township merge',
          },
        ),
      )
    }
    const same = named.get(record.name)
    if (!same) named.set(record.name, place)
    else if (record.name !== before?.name) {
      complain(
        'name',
        new Fault(
          'township.name-taken',
          { zh: `已有同名的乡镇 (${same.zh})`, en: `is already the name of another township (${same.en})` },
          {
            zh: '核对名称和区划代码; 是同一个乡镇的, 改原来那条',
            en: 'check name and code; if it is the same township, change that record',
          },
        ),
      )
    }
  }
}
