import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { generate, generateAssessed } from './generate.js'

const quick = process.argv.includes('--quick')
const size = quick
  ? { households: 12_000, visits: 20_000, many: 50_000, seed: 7 }
  : { households: 120_000, visits: 200_000, many: 500_000, seed: 7 }
const memoryLimit = 300
const folder = mkdtempSync(join(tmpdir(), 'cun-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))
const inFolder = name => join(folder, name)
const cunJs = fileURLToPath(new URL('../bin/cun.js', import.meta.url))
const demoData = fileURLToPath(new URL('../data/demo/', import.meta.url))
const asOf = '2024-06-30'

function run(command, args) {
  const began = process.hrtime.bigint()
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 29 })
  const ms = Number(process.hrtime.bigint() - began) / 1e6
  if (done.error) throw done.error
  if (done.status !== 0)
    throw new Error(`${command} ${args.join(' ')}: ${done.status}\n${done.stderr.slice(0, 2000)}`)
  return { ms, out: done.stdout, err: done.stderr }
}
const node = args => run(process.execPath, args)
const cun = (...args) => node([cunJs, ...args])

// A child's maxRSS starts at what its parent held at the fork; VmHWM starts anew with the program.
const peak = inFolder('peak.mjs')
writeFileSync(
  peak,
  `import { readFileSync } from 'node:fs'
  process.on('exit', () => {
    let kb = process.resourceUsage().maxRSS
    try {
      kb = /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]
    } catch {}
    process.stderr.write('peak ' + kb + '\\n')
  })`,
)

const sqlite = (() => {
  try {
    return run('sqlite3', ['--version']).out.split(' ')[0]
  } catch {
    console.error('sqlite3 is not installed: its rows are left out')
    return undefined
  }
})()

