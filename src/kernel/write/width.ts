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

/** Lines of at most so many cells; one closing mark may hang over rather than begin the next line. */
export function wrap(text: string, cells: number): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    let used = 0
    for (const piece of paragraph.match(/[\x21-\x7E]+|[\s\S]/gu) ?? ['']) {
      for (const part of width(piece) > cells ? [...piece] : [piece]) {
        const wide = width(part)
        if (used + wide > cells && line !== '' && !(NO_LINE_START.test(part) && used <= cells)) {
          lines.push(line.trimEnd())
          line = part === ' ' ? '' : part
          used = width(line)
        } else {
          line += part
          used += wide
        }
      }
    }
    lines.push(line.trimEnd())
  }
  return lines
}
