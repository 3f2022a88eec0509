import { type Complaint, exitCodes, type Line, linesText, type Refusal } from '../errors.ts'
import { joined, type Lang, say, visible } from '../text.ts'
import type { World } from './world.ts'

/** One complaint on one line: where, what, which rule, what next. */
export function spoken(complaint: Complaint, lang: Lang, lines?: readonly Line[]): string {
  const { column, value, rule, next } = complaint
  const at = lines ?? (complaint.line === undefined ? [] : [complaint.line])
  const what = [
    at.length > 0 ? say(linesText(at), lang) : '',
    column === undefined ? '' : say(column, lang),
    value === undefined ? '' : `“${value}”`,
  ]
    .filter(part => part)
    .join(' · ')
  return lang === 'zh'
    ? `${what}${what ? ': ' : ''}${rule.zh}。${next.zh}`
    : `${what}${what ? ' ' : ''}${rule.en}. ${sentence(next.en)}`
}

/** A command keeps its lower case. */
const sentence = (text: string) => (text.startsWith('cun ') ? text : text[0]!.toUpperCase() + text.slice(1))

/** Above this many, complaints that differ only in their value and its column are merged. */
const crowd = 4

/** Equal complaints, with all their lines, columns and values. */
interface Group {
  readonly complaint: Complaint
  readonly lines: Line[]
  readonly columns: Set<string>
  readonly values: Set<string>
}

/** Complaints for a person: equal ones appear once, with all their lines. */
export function sayable(complaints: readonly Complaint[], lang: Lang): string[] {
  const alike = new Map<string, number>()
  const kind = (c: Complaint) => JSON.stringify([c.value === undefined && c.column, c.rule.en, c.next.en])
  for (const c of complaints) alike.set(kind(c), (alike.get(kind(c)) ?? 0) + 1)
  const groups = new Map<string, Group>()
  for (const complaint of complaints) {
    const key =
      alike.get(kind(complaint))! > crowd
        ? kind(complaint)
        : JSON.stringify([kind(complaint), complaint.column, complaint.value])
    const group = groups.get(key) ?? { complaint, lines: [], columns: new Set(), values: new Set() }
    groups.set(key, group)
    const { line } = complaint
    if (line !== undefined && group.lines.at(-1) !== line) group.lines.push(line)
    if (complaint.value !== undefined) group.values.add(complaint.value)
    if (complaint.column !== undefined) group.columns.add(say(complaint.column, lang))
  }
  return [...groups.values()].map(({ complaint, lines, columns, values }) => {
    const some = [...values].slice(0, 5)
    const value = values.size > 5 ? `${joined(some, lang)} …` : joined([...values], lang)
    const column = columns.size > 0 ? joined([...columns], lang) : undefined
    return spoken({ ...complaint, column, value: values.size > 0 ? value : undefined }, lang, lines)
  })
}

/** Writes a refusal: text for a person, or JSON for a script with `--format json` or `jsonl`. */
export function sayRefusal(world: World, refusal: Refusal, lang: Lang, format: string | undefined): void {
  if (format === 'json' || format === 'jsonl') {
    const { kind, code, what, next, complaints } = refusal
    const error = {
      code,
      kind,
      exit: exitCodes[kind],
      what: say(what, lang),
      next: next ? say(next, lang) : null,
      complaints: complaints.map(c => ({
        ...c,
        ...(typeof c.line === 'object' && { line: c.line.line, sheet: c.line.sheet }),
        column: c.column === undefined ? undefined : say(c.column, lang),
        rule: say(c.rule, lang),
        next: say(c.next, lang),
      })),
    }
    world.err(`${JSON.stringify({ error })}\n`)
    return
  }
  const out = [say(refusal.what, lang), ...sayable(refusal.complaints, lang).map(c => `  ${c}`)]
  if (refusal.next) out.push(say({ zh: `→ ${refusal.next.zh}`, en: `→ ${refusal.next.en}` }, lang))
  world.err(`${out.map(visible).join('\n')}\n`)
}
