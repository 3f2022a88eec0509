import { visible } from '../text.ts'

/** The files inside a workbook or text document, by name. */
type Parts = Record<string, string>

const first = ['[Content_Types].xml', '_rels/.rels']

/**
 * Repacks a library's archive so that the same document gives the same bytes: parts in fixed order with a
 * fixed date, properties without times. `amend` may change the parts.
 */
export async function repacked(
  archive: Uint8Array,
  title: string,
  amend: (parts: Parts) => void,
): Promise<Uint8Array> {
  const { strFromU8, strToU8, unzipSync, zipSync } = await import('fflate')
  const raw = unzipSync(archive)
  const parts: Parts = Object.fromEntries(
    Object.entries(raw)
      .filter(([name]) => !name.endsWith('/'))
      .map(([name, data]) => [name, strFromU8(data)]),
  )
  parts['docProps/core.xml'] = coreProperties(title)
  amend(parts)
  const names = Object.keys(parts).sort()
  const order = [...first, ...names.filter(n => !first.includes(n))]
  // ZIP stores local time, so a local date is the same in every time zone.
  const mtime = new Date(1980, 0, 1, 12)
  return zipSync(Object.fromEntries(order.map(name => [name, [strToU8(parts[name]!), { mtime }]])), { mtime })
}

const coreProperties = (title: string) =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(title)}</dc:title></cp:coreProperties>`

/** Escapes a text for an element or attribute of XML or HTML; invisible characters become visible. */
export const escapeXml = (text: string): string =>
  visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
