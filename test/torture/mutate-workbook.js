import { unzipSync, zipSync } from 'fflate'
import { writeXlsx } from 'hucre/xlsx'
import { mutate } from './mutate.js'

/** What stands in workbooks of other programs, of broken ones, or of nobody. */
const pieces = [
  '<c r="A0">',
  '<c r="XFD9"/>',
  '<c t="s"/>',
  '<c t="d"><v>2024-02-01T08:30:00</v></c>',
  '<c t="d">',
  '<c t="b"><v/></c>',
  '<c t="e"><v>#REF!</v></c>',
  '<c><f>A1</f></c>',
  '<c s="1"><v>1e99</v></c>',
  '<c s="1"><v>20260201</v></c>',
  '<c><v>45499</v></c>',
  '<row r="x">',
  '<row r="1000001">',
  '</sheetData>',
  '<is><t>甲</t><rPh sb="0" eb="1"><t>j</t></rPh></is>',
  '<rPh',
  '<t>a</t><r><t>b</t></r>',
  ' t="s"',
  " t='d'",
  ' r:id="rId9"',
  ' date1904="1"',
  'Target="..\\..\\x"',
  'Target="/../../xl/workbook.xml"',
  'Target="%2e%2e/x%"',
  'TargetMode="External"',
  '/chartsheet"',
  'encoding="utf-16"',
  'encoding="no-such"',
  'xmlns:x="a"',
  '<mergeCell ref="A1:XFD1048576"/>',
  '<mergeCell ref=":"/>',
  '<!--',
  '<![CDATA[',
  ']]>',
  '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
  '&b;',
  '&#0;',
  '&#x110000;',
  '_x0000_',
  '\0',
  '\uFEFF',
  '秘密',
]

/** The rows of a CSV without line breaks in cells as a workbook; numbers and days as such. */
export async function workbookOf(text) {
  const cell = value =>
    /^\d{4}-\d\d-\d\d$/.test(value)
      ? new Date(`${value}T00:00:00Z`)
      : /^\d{1,9}$/.test(value) && value[0] !== '0'
        ? Number(value)
        : value.replaceAll('"', '')
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map(line => (line === '' ? [] : line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map(cell)))
  return Buffer.from(await writeXlsx({ sheets: [{ name: '表', rows }] }))
}

/** A workbook as it might arrive from anywhere: bytes of the archive, or one to four things in its parts, changed. */
export function mutateWorkbook(good, next) {
  if (next() < 0.2) return mutate(good, next)
  const below = n => Math.floor(next() * n)
  let parts = Object.entries(unzipSync(good))
  const ways = [
    text => {
      const at = below(text.length + 1)
      return text.slice(0, at) + pieces[below(pieces.length)] + text.slice(at)
    },
    text => {
      const at = text.indexOf('<', below(text.length))
      return at < 0 ? text : text.slice(0, at) + pieces[below(pieces.length)] + text.slice(at)
    },
    text => {
      const [from, to] = [below(text.length + 1), below(text.length + 1)].sort((a, b) => a - b)
      return text.slice(0, from) + text.slice(to)
    },
    text => {
      const [from, to] = [below(text.length + 1), below(text.length + 1)].sort((a, b) => a - b)
      return text.slice(0, to) + text.slice(from)
    },
    text => text.replaceAll(/<(\/?)(?=[a-z])/gi, '<$1x:'),
    text => text.replace(/"[^"]*"/, `"${pieces[below(pieces.length)].replaceAll('"', '')}"`),
    () => '',
  ]
  const names = [
    name => name.replaceAll('/', '\\'),
    name => name.toUpperCase(),
    name => `/${name}`,
    name => name.replace('xl/', ''),
    name => `../${name}`,
  ]
  for (let n = 1 + below(4); n > 0; n--) {
    const at = below(parts.length)
    const [name, bytes] = parts[at] ?? ['a', Buffer.alloc(0)]
    const way = next()
    if (way < 0.05) parts.splice(at, 1)
    else if (way < 0.12) parts[at] = [names[below(names.length)](name), bytes]
    else if (way < 0.15) {
      const rename = names[below(names.length)]
      parts = parts.map(([old, data]) => [rename(old), data])
    } else if (way < 0.2) {
      const text = Buffer.from(bytes).toString()
      parts[at] = [name, Buffer.from(`${next() < 0.7 ? '\uFEFF' : ''}${text}`, 'utf16le')]
    } else parts[at] = [name, Buffer.from(ways[below(ways.length)](Buffer.from(bytes).toString()))]
  }
  return Buffer.from(zipSync(Object.fromEntries(parts), { level: next() < 0.5 ? 0 : 1 }))
}
