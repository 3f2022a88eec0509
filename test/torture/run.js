import { dropAll, stopLooking } from './cun.js'
import { publish, report } from './report.js'

/** One kind of fault each, in the order of the table. Loaded when asked for. */
const kinds = [
  'kills',
  'bits',
  'faults',
  'tampering',
  'windows',
  'fuzz',
  'undo',
  'power',
  'network',
  'clocks',
]

const words = process.argv.slice(2)
const value = name => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined)
const full = words.includes('--full')
const only = value('--only')?.split(',')
const seed = Number(value('--seed') ?? 20260726)
const minutes = value('--minutes') && Number(value('--minutes'))
const cuts = value('--cuts') && Number(value('--cuts'))
const unknown = (only ?? []).filter(name => !kinds.includes(name))
if (unknown.length > 0) {
  console.error(`no kind of fault is called ${unknown.join(', ')}: ${kinds.join(' ')}`)
  process.exit(64)
}

const rows = []
const failures = []
const started = new Date()
try {
  for (const name of kinds) {
    if (only && !only.includes(name)) continue
    const begun = performance.now()
    process.stderr.write(`${name} …\n`)
    let found
    try {
      found = await (await import(`./${name}.js`))[name]({ full, seed, minutes, cuts })
    } catch (error) {
      found = [{ what: name, n: 0, result: `the harness failed: ${error.message}`, bad: 1 }]
      console.error(error)
    }
    const seconds = (performance.now() - begun) / 1000
    for (const row of found) {
      const wrong = typeof row.bad === 'number' ? row.bad : row.bad.count
      rows.push({ kind: name, ...row, wrong, seconds })
      if (wrong > 0) failures.push({ what: row.what, list: row.bad.list ?? [row.result] })
    }
    // A long run that is cut short keeps what it has found.
    if (full || words.includes('--write')) publish(full ? 'full' : 'short', kinds, rows, started)
  }
} finally {
  stopLooking()
  dropAll()
}

console.log(report(rows))
for (const { what, list } of failures) {
  console.log(`\nBAD: ${what}`)
  for (const line of list.slice(0, 8)) console.log(`  ${line}`)
  if (list.length > 8) console.log(`  … ${list.length} in all`)
}
console.log(`\nseed ${seed}, ${full ? 'full' : 'short'} form, begun ${started.toISOString()}`)
process.exitCode = failures.length > 0 ? 1 : 0
