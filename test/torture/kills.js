import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { county, households } from './county.js'
import { acknowledged, bad, cun, drop, each, folder, look, place, random } from './cun.js'

/** Every writing command, and the state of the county that it needs; `-` is an empty folder. */
const writing = [
  ['-', 'init --name 示例县 --code 410882 --since 2024-01-01'],
  ['-', 'init --name 示例县 --code 410882 --townships 10-township.csv --villages 20-village.csv'],
  ['imported', 'import many.csv'],
  ['imported', 'household import few.csv other.csv'],
  ['imported', 'household add --village 东关社区 --number K1 --head 李新 --kind 一般农户'],
  ['imported', 'household change 3 --head 李旧'],
  ['imported', 'household remove 1039 --yes'],
  ['imported', 'backup'],
  ['imported', 'undo --yes'],
  ['imported', 'undo 34 --yes'],
  ['imported', 'settings set visit.rounds 监测户=2'],
  ['imported', 'unit merge 示例三十一局 --into 示例三十七局'],
  ['imported', 'household merge #1 --into #2'],
  ['imported', 'village merge 庙后社区 --into 寨村社区 --on 2024-07-01'],
  ['imported', 'training attend 44 --all'],
  ['imported', 'handover start 东关社区 --on 2024-07-10 --as-of 2024-07-10'],
  ['handed', 'handover accept 12 --given --as-of 2024-07-12'],
  ['imported', 'diary review 新来 --reviewer 王乡长 --as-of 2024-07-20'],
  ['imported', 'inspection draw --count 20 --by township --seed 7 --as-of 2024-07-10'],
  ['imported', 'model import model.csv'],
  ['imported', 'assess freeze 2024Q1 --as-of 2024-04-12'],
  ['frozen', 'redblue propose 2024Q1 --red 7 --blue 4 --by 考核办 --as-of 2024-04-12'],
  ['proposed', 'redblue decide 2024Q1 --by 部长 --as-of 2024-04-15'],
  ['decided', 'redblue publish 2024Q1 --number 示例组通〔2024〕2号 --out 通报.docx --as-of 2024-04-18'],
]

/** Brings an earlier state back: the history is then as long as it was in the file. */
const restoring = ['decided', 'restore older.db --yes']

/** What writes files: none may be half there. */
const exporting = [
  ['imported', 'visit export --out out/visits.csv'],
  ['imported', 'posting export --out out/postings.xlsx'],
  ['imported', 'visit template --out out/blank.csv'],
  ['frozen', 'export --quarter 2024Q1 --out out'],
]

function files(at, below = join(at, 'out')) {
  if (!existsSync(below)) return new Map()
  const list = readdirSync(below, { recursive: true, withFileTypes: true }).filter(f => f.isFile())
  return new Map(
    list.map(f => join(f.parentPath, f.name)).map(path => [relative(at, path), readFileSync(path)]),
  )
}

const filesIn = path => (existsSync(path) ? readdirSync(path) : [])

/** A folder as the command finds it. */
function setUp(sheets, stages, [stage, words]) {
  const at = stage === '-' ? folder() : place(stages[stage])
  if (words === restoring[1]) copyFileSync(stages.imported, join(at, 'older.db'))
  for (const [name, bytes] of sheets) writeFileSync(join(at, name), bytes)
  mkdirSync(join(at, 'out'))
  return at
}

async function sheetsOf(at) {
  households(join(at, 'many.csv'), 2000, 10_000)
  households(join(at, 'few.csv'), 100, 20_000)
  households(join(at, 'other.csv'), 100, 30_000)
  const { out } = await cun(at, 'model export 0')
  writeFileSync(join(at, 'model.csv'), out.replace('目标=95%', '目标=94%'))
  const names = ['many.csv', 'few.csv', 'other.csv', 'model.csv', '10-township.csv', '20-village.csv']
  return names.map(name => [name, readFileSync(join(at, name))])
}

/** The command undisturbed: how long it takes, which batches it leaves, which files. */
async function undisturbed(sheets, stages, heads, [stage, words]) {
  const at = setUp(sheets, stages, [stage, words])
  const before = heads.get(stage)
  const ran = await cun(at, words)
  const after = await look(join(at, 'cun.db'))
  const found = { stage, words, before, after: after.numbers.length, ms: ran.ms, files: files(at) }
  if (ran.code !== 0 || after.faults.length || (found.files.size === 0 && acknowledged(ran) !== found.after))
    throw new Error(`undisturbed: ${words}: ${ran.code} ${ran.out}${ran.err} ${after.faults}`)
  drop(at)
  return found
}

