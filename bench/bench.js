import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { generate } from './generate.js'

const quick = process.argv.includes('--quick')
const size = quick
  ? { households: 12_000, visits: 20_000, many: 50_000, seed: 7 }
  : { households: 120_000, visits: 200_000, many: 500_000, seed: 7 }
const folder = mkdtempSync(join(tmpdir(), 'cun-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const cunJs = fileURLToPath(new URL('../bin/cun.js', import.meta.url))
const data = fileURLToPath(new URL('../data/demo/', import.meta.url))
const asOf = '2024-06-30'

function run(command, args, options = {}) {
  const began = process.hrtime.bigint()
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 29, ...options })
  const ms = Number(process.hrtime.bigint() - began) / 1e6
  if (done.error) throw done.error
  if (done.status !== 0)
    throw new Error(`${command} ${args.join(' ')}: ${done.status}\n${done.stderr.slice(0, 2000)}`)
  return { ms, out: done.stdout, err: done.stderr }
}
const node = (args, options) => run(process.execPath, args, options)
const cun = (...args) => node([cunJs, ...args])

/** The peak of the whole process, told by itself as it ends. */
const peak =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS+"\\n"))'

const sqlite = (() => {
  try {
    return run('sqlite3', ['--version']).out.split(' ')[0]
  } catch {
    console.error('sqlite3 is not installed: its rows are left out')
    return undefined
  }
})()

const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
const rows = []

/** Runs a pair alternately and keeps the medians and the median of the ratios of each pair. */
function pair(name, runs, reference, subject, referenceName) {
  const pairs = []
  for (let i = 0; i < (quick ? 3 : runs); i++) pairs.push([reference(), subject()])
  const [a, b] = [median(pairs.map(p => p[0])), median(pairs.map(p => p[1]))]
  const ratio = median(pairs.map(([x, y]) => y / x))
  rows.push([name, b.toFixed(0), referenceName, a.toFixed(0), ratio.toFixed(2), pairs.length])
  console.error(
    `${name}: ${b.toFixed(0)} ms, ${referenceName}: ${a.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`,
  )
}

const demo = join(folder, 'demo.db')
cun('demo', '--db', demo, '--quiet')
const bare = () => node(['-e', '0']).ms
pair('`cun --version`', 11, bare, () => cun('--version').ms, '`node -e 0`')
pair('`cun --help`', 11, bare, () => cun('--help').ms, '`node -e 0`')
pair(
  '`cun overdue`, sample county',
  11,
  bare,
  () => cun('overdue', '--db', demo, '--as-of', asOf).ms,
  '`node -e 0`',
)

generate(folder, size)
const base = join(folder, 'base.db')
cun('init', '--name', '甲县', '--code', '410882', '--since', '2023-01-01', '--db', base)
for (const file of [`${data}10-township.csv`, `${data}20-village.csv`]) cun('import', file, '--db', base)
cun('import', join(folder, 'postings.csv'), '--add', 'unit', '--db', base)
cun('import', join(folder, 'households.csv'), '--db', base)

const file = join(folder, 'visits.csv')
const mb = (statSync(file).size / 1e6).toFixed(1)
const target = join(folder, 'target.db')
let peakMb = 0
const fresh = () => {
  for (const end of ['', '-wal', '-shm']) rmSync(target + end, { force: true })
}
function importVisits() {
  fresh()
  copyFileSync(base, target)
  const done = node(['--import', peak, cunJs, 'import', file, '--db', target])
  peakMb = Math.max(peakMb, Number(/peak (\d+)/.exec(done.err)[1]) / 1024)
  if (!done.out.includes(`新增 ${size.visits}`)) throw new Error(done.out)
  return done.ms
}
function plainImport() {
  fresh()
  return run('sqlite3', [target, '.mode csv', `.import ${file} visits`]).ms
}
if (sqlite) {
  pair(
    `validated import of ${size.visits} visits (${mb} MB)`,
    3,
    plainImport,
    importVisits,
    '`sqlite3 .import`, unchecked text',
  )
} else importVisits()

