import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, release, totalmem } from 'node:os'
import { root } from './cun.js'

/** The table, as Markdown: what, N, result, seconds. Seconds are those of the kind, on its first line. */
export function report(rows) {
  const lines = ['| what | N | result | s |', '|---|---|---|---|']
  let last
  for (const { kind, what, n, result, seconds, wrong } of rows) {
    lines.push(
      `| ${what} | ${n} | ${wrong ? '**BAD** ' : ''}${result} | ${kind === last ? '' : Math.round(seconds)} |`,
    )
    last = kind
  }
  return lines.join('\n')
}

const kept = new URL('results.json', import.meta.url).pathname
const page = `${root}docs/reliability.md`

/** Keeps the figures of what was run beside those of earlier runs, and writes the page from all of them. */
export function publish(form, kinds, rows, started) {
  const all = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : { short: {}, full: {} }
  const date = started.toISOString().slice(0, 10)
  for (const kind of kinds) {
    const of = rows.filter(row => row.kind === kind).map(({ bad: _, ...row }) => row)
    if (of.length > 0) all[form][kind] = { date, rows: of }
  }
  writeFileSync(kept, `${JSON.stringify(all, null, 2)}\n`)
  const section = form => {
    const found = kinds.flatMap(kind => all[form][kind]?.rows ?? [])
    const dates = [...new Set(kinds.flatMap(kind => all[form][kind]?.date ?? []))].sort()
    return found.length > 0 ? `Run ${dates.join(', ')}.\n\n${report(found)}\n` : 'Not run yet.\n'
  }
  writeFileSync(page, text(section))
}

function text(section) {
  const require = createRequire(import.meta.url)
  const { version } = require('better-sqlite3/package.json')
  const db = new (require('better-sqlite3'))(':memory:')
  const sqlite = db.prepare('select sqlite_version()').pluck().get()
  db.close()
  const machine = `${cpus()[0].model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}`
  return `# What cun has been put through

\`npm run torture\` sets the built program faults on real files and looks, from another process, at what is left:
\`cun check\` finds nothing wrong, every acknowledged batch is in the history, no batch is partly there. A batch is
acknowledged once its number has been printed. \`npm run torture\` is the short form that CI runs; \`-- --full\` is the
long one (root, loop mounts), \`-- --only NAME\` one kind, \`-- --seed N\` other moments. Zero in N trials bounds the rate
at about 3 in N (95 %), no more. This page is written by \`--full\` and by \`--write\`.

Machine: ${machine}; Node ${process.version}, better-sqlite3 ${version}, SQLite ${sqlite}.

## Full form

${section('full')}
## Short form

${section('short')}
## What it does not show

- Journals cut short together with the records they wrote are sound, shorter journals: only a chain head kept
  elsewhere (frozen papers and \`cun history show N\` print it) tells.
- The kinds of the full form were run one by one on a machine busy with other work, on the day's code as it grew; N beside each
  says how far it came. Two windows, clocks and the network were run in the short form only.
- The whole suite (1,540 tests) passed without a network (\`unshare -n npm test\`) on 2026-11-24; an encrypted database from its making
  to its restoring is shown by \`npm run cipher\` (Node 22.23.3, driver 13.0.3, 30 steps, all as meant).
- Faults by strace are set upon an import, not upon exports or backups.
- The cuts of power are those of an ext4 file system shut down without flushing its log. A disk that says it has
  written what it has not, Windows, network shares and removable media are not here.
- The looks share a process that opens each file for the first time; the commands tortured have one each.
`
}
