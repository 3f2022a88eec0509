import { addDays } from '../kernel/calendar.ts'
import { Fault } from '../kernel/errors.ts'
import { dated } from '../kernel/schema/dated.ts'
import { computed, optional } from '../kernel/schema/field.ts'
import { choicesFrom } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { code } from '../kernel/schema/fields/personal.ts'
import { derivedReference, reference } from '../kernel/schema/fields/reference.ts'
import { text, texts } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { setting } from '../kernel/schema/setting.ts'
import type { Candidate, Register } from '../kernel/schema/types.ts'
import type { Database } from '../kernel/store/database.ts'
import { type Text, words } from '../kernel/text.ts'
import { divisionCode } from './county.ts'
import { township } from './township.ts'

export const villageKinds = setting({
  name: 'village.kinds',
  field: texts({ zh: '村类型', en: 'kinds of village' }),
  fallback: '脱贫村、易地搬迁安置村、乡村振兴任务重的村、软弱涣散村、红色村',
})

/** Name without its committee: 张老湾村村民委员会 → 张老湾村, 郭庄村民委员会 → 郭庄村, 东关社区居民委员会 → 东关社区. */
function shortName(official: string): string {
  return official
    .replace(/村村民委员会$/, '村')
    .replace(/村民委员会$/, '村')
    .replace(/居民委员会$/, '')
}

/** Spellings of a village in office files: with or without 村, as its committee, in full. */
function spellings(name: string, official: string | null): string[] {
  const base = name.replace(/(村|社区)$/, '')
  const kind = name.endsWith('社区') ? '社区' : '村'
  const ends =
    kind === '村'
      ? ['村委会', '村民委员会', '村村委会', '村村民委员会']
      : ['居委会', '社区居委会', '居民委员会', '社区居民委员会']
  return [name, official ?? name, base, base + kind, ...ends.map(end => base + end)]
}

export const village: Register = register({
  name: 'village',
  label: { zh: '村(社区)', en: 'village' },
  about: {
    zh: '一个行政村或社区; 区划代码前 9 位是它的乡镇。',
    en: 'One village or community; the first 9 digits of its code are the code of its township.',
  },
  key: ['code'],
  filledBy: 'county',
  fields: {
    code: dated(
      code(
        12,
        {
          zh: '区划代码',
          en: 'village code',
          aliases: words('村代码 代码 统计用区划代码 行政区划代码 村(社区)代码 统计代码 区划编码'),
        },
        divisionCode,
      ),
    ),
    name: dated(
      text(
        {
          zh: '村名',
          en: 'name',
          aliases: words('村名称 村 村(社区)名称 行政村名称 村居名称 社区名称'),
        },
        { max: 50 },
      ),
    ),
    officialName: dated(
      optional(text({ zh: '全称', en: 'official name', aliases: ['村全称', '单位全称'] }, { max: 80 })),
    ),
    kinds: dated(
      optional(choicesFrom('village.kinds', { zh: '村类型', en: 'kinds', aliases: ['重点村类型'] })),
    ),
    households: dated(
      optional(integer({ zh: '户数', en: 'number of households', aliases: ['总户数'] }, { units: ['户'] })),
    ),
    population: dated(
      optional(integer({ zh: '人口', en: 'population', aliases: ['总人口', '人口数'] }, { units: ['人'] })),
    ),
    note: optional(text({ zh: '备注', en: 'note', aliases: ['说明'] })),
    mergedInto: computed(optional(reference(() => village, { zh: '并入村', en: 'merged into' }))),
    mergedOn: computed(optional(date({ zh: '并入日期', en: 'merged on' }, { ahead: true }))),
    township: dated(
      derivedReference(
        () => township,
        { from: 'code', by: 'code', length: 9 },
        { zh: '乡镇', en: 'township' },
      ),
    ),
    formerNames: optional(
      texts({ zh: '曾用名', en: 'former names', aliases: ['曾用村名', '原村名', '原名', '旧名'] }),
    ),
  },
  list: ['code', 'name', 'kinds', 'households', 'population', 'mergedInto', 'mergedOn'],
  rare: ['mergedInto', 'mergedOn'],
  naming: {
    header: {
      zh: '村',
      en: 'village',
      aliases: words(
        '村(社区) 村名 村名称 派驻村 帮扶村 帮扶村名称 驻村 驻点村 行政村 所在村 所驻村 村(社区)名称 行政村名称 派驻村名称 派驻村(社区) 驻村名称 所驻村(社区) 帮扶村(社区) 行政村(社区) 村居 村居名称 社区',
      ),
    },
    by: ['name'],
    within: ['township', () => township],
    during: ({ mergedOn }) => [null, mergedOn ? addDays(mergedOn as string, -1) : null],
    successor: ['mergedInto', 'mergedOn'],
    spellings: row => [
      row.code as string,
      ...spellings(row.name as string, row.officialName as string | null),
    ],
    former: row => {
      const names = row.formerNames ? (JSON.parse(row.formerNames as string) as string[]) : []
      return names.flatMap(name => spellings(shortName(name), name))
    },
  },
  example: { code: '410882200204', name: '张老湾村' },
  complete(record) {
    const { name, officialName } = record as { name?: string; officialName?: string }
    return !name && officialName ? { ...record, name: shortName(officialName) } : record
  },
  between: ofOneTownship,
})

interface Named {
  readonly id: number
  readonly name: string
  readonly township: number | null
  readonly merged: boolean
}

/** A village lies in a township on record, and its name is unique there; merged villages are exempt. */
function ofOneTownship(candidates: readonly Candidate[], db: Database): void {
  const changing = new Set(candidates.flatMap(c => (c.before ? [c.before.id] : [])))
  const named = new Map<string, { record: Named; place: Text }>()
  const key = ({ township, name }: Named) => `${township} ${name}`
  const stored = db.prepare('select id, name, township, "mergedInto" is not null as merged from village')
  for (const record of stored.iterate() as Iterable<Named>) {
    if (changing.has(record.id) || record.merged) continue
    named.set(key(record), { record, place: { zh: `记录 ${record.id}`, en: `record ${record.id}` } })
  }
  for (const { record, before, place, complain } of candidates) {
    const township = record.township as number | null
    if (township === null) {
      complain(
        'code',
        new Fault(
          'village.unknown-township',
          {
            zh: '前 9 位不是已登记的乡镇',
            en: 'does not begin with the code of a township on record (9 digits)',
          },
          { zh: '先导入乡镇, 或核对代码', en: 'import the townships first, or check the code' },
        ),
      )
      continue
    }
    const own: Named = {
      id: record.id,
      name: record.name as string,
      township,
      merged: record.mergedInto != null,
    }
    if (own.merged) continue
    const same = named.get(key(own))
    if (!same) named.set(key(own), { record: own, place })
    // A record older than this rule passes until its name or township changes.
    else if (before?.name !== own.name || before.township !== township) {
      complain(
        'name',
        new Fault(
          'village.name-taken',
          {
            zh: `同一乡镇已有这个村名 (${same.place.zh})`,
            en: `is already the name of another village in this township (${same.place.en})`,
          },
          {
            zh: '核对村名和区划代码; 是同一个村的, 改原来那条',
            en: 'check name and code; if it is the same village, change that record',
          },
        ),
      )
    }
  }
}