export async function kills({ full, seed, minutes = Infinity }) {
  const until = Date.now() + minutes * 60_000
  const { at, stages } = await county()
  const sheets = await sheetsOf(at)
  const heads = new Map([['-', 0]])
  for (const [name, db] of Object.entries(stages)) heads.set(name, (await look(db)).numbers.length)
  const plain = []
  await each([...writing, restoring, ...exporting], async one => {
    plain.push(await undisturbed(sheets, stages, heads, one))
  })
  const next = random(seed)
  const trials = full ? 3000 : 104
  const jobs = Array.from({ length: trials }, (_, i) => ({
    of: plain[i % plain.length],
    at: 0.3 + 1.1 * next(),
    upon: next() < 0.2 ? /第 \d+ 批|已建库|已写入/ : undefined,
    again: next() < 0.2,
  }))
  const count = { acks: 0, killed: 0, inside: 0, temporary: 0 }
  const [lost, partial, corrupt, stuck, half] = [bad(), bad(), bad(), bad(), bad()]
  let n = 0
  await each(jobs, async job => {
    if (Date.now() > until) return
    n++
    const { stage, words, before, ms } = job.of
    const here = setUp(sheets, stages, [stage, words])
    const db = join(here, 'cun.db')
    const after = job.upon ? undefined : job.at * ms
    const ran = await cun(here, words, { after, upon: job.upon })
    const said = `${words} (killed ${job.upon ? 'when it spoke' : `after ${Math.round(after)} ms`})`
    // How long it takes changes with what else the machine does.
    if (!ran.killed && !job.upon) job.of.ms = (ms + ran.ms) / 2
    if (ran.killed) count.killed++
    const ack = acknowledged(ran)
    if (ack > before) count.acks++
    for (const [name, bytes] of files(here)) {
      if (name.endsWith('.tmp')) count.temporary++
      else if (!job.of.files.get(name)?.equals(bytes) && !/SHA256/.test(name)) half.add(`${said}: ${name}`)
    }
    if (existsSync(db)) {
      if (existsSync(`${db}-wal`)) count.inside++
      const found = await look(db)
      const newest = found.numbers.at(-1) ?? 0
      const unfinished = stage === '-' && newest === 0
      if (found.faults.length && !unfinished) corrupt.add(`${said}: ${found.faults[0]}`)
      if (
        found.partial.length ||
        newest < Math.min(before, job.of.after) ||
        newest > Math.max(before, job.of.after)
      )
        partial.add(`${said}: ${found.partial[0] ?? newest}`)
      if (newest < ack || (words === restoring[1] && ack && newest !== ack))
        lost.add(`${said}: acknowledged ${ack}, there are ${newest}`)
      for (const name of filesIn(`${db}.backups`)) {
        if (!name.endsWith('.db')) continue
        const backup = await look(join(`${db}.backups`, name))
        if (backup.faults.length || backup.partial.length) half.add(`${said}: ${name}: ${backup.faults[0]}`)
      }
      if (newest === before && (job.again || stage === '-') && job.of.files.size === 0) {
        const again = await cun(here, words)
        if (again.code !== 0) stuck.add(`${said}: the same again: ${again.code} ${again.err.trim()}`)
      }
    } else if (ack > 0) lost.add(`${said}: no file`)
    drop(here)
  })
  const rows = [
    {
      what: `kill -9 in ${plain.length} commands: acknowledged batches lost`,
      n,
      result: `${lost.count} lost of ${count.acks} acknowledged, ${count.killed} killed`,
      bad: lost,
    },
    { what: 'kill -9: batches partly there', n, result: `${partial.count} partial`, bad: partial },
    {
      what: 'kill -9: databases that check finds wrong',
      n,
      result: `${corrupt.count} corrupt, ${count.inside} left a hot log`,
      bad: corrupt,
    },
    { what: 'kill -9: the same command again is refused', n, result: `${stuck.count} stuck`, bad: stuck },
    {
      what: 'kill -9: half files written, half backups',
      n,
      result: `${half.count} half, ${count.temporary} .tmp left`,
      bad: half,
    },
  ]
  return rows
}
