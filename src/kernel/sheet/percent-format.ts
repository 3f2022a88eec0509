/** Ids of the built-in formats 0% and 0.00%. */
const builtIn = ['9', '10']

/** Whether a number format shows per cent; a quoted sign, or one after a backslash, is literal. */
export const isPercent = (format: string | undefined): boolean =>
  format?.replace(/"[^"]*"|\\./g, '').includes('%') === true

/**
 * Whether any cell of a workbook may be shown in per cent, by its styles part. Cell styles take several times the
 * memory of the cells, so they are read only then.
 */
export function hasPercents(xml: string): boolean {
  const formats = [...xml.matchAll(/<(?:[\w.-]+:)?numFmt\b[^>]*>/g)].filter(([tag]) => tag.includes('%'))
  const ids = [...builtIn, ...formats.flatMap(([tag]) => / numFmtId="(\d+)"/.exec(tag)?.[1] ?? [])]
  const used = /<((?:[\w.-]+:)?)cellXfs\b[\s\S]*?<\/\1cellXfs>/.exec(xml)?.[0] ?? ''
  return ids.some(id => used.includes(` numFmtId="${id}"`))
}