generate(folder, { ...size, visits: size.many, seed: size.seed + 1 })
const big = join(folder, 'big.db')
cun('init', '--name', '甲县', '--code', '410882', '--since', '2023-01-01', '--db', big)
for (const name of [`${data}10-township.csv`, `${data}20-village.csv`]) cun('import', name, '--db', big)
cun('import', join(folder, 'postings.csv'), '--add', 'unit', '--db', big)
cun('import', join(folder, 'households.csv'), '--db', big)
cun('import', file, '--db', big)

const sql = `select t.name, v.name, p.name, coalesce(h.number || ' ', '') || h.head, p.start
  from posting p join village v on v.id = p.village join township t on t.code = substr(v.code, 1, 9)
  join household h on h.village = v.id
  where p.start <= '${asOf}' and p."end" is null and not exists (
    select 1 from visit x join posting q on q.id = x.posting
    where x.household = h.id and x.date >= p.start and x.date <= '${asOf}' and q.village = v.id)
  order by p.id, h.id`
const overdue = join(folder, 'overdue.csv')
const ask = each =>
  cun(
    'overdue',
    '--line',
    'village',
    '--db',
    big,
    '--as-of',
    asOf,
    '--out',
    overdue,
    '--force',
    ...(each ? ['--each'] : []),
  )
const counted = Number(/逾期 (\d+) 项/.exec(ask(true).err)[1])
const db = new Database(big, { readonly: true })
const expected = db.prepare(sql).raw().all().length
const inProcess = median(
  [1, 2, 3].map(() => {
    const began = process.hrtime.bigint()
    db.prepare(sql).raw().all()
    return Number(process.hrtime.bigint() - began) / 1e6
  }),
)
const requests = db
  .prepare('select count(*) from visit where request is not null and closed is null')
  .pluck()
  .get()
const driver = db.prepare('select sqlite_version()').pluck().get()
db.close()
if (counted !== expected + requests)
  throw new Error(`cun counts ${counted} overdue, the bare SQL ${expected}`)
if (sqlite) {
  const what = `over ${size.households} households, ${size.many} visits`
  const direct = () => run('sqlite3', [big, '.mode csv', `.output ${join(folder, 'direct.csv')}`, sql]).ms
  pair(
    `\`cun overdue --each\` ${what}: ${expected} overdue`,
    5,
    direct,
    () => ask(true).ms,
    'the bare SQL in `sqlite3`',
  )
  pair(
    `\`cun overdue\` ${what}, joined by village`,
    5,
    direct,
    () => ask(false).ms,
    'the bare SQL in `sqlite3`',
  )
}

const os = readFileSync('/etc/os-release', 'utf8').match(/PRETTY_NAME="(.*)"/)?.[1] ?? process.platform
const page = `# Benchmarks

\`npm run bench\` measures whole processes, each beside a reference, alternately in one run; times are medians in
milliseconds, a ratio is the median of the ratios of each pair. Only ratios are comparable between machines.

| what | ms | beside | ms | ratio | pairs |
|---|---|---|---|---|---|
${rows.map(row => `| ${row.join(' | ')} |`).join('\n')}

- Import of ${size.visits} visits: peak memory ${peakMb.toFixed(0)} MB (whole process; under 300 MB is demanded).
- Overdue: cun and the bare SQL name the same ${expected} households. The SQL alone, inside one Node process with
  the driver, takes ${inProcess.toFixed(0)} ms.
- The import checks every row, resolves village, household and person, keeps a salted digest of every row and writes
  durably; the reference copies text without an index.

Machine: ${cpus()[0].model.trim()}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${os}; Node ${process.version}, SQLite ${driver}
(driver), ${sqlite ?? 'none'} (command line). Run on ${new Date().toISOString().slice(0, 10)}, seed ${size.seed}.
`
if (quick) console.log(page)
else writeFileSync(new URL('../docs/benchmarks.md', import.meta.url), page)
console.error(`peak memory of the import: ${peakMb.toFixed(0)} MB`)
