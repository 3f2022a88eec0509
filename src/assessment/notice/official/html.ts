import { type Fonts, fontFamily } from '../../../kernel/document/fonts.ts'
import { colourStyle, escaped, page, tableHtml } from '../../../kernel/document/html.ts'
import { type LaidOut, layOut } from './layout.ts'
import type { Block, Official } from './official.ts'

const text = (words: string) => escaped(words, 'zh')

/** Measures as on paper: 28 characters of 15.75 pt, 22 lines of 28.95 pt. */
const style = (fonts: Fonts, { issuer, attachments, signature, date }: LaidOut) => `${colourStyle}
@page { size: A4 portrait; margin: 37mm 26mm 35mm 28mm; }
@page :right { @bottom-right { content: "— " counter(page) " —"; font: 14pt ${fontFamily(fonts, 'number')};
  vertical-align: top; padding: 4.5mm 14pt 0 0; } }
@page :left { @bottom-left { content: "— " counter(page) " —"; font: 14pt ${fontFamily(fonts, 'number')};
  vertical-align: top; padding: 4.5mm 0 0 14pt; } }
body { margin: 0 auto; width: 156mm; padding: 10mm 0; color: var(--ink); background: var(--paper);
  font: 16pt/28.95pt ${fontFamily(fonts, 'body')}; letter-spacing: -.25pt; overflow-wrap: anywhere; }
p, h1, h2, h3, h4, h5 { margin: 0; font-size: 16pt; font-weight: normal; orphans: 1; widows: 1; }
body > p, h2, h3, h4, h5 { text-indent: 2em; text-align: justify; }
h2 { font-family: ${fontFamily(fonts, 'heading')}; } h3 { font-family: ${fontFamily(fonts, 'subheading')}; }
h2, h3, h4, h5 { break-after: avoid; }
.issuer { padding-top: 34mm; text-align: center; color: #e60012; letter-spacing: 0; min-height: 57.9pt;
  font: ${issuer.size}pt/1.2 ${fontFamily(fonts, 'title')}; }
.number { padding: 57.9pt 0 4mm; text-align: center; border-bottom: 2.25pt solid #e60012; }
.preprinted { border-color: transparent; }
h1 { padding: 57.9pt 0 28.95pt; text-align: center; font: 22pt/28.95pt ${fontFamily(fonts, 'title')}; }
body > p.to { text-indent: 0; }
body > p.attached { margin-left: ${attachments.edge}em; text-align: left; }
${attachments.lines.map((a, i) => `body > p.a${i} { text-indent: -${a.hanging}em; }`).join('\n')}
body > p.first { margin-top: 28.95pt; }
body > p.signature, body > p.date { text-align: right; break-before: avoid; }
body > p.signature { padding: ${signature.above * 28.95}pt ${signature.free * 15.75}pt 0 0; }
body > p.date { padding-right: ${date.free * 15.75}pt; }
table { width: calc(100% - 1px); margin-bottom: .4em; table-layout: fixed; border-collapse: collapse; font-size: 12pt; line-height: 1.4; letter-spacing: 0; }
.medium { font-size: 10.5pt; } .small { font-size: 8.5pt; }
caption { padding: .4em 0; font: 14pt ${fontFamily(fonts, 'heading')}; }
thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { border: .5pt solid var(--ink); padding: .15em .3em; }
th { font-weight: normal; font-family: ${fontFamily(fonts, 'heading')}; }
.n { text-align: right; } .total td, .head td { font-weight: bold; }
.imprint { margin-top: 3em; border: solid var(--ink); border-width: .35mm 0; break-inside: avoid;
  font-size: 14pt; line-height: 25pt; letter-spacing: 0; }
.imprint p { font-size: 14pt; padding: 0 1em; display: flex; justify-content: space-between; }
.imprint p + p { border-top: .25mm solid var(--ink); }
.imprint span { flex: none; } .imprint span + span { flex: 0 1 auto; } .imprint .copies span + span { flex: 1; }
@media print { body { padding: 0; width: auto; } }`

function blockHtml(block: Block): string {
  if (block.kind === 'table') return tableHtml(block.table, 'zh', 68)
  if (block.kind === 'heading') return `<h${block.level + 1}>${text(block.text)}</h${block.level + 1}>`
  return block.text
    .split('\n')
    .map(words => `<p>${text(words)}</p>`)
    .join('\n')
}

/** Writes an official paper as HTML for screen and A4, by GB/T 9704-2012 as far as browsers allow. */
export function writeOfficialHtml(official: Official, { fonts }: { fonts: Fonts }): string {
  const laid = layOut(official)
  const { issuer, number, ruled, title, to, body, attachments, signature, date, imprint } = laid
  const out = [
    `<div class="issuer">${text(issuer.text)}</div>`,
    `<div class="number${ruled ? '' : ' preprinted'}">${text(number)}</div>`,
    `<h1>${text(title)}</h1>`,
  ]
  if (to) out.push(`<p class="to">${text(to)}</p>`)
  out.push(...body.map(blockHtml))
  for (const [i, { before, name }] of attachments.lines.entries()) {
    out.push(`<p class="attached a${i}${i === 0 ? ' first' : ''}">${text(before + name)}</p>`)
  }
  out.push(`<p class="signature">${text(signature.text)}</p>`, `<p class="date">${text(date.text)}</p>`)
  if (imprint) {
    const { copies, printedBy, printed } = imprint
    out.push('<div class="imprint">')
    if (copies) out.push(`<p class="copies"><span>抄送：</span><span>${text(copies)}</span></p>`)
    out.push(`<p><span>${text(printedBy)}</span><span>${text(printed)}</span></p></div>`)
  }
  return page(title, 'zh', style(fonts, laid), out.join('\n'))
}
