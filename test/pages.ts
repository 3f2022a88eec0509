import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Programs that show papers as an office would see them: its word processor, its browser, a measure of pages. */
const has = (program: string) => {
  try {
    execFileSync('which', [program])
    return true
  } catch {
    return false
  }
}
const needed = ['soffice', 'chromium', 'pdftotext', 'pdftoppm']
export const missing = needed.filter(program => !has(program))

export interface Word {
  readonly text: string
  /** In millimetres from the left and top edges of the page. */
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export interface Page {
  readonly width: number
  readonly height: number
  readonly words: readonly Word[]
  /** Words that stand on one line, from the top. */
  readonly lines: readonly (readonly Word[])[]
}

const mm = (points: string) => (Number(points) * 25.4) / 72
const plain = (xml: string) =>
  xml.replace(/&(lt|gt|quot|amp);/g, (_, n: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[n]!)

/** The pages of a PDF with the places of its words. */
export function pagesOf(pdf: string): Page[] {
  const xml = execFileSync('pdftotext', ['-bbox', pdf, '-'], { maxBuffer: 1e9 }).toString()
  return xml
    .split('<page ')
    .slice(1)
    .map(page => {
      const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(page)!
      const words = [
        ...page.matchAll(
          /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g,
        ),
      ].map(([, l, t, r, b, text]) => ({
        text: plain(text!),
        left: mm(l!),
        right: mm(r!),
        top: mm(t!),
        bottom: mm(b!),
      }))
      return { width: mm(width!), height: mm(height!), words, lines: linesOf(words) }
    })
}

function linesOf(words: readonly Word[]): Word[][] {
  const lines: Word[][] = []
  const middle = (w: Word) => (w.top + w.bottom) / 2
  for (const word of [...words].sort((a, b) => middle(a) - middle(b))) {
    const line = lines.at(-1)
    if (line && middle(word) - middle(line[0]!) < 2) line.push(word)
    else lines.push([word])
  }
  return lines.map(line => line.sort((a, b) => a.left - b.left))
}

export const textOf = (line: readonly Word[]) => line.map(w => w.text).join('')

const profile = mkdtempSync(join(tmpdir(), 'cun-profile-'))

/** Files as the word processor prints them. Its profile is its own, so that it waits for no other. */
export function printedAll(files: readonly (readonly [name: string, data: Uint8Array])[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'cun-pages-'))
  for (const [name, data] of files) writeFileSync(join(folder, name), data)
  const paths = files.map(([name]) => join(folder, name))
  const words = ['--headless', '--convert-to', 'pdf', '--outdir', folder, ...paths]
  execFileSync('soffice', [`-env:UserInstallation=file://${profile}/office`, ...words], {
    stdio: 'pipe',
    timeout: 240_000,
  })
  return paths.map(path => path.replace(/\.\w+$/, '.pdf'))
}

export const printed = (name: string, data: Uint8Array): string => printedAll([[name, data]])[0]!

/** A page as the browser prints it, and what it wrote to its console, tried to load or complained of. */
export function browsed(html: string): { pdf: string; said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'cun-pages-'))
  const [file, pdf, log] = ['p.html', 'p.pdf', 'net.json'].map(n => join(folder, n)) as [
    string,
    string,
    string,
  ]
  writeFileSync(file, html)
  const words = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--no-pdf-header-footer',
    '--enable-logging=stderr',
    `--user-data-dir=${profile}/browser`,
    `--log-net-log=${log}`,
    `--print-to-pdf=${pdf}`,
    `file://${file}`,
  ]
  const out = execFileSync('sh', ['-c', 'exec chromium "$@" 2>&1', 'sh', ...words], {
    timeout: 120_000,
  }).toString()
  // Without a network the browser complains of pages of its own.
  const console = out
    .split('\n')
    .filter(line => line.includes('CONSOLE') && !/source: chrome:\/\//.test(line))
  return { pdf, said: console.join('\n') + requests(readFileSync(log, 'utf8'), file) }
}

/** What the page asked for beside itself; what the browser asks for on its own account is not the page's. */
function requests(log: string, file: string): string {
  const found = [...log.matchAll(/"(?:url|location)":"([^"]+)"/g)].map(m => m[1]!)
  return found
    .filter(
      url => (url.startsWith('file:') && !url.endsWith(file)) || /^https?:\/\/(x|example\.org)\b/.test(url),
    )
    .join('\n')
}

export interface Ink {
  /** In millimetres from the edges of the page; undefined where there is none. */
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Where ink of a kind lies on a page. */
export function inkOn(
  pdf: string,
  page: number,
  is: (red: number, green: number, blue: number) => boolean,
): Ink {
  const at = ['-r', '127', '-f', String(page), '-l', String(page)]
  const image = execFileSync('pdftoppm', [...at, pdf], { maxBuffer: 1e9 })
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(image.subarray(0, 60).toString('latin1'))!
  const [width, height] = [Number(head[1]), Number(head[2])]
  let [left, right, top, bottom] = [width, 0, height, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = head[0].length + 3 * (y * width + x)
      if (!is(image[i]!, image[i + 1]!, image[i + 2]!)) continue
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y + 1)
    }
  }
  // 127 dots an inch are 5 a millimetre.
  return { left: left / 5, right: (width - right) / 5, top: top / 5, bottom: (height - bottom) / 5 }
}
