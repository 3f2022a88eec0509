// A process of its own: opens databases as the next command of the office would, and says what it finds in each.
import Driver from 'better-sqlite3'
import { realWorld } from '../../dist/kernel/terminal/world.js'
import { main } from '../../dist/main.js'

async function run(db, ...words) {
  const said = { out: '', err: '' }
  const world = {
    ...realWorld(),
    argv: ['--db', db, ...words],
    out(data) {
      said.out += typeof data === 'string' ? data : Buffer.from(data).toString()
    },
    err(text) {
      said.err += text
    },
  }
  return { code: await main(world), ...said }
}

/** What the roster leaves open is no fault of the database. */
const isRoster = what => /没有隶属层级|农户名册|还没有备份/.test(what)

async function look({ db, full }) {
  const faults = []
  const check = await run(db, 'check', ...(full ? ['--full'] : []), '--format', 'json')
  if (check.code === 1) {
    for (const { where, what } of JSON.parse(check.out).tables[0].rows)
      if (!isRoster(what)) faults.push(`${where}: ${what}`)
  } else if (check.code !== 0) faults.push(`check: exit ${check.code} ${check.err.trim()}`)
  const numbers = []
  if (check.code > 1) return { check: check.code, faults, numbers, partial: [] }
  const history = await run(db, 'history', '--format', 'json')
  if (history.code === 0) numbers.push(...JSON.parse(history.out).tables[0].rows.map(row => row.batch))
  else faults.push(`history: exit ${history.code} ${history.err.trim()}`)
  return { check: check.code, faults, numbers, partial: faults.length > 0 ? [] : partial(db) }
}

/** The journal's counts beside the entries that are there, and its adds and removes beside the rows. */
function partial(db) {
  const found = []
  const file = new Driver(db, { fileMustExist: true })
  const entries = file.prepare(
    'select register, action, count(*) as n from history where batch = ? group by register, action',
  )
  for (const { number, counts } of file.prepare('select number, counts from batch').all()) {
    const there = {}
    for (const { register, action, n } of entries.all(number)) {
      there[register] ??= {}
      there[register][action] = n
    }
    if (canonical(there) !== canonical(JSON.parse(counts))) found.push(`batch ${number}`)
  }
  const kept = file.prepare(
    `select register, sum(action = 'add') - sum(action = 'remove') as n from history group by register`,
  )
  for (const { register, n } of kept.all()) {
    const rows = file.prepare(`select count(*) from "${register}"`).pluck().get()
    if (rows !== n) found.push(`${register}: ${rows} rows, ${n} by the journal`)
  }
  file.close()
  return found
}

function canonical(counts) {
  return JSON.stringify(
    Object.entries(counts)
      .map(([name, of]) => [name, Object.entries(of).sort()])
      .sort(),
  )
}

process.on('message', async asked => process.send(await look(asked)))
