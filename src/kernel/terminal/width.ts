import { eastAsianWidth } from 'get-east-asian-width'

/** Fast path without a table: Chinese characters, their punctuation and full-width forms. */
const isWide = (code: number) =>
  (code >= 0x4e00 && code <= 0x9fff) ||
  (code >= 0x3001 && code <= 0x3029) ||
  (code >= 0xff01 && code <= 0xff60)

/** Width in terminal cells; combining marks have none. */
export function width(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length
  let cells = 0
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (code >= 0x20 && code < 0x7f) cells += 1
    else if (isWide(code)) cells += 2
    else if (code >= 0x2010 && code <= 0x2027) cells += 1
    else if (!/\p{Mn}|\p{Me}|\p{Cf}/u.test(character)) cells += eastAsianWidth(code)
  }
  return cells
}

export const padEnd = (text: string, cells: number) => text + ' '.repeat(Math.max(0, cells - width(text)))
export const padStart = (text: string, cells: number) => ' '.repeat(Math.max(0, cells - width(text))) + text

const NO_LINE_START = /^[，。、；：！？）》」』】〕”’,.;:!?)\]}%…—]/
const NO_LINE_END = /[（《「『【〔“‘([{]$/

/**
 * Pieces that break only when longer than a line: a short remark in half-width brackets, a document number, a
 * Chinese date, a word, number, date, code or flag, and any other character with its marks.
 */
const PIECES =
  /\([^()\s]{1,6}\)|〔\d{4}〕\d+号|\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|(?:[!-~]|(?<=[A-Za-z])’(?=[A-Za-z])|[^\P{L}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uFF00-\uFFEF]|\p{M})+|[\s\S]\p{M}*/gu

/** Unbreakable pieces of a text. A command breaks only between words: people copy it. */
export const piecesOf = (text: string): readonly string[] =>
  /^[!-~]+$/.test(text) ? [text] : (text.match(/^cun /.test(text) ? /\S+|\s/g : PIECES) ?? [])

/** Splits a piece that is longer than a line into parts of at most `cells` cells. */
function* broken(piece: string, cells: number): Generator<string> {
  let part = ''
  for (const character of piece.match(/[\s\S]\p{M}*/gu) ?? []) {
    if (part !== '' && width(part + character) > cells) {
      yield part
      part = ''
    }
    part += character
  }
  yield part
}

/** Wraps a text to `cells` cells. No line begins with a closing mark or ends with an opening one. */
export function wrap(text: string, cells: number): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    if (width(paragraph) <= cells) {
      lines.push(paragraph.trimEnd())
      continue
    }
    let line: string[] = []
    let used = 0
    for (const piece of piecesOf(paragraph)) {
      for (const part of width(piece) > cells ? broken(piece, cells) : [piece]) {
        const wide = width(part)
        if (used + wide > cells && line.length > 0) {
          const carried = part === ' ' ? [] : carriedDown(line, part, cells - wide)
          lines.push(
            line
              .slice(0, line.length - carried.length)
              .join('')
              .trimEnd(),
          )
          line = part === ' ' ? [] : [...carried, part]
          used = width(line.join(''))
        } else {
          line.push(part)
          used += wide
        }
      }
    }
    lines.push(line.join('').trimEnd())
  }
  return lines
}

/** The last pieces of a line that move down with `next` to make the break legal; at least one piece stays. */
function carriedDown(line: readonly string[], next: string, room: number): string[] {
  for (let at = line.length; at > 0; at--) {
    const end = line.slice(at)
    if (width(end.join('')) > room) return []
    if (end[0] !== ' ' && !NO_LINE_START.test(end[0] ?? next) && !NO_LINE_END.test(line[at - 1]!)) return end
  }
  return []
}
