import { directoryOf, unpack, type ZipEntry } from './zip.ts'

/** A sheet of a workbook as the workbook lists it: its name and state as written in the XML. */
interface SheetPart {
  readonly name: string
  readonly state: string
  readonly part: ZipEntry
}

/** The parts of a workbook that hold its rows, found by their relationships. */
export interface Package {
  readonly bytes: Buffer
  readonly sheets: readonly SheetPart[]
  readonly strings?: ZipEntry
  readonly styles?: ZipEntry
  readonly is1904: boolean
  /** Each part bears the very name by which it is referred to, and every sheet is one of rows. */
  readonly isPlain: boolean
}

/** A path without `.` and `..`. */
function resolved(path: string): string {
  const parts: string[] = []
  for (const step of path.split('/')) {
    if (step === '..') parts.pop()
    else if (step !== '' && step !== '.') parts.push(step)
  }
  return parts.join('/')
}

/** The name of a part in one form: some programs write backslashes, other letters or escapes. */
export function partName(name: string): string {
  const plain = resolved(name.replaceAll('\\', '/'))
  try {
    return decodeURIComponent(plain).toLowerCase()
  } catch {
    return plain.toLowerCase()
  }
}

const folderOf = (name: string) => name.slice(0, name.lastIndexOf('/') + 1)

const attribute = /(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

type Attributes = Readonly<Record<string, string>>

/** The attributes of every element of a local name, by their local names, as written. */
export function elements(xml: string, local: string): Attributes[] {
  const tag = new RegExp(
    `<(?:[\\w.-]+:)?${local}((?:\\s+[\\w.:-]+\\s*=\\s*(?:"[^"]*"|'[^']*'))*)\\s*/?>`,
    'g',
  )
  return [...xml.replace(/<!--(?:(?!<!--)[\s\S])*?-->/g, '').matchAll(tag)].map(([, inside = '']) =>
    Object.fromEntries([...inside.matchAll(attribute)].map(a => [a[1]!, a[2] ?? a[3]!])),
  )
}

const plainText = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&')

/** Whether XML is in UTF-8, by its first bytes. */
export const isUtf8 = (head: Buffer): boolean => encodingOf(head) === 'utf-8'

function encodingOf(head: Buffer): string {
  const [a, b] = head
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le'
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be'
  const told = /^<\?xml[^>]*\sencoding=["']([\w.-]+)/.exec(head.toString('latin1', 0, 200))?.[1] ?? ''
  return /^(?:|utf-?8|utf-?16|(?:us-)?ascii)$/i.test(told) ? 'utf-8' : told
}

/** The text of an XML part in whatever encoding it is. */
export function textOfPart(bytes: Buffer, entry: ZipEntry): string {
  const whole = unpack(bytes, entry)
  return new TextDecoder(encodingOf(whole)).decode(whole)
}

const spreadsheet =
  /spreadsheetml\.(?:sheet|template)\.main\+xml|ms-excel\.(?:sheet|template|addin)\.macroEnabled\.main\+xml/i

/** What kind of document the content types of a package declare. */
export function declaredKind(types: string): 'workbook' | 'binary' | 'text' | 'slides' | undefined {
  if (spreadsheet.test(types)) return 'workbook'
  if (/ms-excel\.sheet\.binary/i.test(types)) return 'binary'
  if (/wordprocessingml\.(?:document|template)\.main|ms-word\.\w+\.macroEnabled\.main/i.test(types)) {
    return 'text'
  }
  return /presentationml\.\w+\.main|ms-powerpoint\.\w+\.macroEnabled\.main/i.test(types)
    ? 'slides'
    : undefined
}

/** Finds the parts of a workbook. Throws if one that its rows need is missing or damaged. */
export function packageOf(bytes: Buffer): Package {
  const entries = directoryOf(bytes)
  const exact = new Map(entries.map(entry => [entry.name, entry]))
  const known = new Map(entries.map(entry => [partName(entry.name), entry]))
  let isPlain = true
  const read = (entry: ZipEntry | undefined): string => {
    if (!entry) return ''
    const whole = unpack(bytes, entry)
    isPlain &&= isUtf8(whole)
    return new TextDecoder(encodingOf(whole)).decode(whole)
  }
  /** The part that is meant; the library finds it only by its exact name. */
  const find = (folder: string, target: string): ZipEntry | undefined => {
    const name = plainText(target)
    const path = name.startsWith('/') ? name.slice(1) : folder + name
    const found = exact.get(resolved(path))
    if (found) return found
    const other = known.get(partName(path))
    if (other) isPlain = false
    return other
  }
  const relations = (folder: string, name: string) =>
    elements(read(find(folder, `_rels/${name}.rels`)), 'Relationship')
  const ofType = (all: readonly Attributes[], type: string) =>
    all.find(r => r.Type?.endsWith(`/${type}`) && r.TargetMode !== 'External')

  const types = read(find('', '[Content_Types].xml'))
  const root = ofType(relations('', ''), 'officeDocument')?.Target
  // The library does not resolve steps in this one.
  if (!root || /^\/?\.|\\/.test(root)) isPlain = false
  const main = elements(types, 'Override').find(o => spreadsheet.test(o.ContentType ?? ''))?.PartName
  const workbook = (root && find('', root)) || (main && find('', main))
  if (!workbook) throw new Error('no workbook part')
  const path = workbook.name.replaceAll('\\', '/')
  if (path !== workbook.name) isPlain = false
  const folder = folderOf(path)
  const related = relations(folder, path.slice(folder.length))
  const xml = read(workbook)
  const sheets: SheetPart[] = []
  let missing = 0
  for (const { name, state = '', id } of elements(xml, 'sheet')) {
    const relation = related.find(r => r.Id === id)
    if (relation && !relation.Type?.endsWith('/worksheet')) {
      // A sheet that is one chart, or holds old macros or a dialog: it has no rows.
      isPlain = false
      continue
    }
    const part = relation && find(folder, relation.Target ?? '')
    if (part && name !== undefined) sheets.push({ name, state, part })
    else missing++
  }
  if (missing > 0) isPlain = false
  if (missing > 0 && sheets.length === 0) throw new Error('no part for any sheet')
  const part = (type: string) => {
    const target = ofType(related, type)?.Target
    return target === undefined ? undefined : find(folder, target)
  }
  const strings = part('sharedStrings')
  const styles = part('styles')
  const is1904 = elements(xml, 'workbookPr').some(p => /^(?:1|true)$/.test(p.date1904 ?? ''))
  return { bytes, sheets, strings, styles, is1904, isPlain }
}
