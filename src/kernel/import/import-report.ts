import type { Call } from '../cli/line.ts'
import { refuse } from '../errors.ts'
import { isSecrecy } from '../schema/secrecy.ts'
import type { Seen } from '../sheet/data-rows.ts'
import { counted, letterOf, personalMasked, say, type Text } from '../text.ts'
import { missingReference } from './column-of-names.ts'
import type { Opened } from './open-sheet.ts'
import type { NotedCells, Plan } from './plan.ts'
import { rejectsName } from './reject-file.ts'

/** More remarks than this on how cells were read are told one a line. */
const mostInLine = 3

/** Tells how the file was read: the kind of sheet and the rows skipped in one line, then what is read otherwise than it stands. */
export function reportImport(call: Call, opened: Opened, seen: Seen, noted: Plan['noted']): void {
  const { name, source, unread, mapping, mapFile, ambiguous } = opened
  const { register, leading, height, columns, headers } = mapping
  const noun = call.registers.includes(register) ? ` (${register.name})` : ''
  const kind: Text[] = [source.how, { zh: `${register.label.zh}${noun}`, en: `${register.label.en}${noun}` }]
  const remarks: Text[] = []
  const skip = (count: number, zh: string, en: string) => {
    if (count > 0) kind.push({ zh, en })
  }
  const tell = (count: number, zh: string, en: string) => {
    if (count > 0) remarks.push({ zh, en })
  }
  const rows = (count: number, what = 'row') => counted(count, what)
  skip(leading, `跳过表头前 ${leading} 行`, `skipped ${rows(leading)} above the header`)
  skip(height === 2 ? 1 : 0, '表头两行', 'a header of two rows')
  skip(height === 3 ? 1 : 0, '表头三行', 'a header of three rows')
  if (mapFile !== undefined) skip(1, `表头按 ${mapFile} 对照`, `headers mapped by ${mapFile}`)
  tell(
    ambiguous.length,
    `${ambiguous.map(u => `“${u.header}”按${u.as.zh}读`).join(', ')} (另有所指的用 --map 写明)`,
    `${ambiguous.map(u => `"${u.header}" read as ${u.as.en}`).join(', ')} (if that is wrong, say so with --map)`,
  )
  const { blocks, inWan, empty } = mapping
  if (blocks)
    tell(
      blocks.count,
      `${blocks.count} 组相同的表头并排, 按上下接着读`,
      `the same headers ${blocks.count} times side by side, read one below the other`,
    )
  const money = inWan.map(column => headers[column]!)
  tell(
    money.length,
    `“${money.join('”“')}”按万元读`,
    `${money.map(h => `"${h}"`).join(', ')} read in units of 10,000 yuan`,
  )
  tell(
    empty.length,
    `没有内容的列 ${empty.join('、')} 未读`,
    `not read, empty: column${empty.length === 1 ? '' : 's'} ${empty.join(', ')}`,
  )
  for (const [header, own] of mapping.beside)
    tell(1, `“${header}”未读, 以“${own}”为准`, `"${header}" not read: "${own}" says it`)
  if (mapping.days !== undefined)
    tell(
      1,
      `“${headers[mapping.days]}”只与起止日期核对, 不记`,
      `"${headers[mapping.days]}" only checked against the days, not recorded`,
    )
  skip(seen.header, `跳过重复的表头 ${seen.header} 行`, `skipped ${rows(seen.header, 'repeated header row')}`)
  const heads = personalMasked(seen.headings.join('; '))
  tell(
    seen.heading,
    `跳过小标题行 ${seen.heading} 行 (${heads}${seen.heading > seen.headings.length ? ' …' : ''})`,
    `skipped ${rows(seen.heading, 'heading row')} (${heads}${seen.heading > seen.headings.length ? ' …' : ''})`,
  )
  const place = seen.heading > 0 ? missingReference(register, key => columns.has(key))?.label : undefined
  if (place)
    tell(
      1,
      `小标题不当作${place.zh}, 要写明的加一列“${place.zh}”`,
      `headings are not taken for the ${place.en}: to say it, add a column "${place.en}"`,
    )
  skip(seen.example, `跳过示例行 ${seen.example} 行`, `skipped ${rows(seen.example, 'example row')}`)
  skip(seen.total, `跳过合计行 ${seen.total} 行`, `skipped ${rows(seen.total, 'total row')}`)
  skip(seen.footer, `跳过末尾说明行 ${seen.footer} 行`, `skipped ${rows(seen.footer, 'footer row')}`)
  skip(seen.rows === 0 ? 1 : 0, '没有数据行', 'no rows of data')
  skip(seen.blank, `跳过空行 ${seen.blank} 行`, `skipped ${rows(seen.blank, 'blank row')}`)
  tell(
    seen.hidden,
    `隐藏的 ${seen.hidden} 行 (如被筛选) 也读入了`,
    `also read ${rows(seen.hidden, 'hidden row')}, e.g. hidden by a filter`,
  )
  const hidden = [...columns.values()].filter(c => source.hiddenColumns.has(c)).sort((a, b) => a - b)
  const names = hidden.map(c => headers[c] || letterOf(c))
  tell(
    names.length,
    `隐藏的列 ${names.join('、')} 也读入了`,
    `also read the hidden column${names.length === 1 ? '' : 's'} ${names.join(', ')}`,
  )
  tell(
    seen.filled,
    `合并单元格盖住的 ${seen.filled} 格, 按合并后的值读`,
    `${counted(seen.filled, 'cell')} covered by a merge, read with the merged value`,
  )
  tell(
    seen.serials,
    `日期序号 ${seen.serials} 格 (未设日期格式的数字), 按所指的日子读`,
    `${counted(seen.serials, 'serial number')} (numbers without a date format) read as the days they stand for`,
  )
  tell(
    seen.formulas,
    `公式 ${seen.formulas} 格, 按文件中上次算出的值读`,
    `${counted(seen.formulas, 'formula')} read with the last result saved in the file`,
  )
  const headless = [...seen.headless].sort((a, b) => a - b).map(letterOf)
  tell(
    headless.length,
    `没有表头的 ${headless.join('、')} 列未读`,
    `not read, no header: column${headless.length === 1 ? '' : 's'} ${headless.join(', ')}`,
  )
  tell(
    unread.length,
    `未读工作表${unread.map(s => `“${s}”`).join('、')}`,
    `not read: sheet${unread.length === 1 ? '' : 's'} ${unread.map(s => `"${s}"`).join(', ')}`,
  )
  for (const { how, cells } of alike(noted))
    tell(
      1,
      `${cells.map(c => `${say(c.column, 'zh')} ${c.count} 格`).join('、')}${how.zh}`,
      `${cells.map(c => `${counted(c.count, 'cell')} of ${say(c.column, 'en')}`).join(', ')} ${how.en}`,
    )
  const isLong = remarks.length > mostInLine
  const first = isLong ? kind : [...kind, ...remarks]
  call.tell({
    zh: `${name}: ${first.map(s => s.zh).join('; ')}`,
    en: `${name}: ${first.map(s => s.en).join('; ')}`,
  })
  if (isLong) for (const { zh, en } of remarks) call.tell({ zh: `  ${zh}`, en: `  ${en}` })
}

