/** Ids of the built-in formats 0% and 0.00%. */
const builtIn = ['9', '10']

/**
 * The unit that a number format shows behind the number, where it changes what the number means: `%`, 万 or 万元.
 * A sign in quotes or after a backslash is literal. A comma behind the digits, or a literal point between them,
 * shows yuan in 万元: the number itself is in yuan.
 */
export function unitOf(format: string | undefined): '%' | '万' | '万元' | undefined {
  const [first = ''] = format?.split(';') ?? []
  if (!/[%万]/.test(first)) return undefined
  const bare = first.replace(/"[^"]*"|[\\!]./g, '')
  if (bare.includes('%')) return '%'
  const wan = /万元?/.exec(first.replace(/["\\!]/g, ''))?.[0] as '万' | '万元' | undefined
  const isScaled = /[0#?],+(?![0#?,])/.test(bare) || /[!\\]\.|"\."/.test(first)
  return isScaled ? undefined : wan
}

/**
 * Whether any cell of a workbook may be shown in such a unit, by its styles part. Cell styles take several times the
 * memory of the cells, so they are read only then.
 */
export function hasUnits(xml: string): boolean {
  const formats = [...xml.matchAll(/<(?:[\w.-]+:)?numFmt\b[^>]*>/g)].filter(([tag]) => /[%万]/.test(tag))
  const ids = [...builtIn, ...formats.flatMap(([tag]) => / numFmtId="(\d+)"/.exec(tag)?.[1] ?? [])]
  const used = /<((?:[\w.-]+:)?)cellXfs\b[\s\S]*?<\/\1cellXfs>/.exec(xml)?.[0] ?? ''
  return ids.some(id => used.includes(` numFmtId="${id}"`))
}
