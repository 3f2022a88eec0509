import { createHash } from 'node:crypto'
import { type Lang, say, type Text } from '../text.ts'
import { isRight } from './cell.ts'
import { colours } from './colour.ts'
import { columnWidths, textsOf } from './columns.ts'
import type { Document, Table } from './document.ts'
import { type Fonts, fontFamily } from './fonts.ts'
import { writeSvg } from './svg.ts'
import { escapeXml } from './zip-parts.ts'

export const escaped = (text: Text | string, lang: Lang) =>
  escapeXml(say(text, lang)).replaceAll('\n', '<br>')

/** A self-contained page; its policy lets a browser load nothing and run nothing. */
export function page(title: string, lang: Lang, style: string, body: string): string {
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`
}

/**
 * A table of full width whose header repeats on every page. `room` is how many cells (half Chinese
 * characters) a line of the page holds; a wider table gets a smaller font.
 */
export function tableHtml(table: Table, lang: Lang, room = 144): string {
  const texts = textsOf(table, lang)
  const { columns, head, lines, rows } = texts
  const widths = columnWidths(texts, Math.floor(room * 1.15) - 2 * columns.length).map(w => w + 2)
  const total = widths.reduce((a, b) => a + b, 0)
  const right = columns.map(c => (isRight(c.type) ? ' class="n"' : c.type === 'date' ? ' class="d"' : ''))
  const size = total > room * 1.16 ? ' class="small"' : total > room ? ' class="medium"' : ''
  const out = [`<table${size}>`]
  if (table.title) out.push(`<caption>${escaped(table.title, lang)}</caption>`)
  const share = widths.map(w => `<col width="${((100 * w) / (total || 1)).toFixed(2)}%">`)
  out.push(`<colgroup>${share.join('')}</colgroup>`)
  out.push(
    `<thead><tr>${head.map(h => `<th scope="col">${escaped(h, lang)}</th>`).join('')}</tr></thead><tbody>`,
  )
  for (const [i, row] of rows.entries()) {
    const { emphasis } = lines[i]!
    const cells = row.map((text, c) => `<td${right[c]}>${escaped(text, lang)}</td>`)
    out.push(`<tr${emphasis ? ` class="${emphasis}"` : ''}>${cells.join('')}</tr>`)
  }
  out.push('</tbody></table>')
  return out.join('\n')
}

export const colourStyle = `
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --faint: #8a8a8a; --shade: #f2f2f2;
  --red: #${colours.red}; --blue: #${colours.blue}; --s0: #4f6d7a; --s1: #c08a2e; --s2: #5c8a5c; --s3: #7d6391; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e6; --paper: #1b1b1b; --faint: #8a8a8a; --shade: #2a2a2a;
    --red: #ff7b72; --blue: #79b0ff; --s0: #8fb3c2; --s1: #e0b060; --s2: #8fc08f; --s3: #b79ccc; } }
@media print { :root { color-scheme: light; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
.red { color: var(--red); } .blue { color: var(--blue); }`

const style = (lang: Lang, fonts: Fonts, isUpright?: true) => `${colourStyle}
@page { size: A4 ${isUpright ? 'portrait' : 'landscape'}; margin: 14mm 12mm 16mm;
  @bottom-center { content: ${
    lang === 'zh'
      ? '"第 " counter(page) " 页 共 " counter(pages) " 页"'
      : '"Page " counter(page) " of " counter(pages)'
  }; font: 10pt ${fontFamily(fonts, 'number')}; } }
body { margin: 0 auto; padding: 1.5em 1em 3em; max-width: 75em; color: var(--ink); background: var(--paper);
  font: 11pt/1.5 ${fontFamily(fonts, 'number')}; }
h1 { margin: 0; text-align: center; font: 20pt/1.4 ${fontFamily(fonts, 'title')}; }
.sub { margin: .3em 0 0; text-align: center; }
caption, figcaption { padding: 1.2em 0 .4em; text-align: left; font-family: ${fontFamily(fonts, 'heading')}; }
table { width: calc(100% - 1px); table-layout: fixed; border-collapse: collapse; font-size: 10.5pt; line-height: 1.35; }
.medium { font-size: 9pt; } .small { font-size: 7pt; }
thead { display: table-header-group; }
th, td { border: 1px solid var(--faint); padding: .25em .4em; vertical-align: middle; }
th { background: var(--shade); font-weight: normal; font-family: ${fontFamily(fonts, 'heading')}; }
td { overflow-wrap: anywhere; }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.d { white-space: nowrap; }
.medium td { padding: .25em .3em; } .small td { padding: .25em .2em; white-space: normal; }
.head td, .total td { font-weight: bold; } .total td { background: var(--shade); }
tr, figure { break-inside: avoid; } caption, figcaption, h1 { break-after: avoid; }
figure { margin: 0; } svg { display: block; width: 100%; max-width: 60em; }
svg text { fill: currentColor; font-size: 13px; } svg .v { font-variant-numeric: tabular-nums; }
.axis { stroke: var(--ink); } .grid { stroke: var(--faint); stroke-width: .5; stroke-dasharray: 2 3; fill: none; }
.f { fill: currentColor; } .l { fill: none; stroke: currentColor; stroke-width: 2; }
.s0 { color: var(--s0); } .s1 { color: var(--s1); } .s2 { color: var(--s2); } .s3 { color: var(--s3); }
.notes { margin-top: 1em; font-size: 10pt; } .notes p { margin: .2em 0; overflow-wrap: anywhere; }
.closing { margin-top: 4em; text-align: right; font-size: 12pt; break-inside: avoid; }
@media screen { table { min-width: ${isUpright ? 40 : 60}em; } body { overflow-x: auto; } }
@media print { body { padding: 0; max-width: none; } }`

/** Writes a document as one HTML file, for the screen and for A4, across unless it is upright. */
export function writeHtml(document: Document, { lang, fonts }: { lang: Lang; fonts: Fonts }): string {
  const { title, subtitle, tables, charts = [], notes = [], closing = [], isUpright } = document
  const out = [`<h1>${escaped(title, lang)}</h1>`]
  if (subtitle) out.push(`<p class="sub">${escaped(subtitle, lang)}</p>`)
  for (const table of tables) out.push(tableHtml(table, lang, isUpright ? 96 : 144))
  for (const chart of charts) out.push(writeSvg(chart, lang))
  if (notes.length > 0) {
    out.push(`<div class="notes">${notes.map(n => `<p>${escaped(n, lang)}</p>`).join('\n')}</div>`)
  }
  if (closing.length > 0)
    out.push(`<div class="closing">${closing.map(c => `<p>${escaped(c, lang)}</p>`).join('\n')}</div>`)
  return page(say(title, lang), lang, style(lang, fonts, isUpright), out.join('\n'))
}