/** Cells of several columns that are read the same way, once. */
function alike(noted: Plan['noted']): { readonly how: Text; readonly cells: Plan['noted'] }[] {
  const ways = new Map<string, NotedCells[]>()
  for (const cell of noted) ways.set(cell.how.en, [...(ways.get(cell.how.en) ?? []), cell])
  return [...ways.values()].map(cells => ({ how: cells[0]!.how, cells }))
}

/** Refuses the file for its wrong rows; if the valid ones alone can be imported, says how. `answered`: what was answered, as options. */
export function refuseRows(
  call: Call,
  { file, source, flags: sheets }: Opened,
  made: Plan,
  mayTakeGood = true,
  answered = '',
): never {
  const { label } = source
  const bad = made.rejected.length
  const good = made.adds.length + made.changes.length + made.unchanged
  return refuse(
    'input',
    'import.rows-wrong',
    {
      zh: `${label.zh}: ${bad + good} 行中 ${bad} 行有误, 一行也未写入`,
      en: `${label.en}: ${bad} of ${counted(bad + good, 'row')} ${bad === 1 ? 'is' : 'are'} wrong; nothing was written`,
    },
    made.complaints.some(isSecrecy)
      ? undefined
      : mayTakeGood
        ? withFlags(goodAlone(call, file, good), [sheets, answered])
        : { zh: '改正后再执行一次', en: 'correct them and run the command again' },
    made.complaints,
  )
}

function withFlags({ zh, en }: Text, said: readonly (string | undefined)[]): Text {
  const flags = said.filter(f => f).join(' ')
  if (flags === '') return { zh, en }
  return {
    zh: `${zh}; 刚才的回答写作 ${flags}, 就不再问`,
    en: `${en}; with ${flags} your answers are not asked again`,
  }
}

function goodAlone(call: Call, file: string, good: number): Text {
  if (good === 0) return { zh: '改正后再导入', en: 'correct them and import again' }
  return {
    zh: `改正后再导入; 只收合格的 ${good} 行, 其余写入 ${rejectsName(call, file, 'zh')}: 加 --accept-valid`,
    en: `correct them and import again; to import only the ${counted(good, 'valid row')} add --accept-valid; the rest goes to ${rejectsName(call, file, 'en')}`,
  }
}
