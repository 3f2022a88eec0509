import type { Fault } from '../errors.ts'
import { narrow } from '../text.ts'
import { fault } from './field.ts'

/** What a spreadsheet shows in place of a value that it could not work out. */
export const errorWord =
  /^(?:#(?:N\/A|VALUE!|REF!|DIV\/0!|NUM!|NAME\?|NULL!|SPILL!|CALC!|FIELD!|BUSY!|GETTING_DATA|#+)|(?:Err|错误):\d{3})$/i

/** Words that a program leaves where a value should be. */
const standIns = new Set(['null', '(null)', 'nan', 'nat', '<na>', 'undefined'])

/** Words and marks that point at the row above. */
const dittos = new Set(
  [
    '同上',
    '同前',
    '同上行',
    '同上格',
    '同上栏',
    '同上述',
    '以下同',
    '下同',
    '以下同上',
    '如上',
    '〃',
    '〃〃',
    '″',
    '″″',
    '"',
    '""',
  ].concat(["'", "''", '’', '’’', '‘’', '”', '””', '“”', '々', '‖', '↑', '↓']),
)

const noValueFault = fault(
  'value.none',
  '不是值',
  'is not a value',
  '填写这一行自己的内容; 没有的留空',
  'give what belongs in this row, or leave it empty',
)

export const dittoFault = fault(
  'value.ditto',
  '指上一行, 不是值',
  'points at the row above and is not a value',
  '照上一行填写; 确都指上一格的, 加 --ditto',
  'write what the row above says; if all of them mean the cell above, add --ditto',
)

/** Whether a text means what the cell above says: 同上, 〃. */
export const isDitto = (text: string): boolean =>
  text.length <= 6 &&
  /^["'同以下如〃″＂＇’‘”“々‖↑↓（(]/.test(text) &&
  dittos.has(narrow(text).replace(/[\s()。.]/g, ''))

/** The fault of a text that is no value of any field, e.g. `#N/A`, `NULL`, 同上. */
export function noValue(text: string): Fault | undefined {
  if (text.length > 16 || !/^["'#＃(（<＜nNｎＮuUｕＵeEｅＥ错同以下如〃″＂＇’‘”“々‖↑↓]/.test(text))
    return undefined
  const plain = narrow(text).trim().toLowerCase()
  return standIns.has(plain) || isDitto(text) || errorWord.test(plain) ? noValueFault : undefined
}

/** Whether a text is a mark or word for nothing where only a value may stand: `/`, `—`, 无. A 0 is a value. */
export const isBlankMark = (text: string): boolean =>
  text.length <= 6 && text !== '0' && /^[-/\\|~_·…—–―－无暂没nN]/.test(text) && saysNothing(text)

/** How clerks write that there is nothing to say: one of the first, alone or before one of the second. */
const nothing = {
  words: [
    '无',
    '均无',
    '暂无',
    '没',
    '没有',
    '暂没有',
    '暂时没有',
    '未发现',
    '暂未发现',
    '没有发现',
    '未反映',
    '未提出',
    '没有提出',
    '无明显',
    '无其他',
    '无其它',
  ],
  things: [
    '诉求',
    '需求',
    '要求',
    '问题',
    '困难',
    '异常',
    '意见',
    '建议',
    '困难和建议',
    '意见和建议',
    '情况',
  ],
  latin: ['n/a', 'na', 'none', 'nil', 'nothing', 'no', '0'],
}
const nothings = new Set([
  ...nothing.latin,
  ...nothing.words.flatMap(word => [word, ...nothing.things.map(thing => word + thing)]),
])

/** Whether a text says that there is nothing to say: 无, 暂无, 未发现问题, `/`, `——`, `N/A`. */
export function saysNothing(text: string): boolean {
  if (text.length > 12) return false
  const plain = narrow(text)
    .toLowerCase()
    .replace(/[\s。.，,、；;!！()“”"]/g, '')
  return nothings.has(plain) || /^[-/\\|~_·…—–―－]*$/u.test(plain)
}
