import { isUtf8, type Package, textOfPart } from './package-parts.ts'
import { pieces, unpack, type ZipEntry } from './zip.ts'

/*
 * What the library misreads: phonetic guides in a cell's own text, days in ISO form, plain text before rich text,
 * a cell of text or yes and no without a value, which gets the first text of the workbook or 否, and a time whose format
 * holds words, h"时"mm"分", which it takes for a number.
 */
const PREFIX = '(?:[\\w.-]+:)?'
const VALUE = `\\s*(?:<${PREFIX}f(?:\\s[^>]*)?(?:/>|>[^<]*</${PREFIX}f>)\\s*)?`
const EMPTY = `(?:<${PREFIX}v\\s*/>|<${PREFIX}v>\\s*</${PREFIX}v>)?\\s*</${PREFIX}c>`
const empty = new RegExp(`${VALUE}${EMPTY}`, 'y')

/** Whether a cell of text, or of yes and no, has no value. Faster than a pattern, also for a broken file. */
function isValueless(xml: string, type: string): boolean {
  for (let at = xml.indexOf(type); at >= 0; at = xml.indexOf(type, at)) {
    at = xml.indexOf('>', at)
    if (at < 0) return false
    if (xml[at - 1] === '/') return true
    empty.lastIndex = at + 1
    if (empty.test(xml)) return true
  }
  return false
}
const types = [' t="s"', ' t="b"', " t='s'", " t='b'"]

const plainBeforeRich = new RegExp(`</${PREFIX}t>\\s*<${PREFIX}r[\\s>]`)

const isOddText = (xml: string) => plainBeforeRich.test(xml)
const isOddSheet = (xml: string) =>
  xml.includes('rPh') ||
  /t=["']d["']/.test(xml) ||
  types.some(type => isValueless(xml, type)) ||
  // Only text within the cell may be rich.
  (xml.includes('is>') && isOddText(xml))

/** Longer than any of these, which may lie across two pieces. */
const seam = 300

async function isOddPart(bytes: Buffer, entry: ZipEntry, isOdd: (xml: string) => boolean): Promise<boolean> {
  let before: string | undefined
  for await (const piece of pieces(bytes, entry)) {
    if (before === undefined && !isUtf8(piece)) return true
    const xml = (before ?? '') + piece.toString('latin1')
    if (isOdd(xml)) return true
    before = xml.slice(-seam)
  }
  return false
}

/**
 * Whether the library would misread a workbook. Its parts are looked through piece by piece, which takes a few
 * hundredths of the time of reading them.
 */
export async function isMisread({ bytes, sheets, strings, styles }: Package): Promise<boolean> {
  if (styles && (await isOddPart(bytes, styles, xml => oddTime.test(xml)))) return true
  if (strings && (await isOddPart(bytes, strings, isOddText))) return true
  for (const { part } of sheets) if (await isOddPart(bytes, part, isOddSheet)) return true
  return false
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const related = 'http://schemas.openxmlformats.org/package/2006/relationships'
const relations = (all: readonly string[]) =>
  `<Relationships xmlns="${related}">${all.map((r, i) => `<Relationship Id="r${i}" ${r}/>`).join('')}</Relationships>`
const relation = (type: string, target: string) => `Type="${office}/${type}" Target="${target}"`

/**
 * The same workbook with only the parts that hold rows, in their usual places and in UTF-8, without what
 * the library misreads; days in ISO form are text. Without `styles`, cells of a date format give their number.
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
    parts[`xl/s${i}.xml`] = mended(bytes, sheet.part, isOddSheet, plainSheet)
  })
  if (strings) {
    parts['xl/strings.xml'] = mended(bytes, strings, isOddText, richText)
    targets.push(relation('sharedStrings', 'strings.xml'))
  }
  if (styles && withStyles) {
    add('xl/styles.xml', plainStyles(textOfPart(bytes, styles)))
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

/** The content of a part in UTF-8, mended where it is odd. */
function mended(
  bytes: Buffer,
  entry: ZipEntry,
  isOdd: (xml: string) => boolean,
  mend: (xml: string) => string,
): Uint8Array {
  const whole = unpack(bytes, entry)
  return isUtf8(whole) && !isOdd(whole.toString('latin1'))
    ? whole
    : Buffer.from(mend(textOfPart(bytes, entry)))
}

/** A code of hours or seconds followed by words. */
const oddTime = /\sformatCode="[^"]*[hs](?:&quot;|\\)/i

const plainStyles = (xml: string) =>
  xml.replace(/\sformatCode="[^"]*"/g, code =>
    oddTime.test(code) ? code.replace(/&quot;.*?&quot;|\\./g, ' ') : code,
  )

const richText = (xml: string) =>
  xml.replace(
    /<((?:[\w.-]+:)?)t(\s[^>]*)?>([^<]*)<\/\1t>\s*(?=<\1r[\s>])/g,
    (_, prefix, attributes = '', text) =>
      `<${prefix}r><${prefix}t${attributes}>${text}</${prefix}t></${prefix}r>`,
  )

const plainSheet = (xml: string) =>
  richText(xml.replace(/<((?:[\w.-]+:)?rPh)(?:\s[^<>]*)?(?:\/>|>(?:(?!<\1[\s>])[\s\S])*?<\/\1\s*>)/g, ''))
    .replace(
      /<((?:[\w.-]+:)?c)\s(?:[^<>]*\s)?t=(["'])d\2(?:[^<>]*[^/<>])?>(?:(?!<\1[\s>])[\s\S])*?<\/\1\s*>/g,
      cell =>
        cell
          .replace(/(\st=)(["'])d\2/, '$1"str"')
          .replace(
            /(<(?:[\w.-]+:)?v(?:\s[^>]*)?>)\s*([^<]*?)\s*</,
            (_, tag, day) => `${tag}${fromIso(day)}<`,
          ),
    )
    .replace(valuelessCell, cell => cell.replace(/\st=(["'])[sb]\1/, ''))

const valuelessCell = new RegExp(
  `<${PREFIX}c\\s(?:[^<>]*\\s)?t=["'][sb]["'][^<>]*(?:/>|>${VALUE}${EMPTY})`,
  'g',
)

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
