import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { book } from './book.ts'
import { place, samples } from './world.ts'

/**
 * A session is text: `# ` a remark, `$ ` a command and below it what it prints, `? 65` its exit code when that
 * is not 0, `+ name` a file whose lines follow after `| ` (for a workbook see book.ts). UPDATE_SESSIONS=1 writes what is printed now; the
 * difference is then for a person to read.
 */
interface Step {
  readonly lines: string[]
  readonly command?: string
  readonly file?: string
}

function steps(text: string): Step[] {
  const found: Step[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('$ ')) found.push({ command: line.slice(2), lines: [] })
    else if (line.startsWith('+ ')) found.push({ file: line.slice(2), lines: [] })
    else if (line.startsWith('# ') || found.length === 0) found.push({ lines: [line] })
    else found.at(-1)!.lines.push(line)
  }
  return found
}

async function perform(text: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cun-session-'))
  for (const name of readdirSync(samples)) copyFileSync(join(samples, name), join(folder, name))
  const there = place(folder)
  const written: string[] = []
  for (const step of steps(text)) {
    if (step.file !== undefined) {
      const lines = step.lines.filter(l => l.startsWith('| ')).map(l => l.slice(2))
      there.write(step.file, step.file.endsWith('.xlsx') ? await book(lines) : `${lines.join('\r\n')}\r\n`)
      written.push(`+ ${step.file}`, ...step.lines)
    } else if (step.command === undefined) written.push(...step.lines)
    else {
      written.push(`$ ${step.command}`)
      const { code, both } = await there.run(step.command)
      const shown = both
        .replaceAll(folder, '~')
        .replaceAll('\r\n', '\n')
        .replaceAll('\uFEFF', '')
        .replace(/记录号\([0-9a-f]{4}\)/g, '记录号(····)')
        .replace(/\b[0-9a-f]{64}\b/g, '…')
      if (shown)
        written.push(
          ...shown
            .replace(/\n$/, '')
            .split('\n')
            .map(l => l.trimEnd()),
        )
      if (code !== 0) written.push(`? ${code}`)
      if (step.lines.at(-1) === '') written.push('')
    }
  }
  return written.join('\n')
}

for (const kind of ['sessions', 'refusals']) {
  const folder = new URL(`${kind}/`, import.meta.url).pathname
  describe(kind, () => {
    for (const name of readdirSync(folder).sort()) {
      test(name, async () => {
        const text = readFileSync(join(folder, name), 'utf8')
        const now = await perform(text)
        if (process.env.UPDATE_SESSIONS) writeFileSync(join(folder, name), now)
        else expect(now).toBe(text)
      })
    }
  })
}
