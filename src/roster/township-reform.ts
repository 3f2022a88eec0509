import { type Call, verb } from '../kernel/cli/line.ts'
import { writeNow } from '../kernel/cli/write.ts'
import { namedRecord, refuseIfSame } from '../kernel/commands/merge.ts'
import { type Fault, refuse } from '../kernel/errors.ts'
import { headerOptions } from '../kernel/import/open-sheet.ts'
import { readSheet, worksheetOption } from '../kernel/import/read-sheet.ts'
import { code } from '../kernel/schema/fields/personal.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { register } from '../kernel/schema/register.ts'
import type { Register, Row } from '../kernel/schema/types.ts'
import { changeFrom, pastRows } from '../kernel/store/dated.ts'
import { headOf } from '../kernel/store/journal.ts'
import { records } from '../kernel/store/records.ts'
import type { Pen } from '../kernel/store/write-batch.ts'
import { bothJoined, counted } from '../kernel/text.ts'
import { divisionCode } from './county.ts'
import { onDate, refuseIfMerged } from './reform.ts'
import { renamed } from './renames.ts'
import { inCounty, township } from './township.ts'
import { village } from './village.ts'

const villagesOf = (call: Call, one: Row) => [...records(call.db, village, 'where township = ?', [one.id])]

/** Asks the rules between records; refuses with the first fault. */
function check(call: Call, of: Register, rows: readonly (readonly [before: Row, record: Row])[]) {
  const candidates = rows.map(([before, record]) => ({
    before,
    record,
    place: { zh: `记录 ${record.id}`, en: `record ${record.id}` },
    complain(_: string, { code, rule, next }: Fault) {
      refuse(
        'input',
        code,
        {
          zh: `${record.name} (${record.code}): ${rule.zh}`,
          en: `${record.name} (${record.code}) ${rule.en}`,
        },
        next,
      )
    },
  }))
  for (const rule of of.rules ?? []) {
    for (const c of candidates) {
      const broken = rule(c.record, call.settings)
      if (broken) c.complain(broken.field, broken.fault)
    }
  }
  if (of === township) inCounty(candidates as unknown as Parameters<typeof inCounty>[0], call.db)
  else of.between!(candidates, call.db)
}

/** Gives villages other codes from a day on, in a township. */
function recode(call: Call, pen: Pen, rows: readonly (readonly [before: Row, record: Row])[], on: string) {
  const past = pastRows(
    call.db,
    village,
    rows.map(([v]) => v.id),
  )
  for (const [before, record] of rows) changeFrom(pen, village, before, record, past.get(before.id), on)
}

/** 撤乡设镇: another name, and with `--code` the codes of the township and of its villages. */
export const townshipRename = verb({
  noun: 'township',
  name: 'rename',
  label: {
    zh: '乡镇自某日起更名; 撤乡设镇的连同区划代码',
    en: 'rename a township from a day on, with its code and those of its villages',
  },
  args: [
    { name: '<name>', zh: '原名', label: { zh: '更名的乡镇', en: 'township to rename' }, of: () => township },
  ],
  options: [
    {
      flags: '--to <name>',
      label: { zh: '新名称', en: 'new name' },
      required: true,
      column: township.fields.name,
    },
    {
      flags: '--code <code>',
      label: { zh: '新区划代码 (9 位; 不变的不填)', en: 'new code, 9 digits; empty if it stays' },
      isAsked: true,
      field: township.fields.code,
    },
    onDate({ zh: '更名日期', en: 'first day of the new name' }),
  ],
  isWriting: true,
  example: 'cun township rename 常平乡 --to 常平镇 --code 410882120 --on 2024-07-01',
  run(call, [name], { to, code, on }) {
    const seen = headOf(call.db)
    const before = namedRecord(call, township, name)
    if (code === undefined || code === before.code) return renamed(call, township, before, to, on)
    refuseIfMerged(call, township, before)
    const after: Row = { ...before, name: to.trim(), code }
    check(call, township, [[before, after]])
    const villages = villagesOf(call, before).map(v => [v, { ...v, code: `${code}${end(v)}` }] as const)
    check(call, village, villages)
    const past = pastRows(call.db, township, [before.id]).get(before.id)
    const batch = writeNow(
      call,
      'township rename',
      pen => {
        changeFrom(pen, township, before, after, past, on)
        recode(call, pen, villages, on)
      },
      seen,
    )
    call.done(
      {
        zh: `${before.name} (${before.code}) 自 ${on} 起为${after.name} (${code}), ${villages.length} 个村的代码随改`,
        en: `${before.name} (${before.code}) is ${after.name} (${code}) from ${on} on, with the codes of ${counted(villages.length, 'village')}`,
      },
      batch,
    )
    return 0
  },
})

const end = (one: Row) => (one.code as string).slice(9)

