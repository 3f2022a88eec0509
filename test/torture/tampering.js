import { join } from 'node:path'
import { county } from './county.js'
import { bad, drop, each, look, place, random } from './cun.js'
import { Driver, registers } from './dump.js'

const pick = (next, list) => list[Math.floor(next() * list.length)]
const idsOf = (db, table, key = 'id') => db.prepare(`select ${key} from "${table}"`).pluck().all()

function filled(db, next) {
  const all = registers.map(r => r.name).filter(name => db.prepare(`select 1 from "${name}" limit 1`).get())
  const table = pick(next, all)
  return { table, id: pick(next, idsOf(db, table)) }
}

/** Another value of the same kind in a column of a row that has one. */
function edit(db, next, table, key, id, columns) {
  const row = db.prepare(`select * from "${table}" where ${key} = ?`).get(id)
  const column = pick(
    next,
    columns(row).filter(c => row[c] !== null && c !== key),
  )
  const old = row[column]
  let value
  if (Buffer.isBuffer(old)) value = Buffer.from(old.map((b, i) => (i === 0 ? b ^ 1 : b)))
  else if (typeof old === 'number') value = old + 1
  else value = old.startsWith('{') ? old.replace(/\d(?=[,}"])/, d => (Number(d) + 1) % 10) : `${old}9`
  if (value === old) value = old.replace(/"(?=[,}])/, '9"')
  db.prepare(`update "${table}" set "${column}" = ? where ${key} = ?`).run(value, id)
  return `${table}.${column} of ${id}`
}

/** Two rows change places: what the one said now stands under the other's number. */
function swap(db, next, table, key) {
  const [a, b] = [pick(next, idsOf(db, table, key)), pick(next, idsOf(db, table, key))]
  if (a === b) return undefined
  const set = db.prepare(`update "${table}" set ${key} = ? where ${key} = ?`)
  set.run(-1, a)
  set.run(a, b)
  set.run(b, -1)
  return `${table} ${a} and ${b} change places`
}

const kinds = {
  'a record edited'(db, next) {
    const { table, id } = filled(db, next)
    return edit(db, next, table, 'id', id, Object.keys)
  },
  'a record deleted'(db, next) {
    const { table, id } = filled(db, next)
    db.prepare(`delete from "${table}" where id = ?`).run(id)
    return `${table} ${id}`
  },
  'a record slipped in'(db, next) {
    const row = db.prepare('select * from household where id = ?').get(pick(next, idsOf(db, 'household')))
    const names = Object.keys(row)
    const like = { ...row, id: Math.max(...idsOf(db, 'household')) + 1, number: `${row.number}9` }
    db.prepare(`insert into household (${names}) values (${names.map(n => `@${n}`)})`).run(like)
    return `household like ${row.id}`
  },
  'two records exchanged': (db, next) => swap(db, next, 'diary', 'id'),
  'an entry of history edited': (db, next) =>
    edit(db, next, 'history', 'id', pick(next, idsOf(db, 'history')), Object.keys),
  'a before-image edited'(db, next) {
    const id = pick(next, db.prepare('select id from history where before is not null').pluck().all())
    return edit(db, next, 'history', 'id', id, () => ['before'])
  },
  'an entry of history deleted'(db, next) {
    const id = pick(next, idsOf(db, 'history'))
    db.prepare('delete from history where id = ?').run(id)
    return `history ${id}`
  },
  'two entries of history exchanged': (db, next) => swap(db, next, 'history', 'id'),
  'a batch edited': (db, next) =>
    edit(db, next, 'batch', 'number', pick(next, idsOf(db, 'batch', 'number')), Object.keys),
  'a batch deleted from the middle'(db, next) {
    const number = pick(next, idsOf(db, 'batch', 'number').slice(0, -1))
    for (const [table, key] of [
      ['history', 'batch'],
      ['batch', 'number'],
    ])
      db.prepare(`delete from ${table} where ${key} = ?`).run(number)
    return `batch ${number}`
  },
  'two batches exchanged': (db, next) => swap(db, next, 'batch', 'number'),
  'the newest batches cut off, their records left'(db, next) {
    const newest = idsOf(db, 'batch', 'number').at(-1) - Math.floor(next() * 5)
    cutOff(db, newest)
    return `batches from ${newest}`
  },
}

function cutOff(db, from) {
  db.prepare('delete from history where batch >= ?').run(from)
  db.prepare('delete from batch where number >= ?').run(from)
}

/** As somebody with the file and a SQL program would: the guards of the schema are taken off and put back. */
function tamper(path, work) {
  const db = new Driver(path)
  db.pragma('foreign_keys = off')
  db.pragma('ignore_check_constraints = on')
  const guards = db.prepare(`select name, sql from sqlite_schema where type = 'trigger'`).all()
  for (const { name } of guards) db.exec(`drop trigger "${name}"`)
  const done = work(db)
  for (const { sql } of guards) db.exec(sql)
  db.close()
  return done
}

export async function tampering({ full, seed }) {
  const { stages } = await county()
  const next = random(seed)
  const perKind = full ? 84 : 8
  const rows = []
  const unseen = bad()
  const jobs = Object.keys(kinds).flatMap(kind => Array.from({ length: perKind }, () => kind))
  let done = 0
  await each(jobs, async kind => {
    const here = place(stages.decided)
    const db = join(here, 'cun.db')
    let what
    try {
      what = tamper(db, file => kinds[kind](file, next))
    } catch (error) {
      // A unique index or a strict type stood in the way: nothing was changed.
      if (!error.code?.startsWith('SQLITE_CONSTRAINT')) throw error
    }
    if (what !== undefined) {
      done++
      const found = await look(db)
      if (found.faults.length === 0) unseen.add(`${kind}: ${what}`)
      else if (found.check !== 1 && found.check !== 78)
        unseen.add(`${kind}: ${what}: ${found.faults[0].slice(0, 300)}`)
    }
    drop(here)
  })
  rows.push({
    what: `raw SQL in ${Object.keys(kinds).length} ways: not named by check`,
    n: done,
    result: `${unseen.count} unseen`,
    bad: unseen,
  })
  rows.push(await truncated(stages.decided))
  return rows
}

/** Batches cut off together with what they wrote leave a sound, shorter journal: only a head kept elsewhere tells. */
async function truncated(from) {
  const here = place(from)
  const path = join(here, 'cun.db')
  const head = db => db.prepare('select number, digest from batch order by number desc').get()
  const printed = tamper(path, head)
  tamper(path, db => {
    for (const entry of db
      .prepare('select * from history where batch = ? order by id desc')
      .all(printed.number)) {
      const row = JSON.parse(entry.before)
      const names = Object.keys(row)
      db.prepare(`update "${entry.register}" set ${names.map(n => `"${n}" = @${n}`)} where id = @id`).run(row)
    }
    cutOff(db, printed.number)
  })
  const found = await look(path)
  const still = tamper(path, db =>
    db.prepare('select digest from batch where number = ?').pluck().get(printed.number),
  )
  drop(here)
  const told = still !== printed.digest
  return {
    what: 'the newest batch cut off with its changes taken back',
    n: 1,
    result: `check alone ${found.faults.length ? 'finds it' : 'cannot see it'}; the printed head ${told ? 'does' : 'does not'}`,
    bad: told ? 0 : 1,
  }
}
