import { copyFileSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Refusal, RefusalKind } from '../src/kernel/errors.ts'
import type { World } from '../src/kernel/terminal/world.ts'
import { type Text, visible } from '../src/kernel/text.ts'
import { book } from './book.ts'
import { place, samples } from './world.ts'

/**
 * A session is text: `# ` a remark, `$ ` a command and below it what it prints, `? 65` its exit code when that
 * is not 0, ` < name` after a command what it reads from the standard input, `@ 2024-08-01` the day from there on, `+ name` a file whose lines follow after `| `; `\\x81` in one is that byte; for a workbook see book.ts.
 */
export interface Step {
  readonly lines: string[]
  readonly command?: string
  readonly file?: string
  readonly day?: string
  /** What was refused, once the command was run. */
  readonly refused?: readonly Refused[]
}

/** What a refusal says of itself, or of one place in the input, as it is printed. */
export interface Refused {
  readonly code: string
  readonly kind: RefusalKind
  readonly isRule: boolean
  readonly said: Text
}

export function steps(text: string): Step[] {
  const found: Step[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('$ ')) found.push({ command: line.slice(2), lines: [] })
    else if (line.startsWith('+ ')) found.push({ file: line.slice(2), lines: [] })
    else if (line.startsWith('@ ')) found.push({ day: line.slice(2), lines: [line] })
    else if (line.startsWith('# ') || found.length === 0) found.push({ lines: [line] })
    else found.at(-1)!.lines.push(line)
  }
  return found
}

/** The content of a file in a session: text, or bytes if it contains escapes such as \xb4. */
export function contentOf(step: Step): string | Buffer {
  const text = step.lines.flatMap(l => (l.startsWith('| ') ? [`${l.slice(2)}\r\n`] : [])).join('')
  const parts = text.split(/\\x([0-9a-f]{2})/)
  if (parts.length === 1) return text
  return Buffer.concat(parts.map((part, i) => Buffer.from(part, i % 2 === 0 ? 'utf8' : 'hex')))
}

/** What is printed, without what differs from one run to the next: folders, marks and digests. */
export const steady = (printed: string, folder: string): string =>
  printed
    .replaceAll(folder, '~')
    .replaceAll('\r\n', '\n')
    .replaceAll('\uFEFF', '')
    .replace(/记录号\([0-9a-f]{4}\)/g, '记录号(····)')
    .replace(/\b[0-9a-f]{64}\b/g, '…')
    .replace(/-[0-9a-f]{12}\.db\b/g, '-….db')
    .replace(/(摘要|digest) [0-9a-f]{12}\b/g, '$1 …')

export function refusedIn(refusals: readonly Refusal[], folder: string): Refused[] {
  const shown = (text: string) => steady(visible(text), folder)
  return refusals.flatMap(({ kind, code, what, complaints }) =>
    [
      { code, text: what, isRule: false },
      ...complaints.map(c => ({ code: c.code, text: c.rule, isRule: true })),
    ].map(({ code, text, isRule }) => ({
      code,
      kind,
      isRule,
      said: { zh: shown(text.zh), en: shown(text.en) },
    })),
  )
}

/** A standard input that holds a text. */
const linesOf =
  (text: string): World['lines'] =>
  async isWhole => {
    const lines = text.split(/\r?\n/)
    const end = lines.findIndex((_, i) => isWhole(lines.slice(0, i + 1)))
    return end < 0 ? lines : lines.slice(0, end + 1)
  }

/** The session as it goes now, every step with what it prints. English if asked, unless a step says otherwise. `look` sees its folder. */
export async function perform(
  text: string,
  lang: 'zh' | 'en' = 'zh',
  look: (folder: string) => void = () => {},
): Promise<Step[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cun-session-'))
  for (const name of readdirSync(samples)) copyFileSync(join(samples, name), join(folder, name))
  const there = place(folder)
  const env = { CUN_DB: join(folder, 'cun.db'), CUN_LANG: lang }
  const done: Step[] = []
  let clock: Partial<World> = {}
  for (const step of steps(text)) {
    if (step.file !== undefined) {
      const lines = step.lines.flatMap(l => (l.startsWith('| ') ? [l.slice(2)] : []))
      there.write(
        step.file,
        step.file.endsWith('.xlsx') && lines.length > 0 ? await book(lines) : contentOf(step),
      )
    }
    const { day } = step
    if (day !== undefined) clock = { now: () => new Date(`${day}T01:30:00Z`) }
    if (step.command === undefined) {
      done.push(step)
      continue
    }
    const [words, input] = step.command.split(' < ') as [string, string | undefined]
    const typed = input === undefined ? {} : { lines: linesOf(there.read(input)) }
    const { code, both, refusals } = await there.run(words, { env, ...clock, ...typed })
    const shown = steady(both, folder)
    const lines = shown
      ? shown
          .replace(/\n$/, '')
          .split('\n')
          .map(l => l.trimEnd())
      : []
    if (code !== 0) lines.push(`? ${code}`)
    if (step.lines.at(-1) === '') lines.push('')
    done.push({ command: step.command, lines, refused: refusedIn(refusals, folder) })
  }
  look(folder)
  return done
}

/** A session as its file has it. */
export const written = (done: readonly Step[]): string =>
  done
    .flatMap(({ command, file, lines }) => [
      ...(command === undefined ? [] : [`$ ${command}`]),
      ...(file === undefined ? [] : [`+ ${file}`]),
      ...lines,
    ])
    .join('\n')
