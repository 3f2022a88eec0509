import type { OtherSheet } from '../kernel/cli/line.ts'
import { refuseOther, shareOf, sheetOf, withColumns } from '../kernel/import/known-columns.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import type { Register } from '../kernel/schema/types.ts'
import { recognise } from '../kernel/sheet/header.ts'
import { fold, type Text } from '../kernel/text.ts'

const sheet = (name: string, label: Text, columns: Readonly<Record<string, Text>>): Register =>
  register({
    name,
    label,
    about: label,
    key: [],
    filledBy: 'office',
    fields: Object.fromEntries(Object.entries(columns).map(([key, text_]) => [key, text(text_)])),
    list: [],
    example: {},
  })

const headerMap = sheetOf(
  sheet(
    'headerMap',
    { zh: '表头对照', en: 'header map' },
    {
      of: { zh: '台账', en: 'register' },
      header: { zh: '表头', en: 'header' },
      column: { zh: '栏目', en: 'column' },
    },
  ),
  ['of', 'header', 'column'],
  { zh: '表头对照', en: 'a header map' },
  (_, file) => ({
    zh: `导入要对照的表时用它: cun import 表.csv --map ${file}`,
    en: `use it with the sheet whose headers it explains: cun import FILE --map ${file}`,
  }),
)

const settingList = sheetOf(
  sheet(
    'settingList',
    { zh: '设置', en: 'settings' },
    {
      line: { zh: '线', en: 'line' },
      name: { zh: '名称', en: 'name' },
      meaning: { zh: '含义', en: 'meaning' },
      value: { zh: '值', en: 'value' },
      from: { zh: '自', en: 'from' },
      fallback: { zh: '默认', en: 'default' },
    },
  ),
  ['name', 'value'],
  { zh: '设置的清单', en: 'a list of settings' },
  () => ({
    zh: '设置一项一项改: cun settings set 名称 值',
    en: 'settings are changed one by one: cun settings set NAME VALUE',
  }),
)

/** What only commands write: lists, notices, frozen periods. */
const written: OtherSheet = {
  known(call, unread) {
    for (const one of call.registers.filter(r => r.process && r.name !== 'setting')) {
      const found = withColumns(call, unread, one)
      if (!found?.mapping.hasKey || found.mapping.matched < 3) continue
      return async () =>
        refuseOther(
          found.label,
          { zh: `${one.label.zh}的导出`, en: `an export of ${one.label.en}` },
          {
            zh: `${one.label.zh}由程序算出和写入, 见 cun ${one.name} list; 要恢复数据的, 用备份 (cun restore)`,
            en: `only commands write it, see cun ${one.name} list; to get data back use a backup (cun restore)`,
          },
        )
    }
    return undefined
  },
}

/** A paper that cun printed, by its title. */
const printed: OtherSheet = {
  known({ lines, registers }, { sheets }) {
    for (const { source, head } of sheets) {
      const title = fold(head.find(row => row.cells.some(c => c !== ''))?.cells.find(c => c !== '') ?? '')
      const paper = lines.flatMap(l => l.papers ?? []).find(p => isTitle(title, p.label))
      if (!paper) continue
      const [best] = recognise(
        registers.filter(r => !r.process && r.name !== 'setting'),
        head,
        {},
      )
      if (best && shareOf(best) > 0.5) continue
      return async () =>
        refuseOther(
          source.label,
          { zh: `打印出来的${paper.label.zh}`, en: `a printed ${paper.label.en}` },
          {
            zh: `报表由台账算出: 改台账里的记录, 再用 cun report ${paper.name} 打印`,
            en: `it is computed from the registers: change the records, then print it with cun report ${paper.name}`,
          },
        )
    }
    return undefined
  },
}

const isTitle = (title: string, { zh, en }: Text) =>
  title.length > 3 &&
  [fold(zh), fold(en)].some(
    label => title.endsWith(label) || title.startsWith(label) || label.startsWith(title),
  )

export const otherSheets: readonly OtherSheet[] = [headerMap, settingList, written, printed]
