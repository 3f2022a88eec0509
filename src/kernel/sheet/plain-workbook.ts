import { isUtf8, type Package, type SheetPart, textOfPart } from './package-parts.ts'
import { pieces, unpack } from './zip.ts'

/** What the library reads wrongly: phonetic guides in a cell's own text, and days in ISO form. */
const odd = ['rPh', 't="d"', "t='d'"].map(text => Buffer.from(text))
const longest = 4

/**
 * Whether the library would misread a sheet or the texts of a workbook. They are looked through piece by piece,
 * which takes a few hundredths of the time of reading them.
 */
export async function isMisread({ bytes, sheets, strings, styles }: Package): Promise<boolean> {
  for (const entry of [strings, styles]) {
    if (!entry) continue
    for await (const piece of pieces(bytes, entry)) {
      if (!isUtf8(piece)) return true
      break
    }
  }
  for (const { part } of sheets) {
    let tail: Buffer = Buffer.alloc(0)
    let isFirst = true
    for await (const piece of pieces(bytes, part)) {
      if (isFirst && !isUtf8(piece)) return true
      isFirst = false
      const seam = Buffer.concat([tail, piece.subarray(0, longest)])
      if (odd.some(text => piece.includes(text) || seam.includes(text))) return true
      tail = piece.subarray(-longest)
    }
  }
  return false
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const related = 'http://schemas.openxmlformats.org/package/2006/relationships'
const relations = (all: readonly string[]) =>
  `<Relationships xmlns="${related}">${all.map((r, i) => `<Relationship Id="r${i}" ${r}/>`).join('')}</Relationships>`
const relation = (type: string, target: string) => `Type="${office}/${type}" Target="${target}"`

/**
 * The same workbook with only the parts that hold rows, in their usual places and in UTF-8, without phonetic
 * guides and with days as text. Without `styles`, cells of a date format give their number.
 */
export async function plainWorkbook(book: Package, withStyles = true): Promise<Uint8Array> {
  const { bytes, strings, styles } = book
  const parts: Record<string, Uint8Array> = {}
  const add = (name: string, text: string) => {
    parts[name] = Buffer.from(text)
  }
  const sheets = book.sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${name.replaceAll('"', '&quot;')}" sheetId="${i + 1}" state="${state}" r:id="r${i}"/>`,
  )
  const targets = book.sheets.map((_, i) => relation('worksheet', `s${i}.xml`))
  book.sheets.forEach((sheet, i) => {
    parts[`xl/s${i}.xml`] = sheetXml(book, sheet)
  })
  if (strings) {
    parts['xl/strings.xml'] = inUtf8(unpack(bytes, strings), () => textOfPart(bytes, strings))
    targets.push(relation('sharedStrings', 'strings.xml'))
  }
  if (styles && withStyles) {
    add('xl/styles.xml', textOfPart(bytes, styles))
    targets.push(relation('styles', 'styles.xml'))
  }
  add(
    '[Content_Types].xml',
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>',
  )
  add('_rels/.rels', relations([relation('officeDocument', 'xl/workbook.xml')]))
  add('xl/_rels/workbook.xml.rels', relations(targets))
  add(
    'xl/workbook.xml',
    `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr date1904="${book.is1904 ? 1 : 0}"/><sheets>${sheets.join('')}</sheets></workbook>`,
  )
  const { zipSync } = await import('fflate')
  return zipSync(parts, { level: 0 })
}

const inUtf8 = (whole: Buffer, text: () => string) => (isUtf8(whole) ? whole : Buffer.from(text()))

function sheetXml({ bytes }: Package, { part }: SheetPart): Uint8Array {
  const whole = unpack(bytes, part)
  if (isUtf8(whole) && !odd.some(text => whole.includes(text))) return whole
  const xml = textOfPart(bytes, part)
    .replace(/<((?:[\w.-]+:)?rPh)(?:\s[^>]*)?(?:\/>|>[\s\S]*?<\/\1\s*>)/g, '')
    .replace(/<((?:[\w.-]+:)?c)\s(?:[^>]*\s)?t=(["'])d\2(?:[^>]*[^/>])?>[\s\S]*?<\/\1\s*>/g, cell =>
      cell
        .replace(/(\st=)(["'])d\2/, '$1"str"')
        .replace(/(<(?:[\w.-]+:)?v(?:\s[^>]*)?>)\s*([^<]*?)\s*</, (_, tag, day) => `${tag}${fromIso(day)}<`),
    )
  return Buffer.from(xml)
}

/** A day or time in ISO form as a person would type it. A time alone may carry the day on which counting begins. */
function fromIso(text: string): string {
  const found = /^(?:(\d{4}-\d\d-\d\d)T|T)?(\d\d:\d\d)(?::(\d\d)(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/.exec(
    text,
  )
  if (!found) return text
  const [, day = '', minutes, seconds = '00'] = found
  const time = seconds === '00' ? minutes! : `${minutes}:${seconds}`
  if (day < '1900-01-01') return time
  return time === '00:00' ? day : `${day} ${time}`
}