const sheetLabel = {
  zh: '各村新代码表 (列: 村、新代码); 末三位在新乡镇未用的不必列',
  en: 'sheet of new codes, columns village and new code; not needed where the last three digits are free there',
}

/** The sheet of new codes, one village per row. */
const newCodes = register({
  name: 'newCodes',
  label: { zh: '新代码表', en: 'sheet of new codes' },
  about: { zh: '一个村的新区划代码。', en: 'The new code of a village.' },
  key: ['village'],
  filledBy: 'county',
  fields: {
    village: reference(() => village, { zh: '村', en: 'village', aliases: ['村名', '原代码'] }),
    to: code(12, { zh: '新代码', en: 'new code', aliases: ['新区划代码'] }, divisionCode),
  },
  list: ['village', 'to'],
  example: {},
})

/** A township's villages belong to another one from a day on, under codes of it; it stays on record. */
export const townshipMerge = verb({
  noun: 'township',
  name: 'merge',
  label: { zh: '乡镇自某日起并入另一乡镇', en: 'merge a township into another from a day on' },
  args: [
    {
      name: '<from>',
      zh: '并掉的乡镇',
      label: { zh: '并入他处的乡镇', en: 'township that is merged' },
      of: () => township,
    },
  ],
  options: [
    {
      flags: '--into <township>',
      label: { zh: '并入的乡镇', en: 'township it merges into' },
      required: true,
      of: () => township,
    },
    onDate({ zh: '并入日期', en: 'day of the merger' }),
    { flags: '--sheet <file>', label: sheetLabel },
    worksheetOption,
    ...headerOptions,
  ],
  isWriting: true,
  example: 'cun township merge 常平乡 --into 西向镇 --on 2024-07-01',
  async run(call, [from], options) {
    const { on } = options
    const seen = headOf(call.db)
    const [lost, kept] = [namedRecord(call, township, from), namedRecord(call, township, options.into)]
    refuseIfSame(township, lost, kept)
    for (const one of [lost, kept]) refuseIfMerged(call, township, one)
    const asked = new Map<number, string>()
    if (options.sheet !== undefined) {
      const { adds } = await readSheet(call, options.sheet, newCodes, options)
      for (const row of adds) asked.set(row.village as number, row.to as string)
    }
    const villages = recoded(call, lost, kept, asked)
    check(call, village, villages)
    const batch = writeNow(
      call,
      'township merge',
      pen => {
        recode(call, pen, villages, on)
        pen.change(township, lost, { ...lost, mergedInto: kept.id, mergedOn: on })
      },
      seen,
    )
    call.done(
      {
        zh: `${lost.name}自 ${on} 并入${kept.name}, 带去 ${villages.length} 个村`,
        en: `${lost.name} merged into ${kept.name} from ${on}, with ${counted(villages.length, 'village')}`,
      },
      batch,
    )
    return 0
  },
})

/** The villages with their codes in the other township: as given, else with their last three digits, if free there. */
function recoded(call: Call, lost: Row, kept: Row, asked: ReadonlyMap<number, string>) {
  const mine = villagesOf(call, lost)
  const rows = mine.map(
    v => [v, { ...v, code: asked.get(v.id) ?? `${kept.code}${end(v)}`, township: kept.id }] as const,
  )
  const foreign = [...asked].find(
    ([id, to]) => !to.startsWith(kept.code as string) || !mine.some(v => v.id === id),
  )
  if (foreign) {
    const name = call.directories.of(village).label(foreign[0])
    refuseCodes(
      `新代码表的${name} ${foreign[1]}: 不是${lost.name}的村, 或代码不以 ${kept.code} 开头`,
      `${name} ${foreign[1]} in the sheet: not a village of ${lost.name}, or its code does not begin with ${kept.code}`,
    )
  }
  const taken = new Set(villagesOf(call, kept).map(v => v.code as string))
  const clashing = rows.filter(
    ([, { code }]) => taken.has(code) || rows.filter(([, o]) => o.code === code).length > 1,
  )
  if (clashing.length > 0) {
    const { zh, en } = bothJoined(clashing.slice(0, 5).map(([v, to]) => `${v.name} ${to.code}`))
    const more = clashing.length > 5
    refuseCodes(
      `${clashing.length} 个村的代码在${kept.name}已有: ${zh}${more ? ' 等' : ''}`,
      `the codes of ${counted(clashing.length, 'village')} are taken in ${kept.name}: ${en}${more ? ' …' : ''}`,
    )
  }
  return rows
}

function refuseCodes(zh: string, en: string): never {
  return refuse(
    'input',
    'township.village-codes',
    { zh, en },
    {
      zh: '照公布的新代码列表: --sheet 文件, 列 村、新代码',
      en: 'list the codes as published: --sheet FILE, with the columns village and new code',
    },
  )
}
