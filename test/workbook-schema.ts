import { strFromU8, unzipSync } from 'fflate'

/**
 * The order of sml.xsd (ECMA-376, transitional) for the elements that the program writes: each may stand once, in
 * this order; `+` as often as needed; after `any`, in any order. An element that is not listed may hold none.
 */
const font = 'any b i strike condense extend outline shadow u vertAlign sz color name family charset scheme'
const run = font.replace(' name ', ' rFont ')
const texts = 't r+ rPh+ phoneticPr'
const order: Readonly<Record<string, string>> = {
  worksheet:
    'sheetPr dimension sheetViews sheetFormatPr cols+ sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting+ dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst',
  sheetPr: 'tabColor outlinePr pageSetUpPr',
  sheetViews: 'sheetView+ extLst',
  sheetView: 'pane selection+ pivotSelection+ extLst',
  cols: 'col+',
  sheetData: 'row+',
  row: 'c+ extLst',
  c: 'f v is extLst',
  is: texts,
  mergeCells: 'mergeCell+',
  dataValidations: 'dataValidation+',
  dataValidation: 'formula1 formula2',
  headerFooter: 'oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter',
  ignoredErrors: 'ignoredError+ extLst',
  workbook:
    'fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr+ webPublishObjects extLst',
  bookViews: 'workbookView+',
  sheets: 'sheet+',
  definedNames: 'definedName+',
  styleSheet: 'numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst',
  numFmts: 'numFmt+',
  fonts: 'font+',
  font,
  fills: 'fill+',
  fill: 'patternFill',
  patternFill: 'fgColor bgColor',
  borders: 'border+',
  border: 'start end left right top bottom diagonal vertical horizontal',
  left: 'color',
  right: 'color',
  top: 'color',
  bottom: 'color',
  diagonal: 'color',
  cellStyleXfs: 'xf+',
  cellXfs: 'xf+',
  xf: 'alignment protection extLst',
  cellStyles: 'cellStyle+',
  sst: 'si+',
  si: texts,
  r: 'rPr t',
  rPr: run,
  comments: 'authors commentList',
  authors: 'author+',
  commentList: 'comment+',
  comment: 'text commentPr',
  text: texts,
  Types: 'any Default+ Override+',
  Relationships: 'Relationship+',
}

/** Attributes that an element must have. */
const needed: Readonly<Record<string, string>> = {
  sheet: 'name sheetId r:id',
  definedName: 'name',
  sheetView: 'workbookViewId',
  sheetFormatPr: 'defaultRowHeight',
  col: 'min max',
  row: 'r',
  c: 'r',
  mergeCell: 'ref',
  dataValidation: 'sqref',
  ignoredError: 'sqref',
  legacyDrawing: 'r:id',
  numFmt: 'numFmtId formatCode',
  comment: 'ref authorId',
  pageMargins: 'left right top bottom header footer',
  Relationship: 'Id Type Target',
  Override: 'PartName ContentType',
  Default: 'Extension ContentType',
}

/** What in the parts of a workbook does not hold against the schema, each once: `xl/workbook.xml: …`. */
export function unfitIn(archive: Uint8Array): string[] {
  const found = new Set<string>()
  for (const [name, bytes] of Object.entries(unzipSync(archive))) {
    if (!/\.(?:xml|rels)$/.test(name) || /^docProps|theme|drawing/.test(name)) continue
    for (const fault of faultsOf(strFromU8(bytes))) found.add(`${name}: ${fault}`)
  }
  return [...found]
}

interface Open {
  readonly tag: string
  /** How far the order has come, and what stood already. */
  at: number
  readonly seen: Set<string>
}

export function* faultsOf(xml: string): Generator<string> {
  const open: Open[] = [{ tag: '', at: 0, seen: new Set() }]
  const tags = /<(\/?)([\w:]+)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>|<(?!\?)[^>]*>?/g
  for (const [whole, closing, tag, attributes = '', empty] of xml.matchAll(tags)) {
    const parent = open.at(-1)!
    if (tag === undefined) yield `${whole} is no element`
    else if (closing) {
      if (parent.tag !== tag) yield `</${tag}> closes <${parent.tag}>`
      open.pop()
    } else {
      if (parent.tag !== '') yield* misplaced(parent, tag)
      for (const name of needed[tag]?.split(' ') ?? []) {
        if (!attributes.includes(` ${name}="`)) yield `<${tag}> has no ${name}`
      }
      if (!empty) open.push({ tag, at: 0, seen: new Set() })
    }
  }
  if (open.length > 1) yield `<${open.at(-1)!.tag}> is not closed`
}

function* misplaced(parent: Open, tag: string): Generator<string> {
  const [first, ...rest] = order[parent.tag]?.split(' ') ?? []
  const isFree = first === 'any'
  const places = isFree || first === undefined ? rest : [first, ...rest]
  const at = places.findIndex(place => place.replace('+', '') === tag)
  if (at < 0) yield `<${tag}> does not belong in <${parent.tag}>`
  else if (!isFree && at < parent.at) {
    yield `<${tag}> stands after <${places[parent.at]!.replace('+', '')}> in <${parent.tag}>`
  }
  if (parent.seen.has(tag) && !places[at]?.endsWith('+')) yield `<${tag}> stands twice in <${parent.tag}>`
  parent.seen.add(tag)
  if (at > parent.at) parent.at = at
}
