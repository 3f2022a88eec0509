import { describe, expect, test } from 'vitest'
import { type Dialect, type Measure, textOf } from '../../src/kernel/cli/measure.ts'
import { openDatabase } from '../../src/kernel/store/database.ts'
import { lines } from '../../src/lines.ts'
import { migrations } from '../../src/migrations.ts'

const measures = lines.flatMap(l => l.measures ?? []).map(m => [`${m.name} of ${m.subject}`, m] as const)
const registers = new Set(lines.flatMap(l => l.registers ?? []).map(r => r.name))
const db = openDatabase(':memory:', migrations, { create: true })

/** The text with a mark where a helper stands. */
const marked: Dialect = {
  items: (table, column, as = 'e') => `, items("${table}", "${column}") ${as}`,
  rows: name => `(rows_${name})`,
  same: (a, b) => ` and same_${a}_${b}`,
  key: table => `key_${table}, `,
  only: table => `only_${table}`,
}
const markedText = (m: Measure) => m.sql(marked)

/** Parts of a text in brackets, innermost first, each with its own words only. */
function selects(text: string): string[] {
  const found: string[] = []
  let rest = text
  for (let more = true; more; ) {
    more = false
    rest = rest.replace(/\(([^()]*)\)/g, (_, inner: string) => {
      more = true
      if (/\bselect\b/.test(inner)) found.push(inner)
      return ' … '
    })
  }
  return [...found, rest]
    .flatMap(part => part.split(/\bunion all\b/))
    .flatMap(part => part.replace(/^\s*with\b/, '').split(/(?=\bselect\b)/))
    .filter(part => /^\s*select\b/.test(part))
}

describe.each(measures)('the text of %s', (_, measure) => {
  test('is prepared by SQLite', () => {
    expect(() => db.prepare(textOf(measure))).not.toThrow()
  })

  test('has no recursion, no date arithmetic, no comparison as a number', () => {
    const text = markedText(measure)
    expect(text).not.toMatch(/\brecursive\b|\bdate\s*\(|julianday|strftime|\blimit\b|group_concat/i)
    // A comparison in a list of columns stands within `case when`.
    for (const part of selects(text)) {
      const columns = part.slice(0, part.search(/\bfrom\b/)).replace(/case\b[\s\S]*?\bend\b/g, 'case')
      expect(columns).not.toMatch(/[<>]=?|\bis (not )?null\b|(?<![a-z]) = /)
    }
  })

  test('quotes every name in camelCase', () => {
    const bare = markedText(measure)
      .replace(/"[^"]*"|'[^']*'/g, '')
      .replace(/:[A-Za-z]+/g, '')
      .replace(/\b(rows|same|key|only)_\w+/g, '')
    expect(bare).not.toMatch(/[a-z][A-Z]/)
    expect(bare).not.toMatch(/\.(end|of|from|into|on)\b/)
  })

  test('names the county of every table of records: by `only`, or by `same` with another', () => {
    for (const part of selects(markedText(measure))) {
      const tables = [...part.matchAll(/\b(?:from|join)\s+"?(\w+)"?\s+(?!where|join|left|on\b)(\w+)/g)]
        .filter(m => registers.has(m[1]!))
        .map(m => m[2]!)
      for (const table of tables) {
        const held = new RegExp(`\\bonly_${table}\\b|\\bsame_${table}_|\\bsame_\\w+_${table}\\b`)
        expect([table, part, held.test(part)]).toEqual([table, part, true])
      }
      if (tables.length > 0)
        expect([part, /\bonly_/.test(part) || /\bsame_/.test(part)]).toEqual([part, true])
    }
  })

  test('groups by every column it shows that is no aggregate', () => {
    for (const part of selects(markedText(measure))) {
      const grouped = /\bgroup by\b([\s\S]*?)(?:\bhaving\b|\border by\b|$)/.exec(part)?.[1]
      if (grouped === undefined) continue
      const columns = part
        .slice(part.indexOf('select') + 6, part.search(/\bfrom\b/))
        .split(',')
        .map(c => c.replace(/\bas\b[\s\S]*/, '').trim())
        .filter(c => c !== '' && !/\b(min|max|sum|count|coalesce|case)\b|…/.test(c))
      for (const column of columns) expect([column, grouped.includes(column)]).toEqual([column, true])
    }
  })

  test('ends with an order whose last tie-breaker is a record or a subject', () => {
    const order = /\border by\b(?![\s\S]*\border by\b)([\s\S]*)$/.exec(markedText(measure))?.[1] ?? ''
    expect(order.trim()).toMatch(
      /(?:\.id|\.record|\.household|\.posting|\.subject|\.quarter|e\.value|\.village|else 0 end)$/,
    )
    expect(order).toMatch(/key_/)
  })
})

test('no measure works out its facts by hand', () => {
  for (const [, measure] of measures) expect(Object.keys(measure)).not.toContain('facts')
})