const median = list => {
  const sorted = [...list].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
const rows = []

/** Runs both commands alternately; keeps the median of each (ms) and the median ratio of the pairs. */
function pair(name, runs, reference, subject, referenceName) {
  const pairs = []
  for (let i = 0; i < (quick ? 3 : runs); i++) pairs.push([reference(), subject()])
  const [a, b] = [median(pairs.map(p => p[0])), median(pairs.map(p => p[1]))]
  const ratio = median(pairs.map(([x, y]) => y / x))
  rows.push([name, b.toFixed(0), referenceName, a.toFixed(0), ratio.toFixed(2), pairs.length])
  const said = `${name}: ${b.toFixed(0)} ms, ${referenceName}: ${a.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`
  console.error(said)
}

const bare = () => node(['-e', '0']).ms
const nodeBare = '`node -e 0`'
const demo = inFolder('demo.db')
cun('demo', '--db', demo, '--quiet')
const overdueDemo = () => cun('overdue', '--db', demo, '--as-of', asOf).ms
pair('`cun --version`', 11, bare, () => cun('--version').ms, nodeBare)
pair('`cun --help`', 11, bare, () => cun('--help').ms, nodeBare)
pair('`cun overdue`, sample county', 11, bare, overdueDemo, nodeBare)

/** The least that any program with these queries needs: the driver, the file and the statements. */
const statements = inFolder('statements.json')
function asking() {
  const driver = JSON.stringify(createRequire(import.meta.url).resolve('better-sqlite3'))
  const recorder = inFolder('record.cjs')
  writeFileSync(
    recorder,
    `const { prototype } = require(${driver})
    const asked = []
    const { prepare } = prototype
    prototype.prepare = function (sql) {
      const statement = prepare.call(this, sql)
      for (const name of ['all', 'get', 'iterate']) {
        const run = statement[name].bind(statement)
        statement[name] = (...given) => {
          asked.push([sql, given])
          return run(...given)
        }
      }
      return statement
    }
    process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(statements)}, JSON.stringify(asked)))`,
  )
  node(['--require', recorder, cunJs, 'overdue', '--db', demo, '--as-of', asOf])
  const script = inFolder('ask.cjs')
  writeFileSync(
    script,
    `const db = new (require(${driver}))(${JSON.stringify(demo)})
    for (const [sql, given] of JSON.parse(require('node:fs').readFileSync(${JSON.stringify(statements)}, 'utf8')))
      db.prepare(sql).all(...given)`,
  )
  return () => node([script]).ms
}
const asked = asking()
const count = JSON.parse(readFileSync(statements, 'utf8')).length
pair(`the ${count} statements of \`cun overdue\`, by the bare driver`, 11, bare, asked, nodeBare)

/** Creates a county with everything but visits by ordinary imports; its visits lie beside it as CSV. */
function county(name, visits, seed) {
  generate(folder, { households: size.households, visits, seed })
  const db = inFolder(name)
  cun('init', '--name', '甲县', '--code', '410882', '--since', '2023-01-01', '--db', db)
  for (const sheet of ['10-township', '20-village', '30-unit']) {
    cun('import', `${demoData}${sheet}.csv`, '--db', db)
  }
  for (const sheet of ['postings', 'households']) cun('import', inFolder(`${sheet}.csv`), '--db', db)
  return db
}
const sheet = inFolder('visits.csv')

/** Returns the time (ms) and the peak memory (MB); throws unless `count` rows were added. */
function importVisits(db, count) {
  const done = node(['--import', peak, cunJs, 'import', sheet, '--db', db, '--format', 'json'])
  if (JSON.parse(done.out).imports[0].added !== count) throw new Error(done.out)
  return { ms: done.ms, mb: Number(/^peak (\d+)$/m.exec(done.err)[1]) / 1024 }
}

const base = county('base.db', size.visits, size.seed)
const target = inFolder('target.db')
const fresh = () => {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(target + end, { force: true })
}
const peaks = []
const checked = () => {
  fresh()
  copyFileSync(base, target)
  const { ms, mb } = importVisits(target, size.visits)
  peaks.push(mb)
  return ms
}
const unchecked = () => {
  fresh()
  return run('sqlite3', [target, '.mode csv', `.import ${sheet} visits`]).ms
}
const importName = `validated import of ${size.visits} visits (${(statSync(sheet).size / 1e6).toFixed(1)} MB)`
if (sqlite) pair(importName, 3, unchecked, checked, '`sqlite3 .import`, unchecked text')
else rows.push([importName, checked().toFixed(0), '-', '-', '-', 1])
const peakMb = Math.max(...peaks)
const memory = `peak memory under ${memoryLimit} MB: ${peakMb < memoryLimit ? 'yes' : 'NO'}, ${peakMb.toFixed(0)} MB`
console.error(memory)

const big = county('big.db', size.many, size.seed + 1)
importVisits(big, size.many)

// Visits of those who arrived by 29 May were due by 29 June; those of 30 and 31 May are due on 30 June, the
// as-of day, so they are still in time.
const sql = `select t.name, v.name, p.name, coalesce(h.number || ' ', '') || h.head as household, p.start
  from posting p join village v on v.id = p.village join township t on t.id = v.township
  join household h on h.village = v.id
  where p.start < '2024-05-30' and (p."end" is null or p."end" >= '${asOf}')
    and exists (select 1 from json_each(p.roles) where value = 'firstSecretary')
    and not exists (
      select 1 from visit x join posting q on q.id = x.posting
      where x.household = h.id and x.date >= p.start and x.date <= '${asOf}' and q.village = v.id)
  order by p.id, h.id`
const list = inFolder('overdue.json')
const ask = (...more) =>
  cun(
    ...['overdue', '--line', 'village', '--db', big, '--as-of', asOf],
    ...['--format', 'json', '--out', list, '--force', ...more],
  ).ms
const each = () => ask('--each')
const direct = () => run('sqlite3', [big, '.mode json', `.output ${inFolder('direct.json')}`, sql]).ms

each()
const named = JSON.parse(readFileSync(list, 'utf8')).tables[0].rows
const db = new Database(big, { readonly: true })
const expected = db.prepare(sql).raw().all()
const times = Array.from({ length: 5 }, () => {
  const began = process.hrtime.bigint()
  db.prepare(sql).raw().all()
  return Number(process.hrtime.bigint() - began) / 1e6
})
const driver = db.prepare('select sqlite_version()').pluck().get()
db.close()
// The line has other deadlines too; the bare SQL finds only this one.
const ours = named
  .filter(r => r.duty === 'visit.firstRound')
  .map(r => [r.township, r.village, r.who, r.what].join())
  .sort()
const theirs = expected.map(r => r.slice(0, 4).join()).sort()
const equality = `overdue households: cun ${ours.length}, bare SQL ${theirs.length}`
console.error(equality)
if (ours.length === 0 || ours.join('\n') !== theirs.join('\n')) throw new Error(`not equal: ${equality}`)
if (sqlite) {
  const what = `over ${size.households} households, ${size.many} visits`
  pair(`\`cun overdue --each\` ${what}`, 5, direct, each, 'the bare SQL in `sqlite3`')
  pair(`\`cun overdue\` ${what}, joined by village`, 5, direct, () => ask(), 'the bare SQL in `sqlite3`')
}

/**
 * Drafts a quarter for a county of that many villages: median time of the whole process (ms), and the facts,
 * statements and subjects it takes.
 */
async function assessed(villages) {
  const at = inFolder(`assess-${villages}`)
  mkdirSync(at)
  generateAssessed(at, villages)
  const file = join(at, 'cun.db')
  cun('init', '--name', '甲县', '--code', '410882', '--since', '2024-01-01', '--db', file)
  for (const name of readdirSync(at)
    .filter(n => n.endsWith('.csv'))
    .sort()) {
    cun('import', join(at, name), '--db', file, '--quiet')
  }
  const out = join(at, 'score.json')
  const draft = () =>
    cun('assess', '2024Q2', '--db', file, '--as-of', '2024-07-05', '--out', out, '--force').ms
  const ms = median(Array.from({ length: 3 }, draft))
  const { makeCall } = await import('../dist/kernel/cli/make-call.js')
  const { assess } = await import('../dist/assessment/score/assess.js')
  const { modelInForce } = await import('../dist/assessment/score/model.js')
  const { lines } = await import('../dist/lines.js')
  const { migrations } = await import('../dist/migrations.js')
  const { realWorld } = await import('../dist/kernel/terminal/world.js')
  const call = makeCall(realWorld(), { db: file, asOf: '2024-07-05', quiet: true }, lines, migrations)
  const model = await modelInForce(call, '2024Q2')
  let queries = 0
  const prepare = call.db.prepare.bind(call.db)
  call.db.prepare = sql => {
    queries++
    return prepare(sql)
  }
  const { scored } = assess(call, '2024Q2', model)
  const facts = scored.reduce((sum, s) => sum + s.score.items.reduce((n, i) => n + i.facts.length, 0), 0)
  call.close()
  return { ms, facts, queries, subjects: scored.length }
}
const small = await assessed(100)
const large = await assessed(quick ? 1000 : 10_000)
const growth = `time × ${(large.ms / small.ms).toFixed(1)} for facts × ${(large.facts / small.facts).toFixed(1)}; statements prepared: ${small.queries} and ${large.queries}`
console.error(`assessment: ${JSON.stringify(small)} ${JSON.stringify(large)} ${growth}`)
if (large.ms / small.ms > large.facts / small.facts || small.queries !== large.queries)
  throw new Error(growth)

const release = '/etc/os-release'
const system = existsSync(release) && /PRETTY_NAME="(.*)"/.exec(readFileSync(release, 'utf8'))?.[1]
const page = `# Benchmarks

\`npm run bench\` measures whole processes, each beside a reference, alternately in one run; times are medians in
milliseconds, a ratio is the median of the ratios of each pair. Only ratios are comparable between machines.

| what | ms | beside | ms | ratio | pairs |
|---|---|---|---|---|---|
${rows.map(row => `| ${row.join(' | ')} |`).join('\n')}

- Import of ${size.visits} visits: ${memory} (whole process, the largest of ${peaks.length} runs).
- Overdue: cun and the bare SQL name the same ${ours.length} households. The SQL alone, inside one Node process with
  the driver, takes ${median(times).toFixed(0)} ms (median of ${times.length}).
- Draft of a quarter (\`cun assess\`): ${small.subjects} people and units, ${small.facts} facts in ${small.ms.toFixed(0)} ms; ${large.subjects} and
  ${large.facts} facts in ${large.ms.toFixed(0)} ms: ${growth}.
- The import checks every row, resolves village, household and person, keeps a salted digest of every row and writes
  durably; the reference copies text without an index.

Machine: ${cpus()[0].model.trim()}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${system || process.platform}; Node ${process.version}, SQLite ${driver}
(driver), ${sqlite ?? 'none'} (command line). Run on ${new Date().toISOString().slice(0, 10)}, seed ${size.seed}, 339 villages, 404 postings. To
repeat: \`npm run bench\` (\`npm run bench -- --quick\`: a tenth of the sizes, fewer runs, writes nothing).
`
if (quick) console.log(page)
else writeFileSync(new URL('../docs/benchmarks.md', import.meta.url), page)
