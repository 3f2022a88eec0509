import { eastAsianWidth } from 'get-east-asian-width'

/** Width in terminal cells; combining marks take none. */
export function width(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length
  let cells = 0
  for (const character of text) {
    if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(character)) continue
    cells += eastAsianWidth(character.codePointAt(0)!)
  }
  return cells
}

export const padEnd = (text: string, cells: number) => text + ' '.repeat(Math.max(0, cells - width(text)))
export const padStart = (text: string, cells: number) => ' '.repeat(Math.max(0, cells - width(text))) + text

const NO_LINE_START = /^[，。、；：！？）》」』】〕”’,.;:!?)\]}%]/

/** Lines of at most so many cells; a closing mark begins none, but takes what stands before it along. */
export function wrap(text: string, cells: number): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line: string[] = []
    let used = 0
    for (const piece of paragraph.match(/[\x21-\x7E]+|[\s\S]/gu) ?? ['']) {
      for (const part of width(piece) > cells ? [...piece] : [piece]) {
        const wide = width(part)
        if (used + wide > cells && line.length > 0) {
          const carried = NO_LINE_START.test(part) ? carriedDown(line, cells - wide) : []
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

/** The end of a line that goes down with a closing mark: what may begin a line, and leaves something above. */
function carriedDown(line: readonly string[], room: number): string[] {
  for (let at = line.length - 1; at > 0; at--) {
    const end = line.slice(at)
    if (width(end.join('')) > room) return []
    if (line[at] !== ' ' && !NO_LINE_START.test(line[at]!)) return end
  }
  return []
}
