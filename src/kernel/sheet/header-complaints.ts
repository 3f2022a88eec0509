import type { Complaint, Line } from '../errors.ts'
import type { Input } from '../schema/types.ts'
import { bothJoined, fold, joined, nearest, shellWord } from '../text.ts'
import { joinedIn, type Known } from './header-names.ts'

const skipping = (text: string) => `--ignore-columns ${shellWord(text.replace(/\s+/g, ''))}`

export function unknownHeader(
  text: string,
  line: Line,
  known: Known,
  used: ReadonlyMap<string, number>,
): Complaint {
  const both = joinedIn(text, known)
  if (both) return joinedHeader(text, line, both)
  const free = [...known.words].filter(([, input]) => !used.has(input.key)).map(([word]) => word)
  const like = nearest(fold(text), free, 2)
  return {
    line,
    column: text,
    code: 'header.unknown',
    rule: { zh: '不认识的表头', en: 'is an unknown header' },
    next:
      like.length > 0
        ? {
            zh: `是不是“${like.join('”或“')}”? 改正表头; 或用 ${skipping(text)} 跳过此列`,
            en: `did you mean ${like.join(' or ')}? Correct the header, or skip the column with ${skipping(text)}`,
          }
        : {
            zh: `改正表头; 或用 ${skipping(text)} 跳过此列`,
            en: `correct the header, or skip the column with ${skipping(text)}`,
          },
  }
}

function joinedHeader(text: string, line: Line, inputs: readonly Input[]): Complaint {
  const zh = inputs.map(i => `“${i.label.zh}”`).join('')
  const en = joined(
    inputs.map(i => `"${i.label.en}"`),
    'en',
  )
  const names = bothJoined(inputs.map(i => i.label.zh))
  return {
    line,
    column: text,
    code: 'header.joined',
    rule: { zh: `一列里合写了几项: ${names.zh}`, en: `joins several columns: ${en}` },
    next: {
      zh: `分成${zh}几列, 各写一项; 或用 ${skipping(text)} 跳过此列`,
      en: `make a column of each, or skip it with ${skipping(text)}`,
    },
  }
}

export const repeatedHeader = (text: string, line: Line, first: string, means: Input): Complaint => ({
  line,
  column: text,
  code: 'header.repeated',
  rule: {
    zh: `与表头“${first}”重复, 都是${means.label.zh}`,
    en: `repeats the header "${first}": both mean ${means.label.en}`,
  },
  next: {
    zh: '留下一列; 要跳过的列名相同时改其一, 再用 --ignore-columns',
    en: 'keep one of them, or rename the other and skip it with --ignore-columns',
  },
})

/** Numbers in 千元 or 亿元 are not converted: only 元 and 万元 are usual, and a wrong unit is worse than none. */
export const otherUnit = (text: string, line: Line, unit: string): Complaint => ({
  line,
  column: text,
  code: 'header.unit',
  rule: {
    zh: `以${unit}为单位, 这里只认元和万元`,
    en: `is in ${unit}; only 元 and 万元 are known`,
  },
  next: {
    zh: '把数换算成元或万元, 单位也照改',
    en: 'convert the numbers to 元 or 万元, and change the unit',
  },
})
