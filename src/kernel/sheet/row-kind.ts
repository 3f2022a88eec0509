import { typedFields } from '../schema/register.ts'
import { fold, narrow } from '../text.ts'
import type { SheetRow } from './csv.ts'
import type { Mapping } from './header-mapping.ts'

/** What a row below the header is. `last` may be a total or a footer: it is skipped only below the last record. */
type RowKind = 'record' | 'blank' | 'example' | 'total' | 'heading' | 'header' | 'last'

const totals = /^(?:合计|总计|共计|小计|total)/
const totalWord =
  /^.{0,12}(?:合计|总计|共计|小计|累计)[:：]?$|^(?:合计|总计|共计|小计)[:：\s\d]+[人户名个]?$|^(?:sub|grand)?\s?total:?$/i
/** 87人, 12.5万元, 98%: what stands beside a total. */
const figure = /^-?[\d,，\s]+(?:\.\d+)?\s*(?:\p{Script=Han}{0,3}|[%％])$/u

/** The prefix of an example row's first cell: a name may begin with the word, but not with the colon. */
export const exampleMark = { zh: '示例: ', en: 'Example: ' }

const isExample = (first: string) => /^(?:示例|example):/i.test(narrow(first))

const advice =
  /^[(（]?(?:非?必填|选填|可不填|可空|必录|必选|请[填写选按]|格式|下拉|文本|yyyy|如[:：\d]|例[如:：])/i

const isTotal = (first: string) => totals.test(fold(first))

/** 填表人: 张三, or the word alone with the name in the next cell; 注: and similar words only with a colon. */
function isFooter(first: string): boolean {
  const word = narrow(first).replace(/\s/g, '')
  return (
    /^(?:填表人?|填报人|制表人?|审核人?|(?:单位)?负责人)(?:[(]?签[字名章][)]?)?(?::|$)/.test(word) ||
    /^(?:备?注|(?:填[表报写])?说明)\d*:/.test(word)
  )
}

const chinese = '[一二三四五六七八九十]{1,3}'
const numbered = new RegExp(
  `^\\s*(?:[(（]\\s*(?:${chinese}|\\d{1,2})\\s*[)）]|${chinese}\\s*[、.．:：]|\\d{1,2}\\s*[、.．)）](?!\\d))`,
)
const chineseNumber = new RegExp(`^[(（]?${chinese}[)）、.．]?$`)
/** Words in which the names of groups end, and sentences. No person is called so. */
const group = /(?:村|社区|居委会|村委会|镇|乡|街道|办事处|单位|公司|名单|[:：])$|[。；;，,]|.{16}/

/** Returns what tells the rows of a sheet apart. Nearly all are records: these are told first. */
export function rowKinds({
  register,
  columns,
  ordinals,
}: Mapping): (row: SheetRow, headers: readonly SheetRow[]) => RowKind {
  const used = new Set(columns.values())
  const required = typedFields(register).filter(([name, f]) => !f.optional && columns.has(name))
  /** The column of the only value that a record needs here: one text in it is a record. */
  const only = required.length === 1 ? columns.get(required[0]![0]) : undefined
  const isOrdinal = (column: number) => ordinals.includes(column)

  /** A single text: a heading in the first cell, or behind a Chinese number. */
  function isHeading(cells: readonly string[], column: number, text: string): boolean {
    const before = cells.slice(0, column).find(c => c !== '')
    if (before !== undefined) return chineseNumber.test(before)
    if (numbered.test(text) || /[:：]$/.test(text)) return true
    if (column === only || column > 0) return false
    return !used.has(column) || group.test(text)
  }

  return ({ cells, filled }, headers) => {
    let held = 0
    let column = -1
    let first = ''
    let isTotalling = false
    for (let c = 0; c < cells.length; c++) {
      const cell = cells[c]!
      if (cell === '') continue
      if (first === '') first = cell
      if (held < 3 && cell.length < 20 && (cell.includes('计') || cell.includes('otal'))) isTotalling = true
      // What a merged cell gives to a row is no value of its own.
      if (filled?.includes(c) || (isOrdinal(c) && /^[\d.、)）\s]*$/.test(cell))) continue
      held++
      column = c
    }
    if (held === 0) return 'blank'
    if (isPage(cells, first) || headers.some(header => isSame(header.cells, cells, first))) return 'header'
    if (isExample(first) || isAdvice(cells, first)) return 'example'
    if (isTotalling && isSubtotal(cells)) return 'total'
    if (isTotal(first) || isFooter(first)) return 'last'
    if (held === 1) {
      const own = cells[column]!
      if (isOrdinal(column)) return cells.some((c, i) => c !== '' && i !== column) ? 'record' : 'heading'
      if (isHeading(cells, column, own)) return 'heading'
      return 'record'
    }
    if (held === 2 && ordinals.length > 0 && isOrdinal(cells.indexOf(first)) && chineseNumber.test(first))
      return 'heading'
    return 'record'
  }
}

/** A row that tells how to fill in each column: 必填, yyyy-mm-dd. */
function isAdvice(cells: readonly string[], first: string): boolean {
  return (
    advice.test(first) &&
    cells.every(cell => cell === '' || advice.test(cell) || /^[男是]\/[女否]$/.test(cell))
  )
}

/** A word of a total among the first two texts, and beside it only figures and one text, e.g. the group's name. */
function isSubtotal(cells: readonly string[]): boolean {
  let isTold = false
  let others = 0
  for (const cell of cells) {
    if (cell === '' || figure.test(cell)) continue
    if (!isTold && others < 2 && totalWord.test(cell)) isTold = true
    else others++
  }
  return isTold && others <= 1
}

/** 第 2 页, 第2页 共3页: the foot of a printed page. */
const isPage = (cells: readonly string[], first: string) =>
  /^[-—\s]*第\s*\d+\s*页/.test(first) &&
  cells.every(cell => cell === '' || /^[-—\s]*[第共]\s*\d+\s*页[\s,，/;；共第\d页]*[-—\s]*$/.test(cell))

/** The header again, or the title above it, e.g. on each printed page. */
function isSame(header: readonly string[], cells: readonly string[], first: string): boolean {
  if (!header.includes(first)) return false
  return cells.every((cell, c) => cell === (header[c] ?? ''))
}
