/** A header taken apart: `派驻村(必填)` is 派驻村 and 必填. */
export interface Remarked {
  readonly rest: string
  readonly remark: string
  /** The remark only says how to fill in the column. */
  readonly isPlain: boolean
  /** The unit of money that the remark names: 万元. */
  readonly unit?: string
}

const bracketed = /[([{【〔<][^)\]}】〕>]*(?:[)\]}】〕>]|$)/g
const required = /^(?:非?必填|选填|必录|必选|必须填写|可不填|可空)项?$/
/** Words after which a header only tells how it is filled in: 驻村开始时间 格式: 2024-01-01. */
const hint =
  /[\s,;:，；：*★※-]*(?:格式|例如|示例|如[:：\d]|例[:：]|注[:：]|请(?:填|写|按|选)|填写|yyyy|(?:非?必填|选填|必录|必选)项?$)/i
const format =
  /格式|例如|示例|^[如例]|yyyy|xxxx|年月日|\d{4}[-./年]|^\d+位|填|必|选|全称|规范|下拉|数字|[/|]|^单位[:：]/i
/** Units of columns of numbers that need no conversion. */
const units =
  /^(?:单位[:：])?(?:元|人|人次|户|次|天|日|个|名|位|岁|期|场|学时|课时|小时|分|件|家|项|批|个村|人数|户数|人民币)$/
const money = /^(?:单位[:：])?(?:人民币)?([十百千万亿]+元?|[十百千万亿]*[美欧港日]元)$/

/** A header without its number (1. 姓名, A4姓名); undefined if it has none. Given in narrow characters. */
export function numbered(text: string): string | undefined {
  const found =
    /^\s*(?:[(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[.、)]|[①-⑳]|[A-Za-z]{1,2}\d{1,3}(?:-\d{1,3})?)\s*[.、:]?\s*(?=\D)/.exec(
      text,
    )
  return found && found[0].length < text.length ? text.slice(found[0].length) : undefined
}

/** A header without its remarks; undefined if it has none. Given in narrow characters. */
export function remarked(text: string): Remarked | undefined {
  const remarks = text.match(bracketed) ?? []
  let rest = text.replace(bracketed, ' ')
  const told = hint.exec(rest)
  let isHinted = false
  if (told && told.index > 0) {
    rest = rest.slice(0, told.index)
    isHinted = true
  }
  const leading = /^\s*(?:非?必填|选填|必录|必选)项?[\s:*★※-]+/.exec(rest)
  if (leading) rest = rest.slice(leading[0].length)
  if (remarks.length === 0 && !isHinted && !leading) return undefined
  const remark = remarks.map(r => r.replace(/^[([{【〔<]|[)\]}】〕>]$/g, '').trim()).join(' ')
  const words = remark.split(/[,，、;；\s]+/).filter(word => word !== '')
  const unit = words.map(word => money.exec(word)?.[1]).find(word => word !== undefined)
  const isPlain = words.every(word => required.test(word) || units.test(word) || format.test(word))
  // 金额(含税, 万元): what the other words say is not known
  const others = words.filter(word => !money.test(word))
  const isUnit = unit !== undefined && others.every(w => required.test(w) || format.test(w))
  return { rest, remark, isPlain: isPlain && unit === undefined, ...(isUnit && { unit }) }
}

/** A header that ends in a unit of money without brackets: 金额万元, 金额/元. */
export function unitIn(text: string): Remarked | undefined {
  const found = /^(.+?)[\s/:、-]*((?:[十百千万亿]*|[美欧港日])元)\s*$/.exec(text)
  if (!found) return undefined
  const [, rest = '', unit = ''] = found
  return unit === '元' ? { rest, remark: unit, isPlain: true } : { rest, remark: unit, isPlain: false, unit }
}

/** The unit of money that a line above the header names: `单位：万元`. */
export function unitAbove(rows: readonly { readonly cells: readonly string[] }[]): string | undefined {
  for (const { cells } of rows) {
    for (const cell of cells) {
      const found = /(?:^|[\s(（,，;；])(?:金额|计量|货币)?单位\s*[:：]\s*([十百千万亿]*元)/.exec(cell)
      if (found) return found[1]
    }
  }
  return undefined
}
