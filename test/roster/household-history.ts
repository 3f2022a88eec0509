import type { Place } from '../world.ts'
import {
  at,
  type County,
  changed,
  corrected,
  dayAfter,
  type FieldName,
  fields,
  type House,
  house,
  isChangedAfter,
  isListed,
  letters,
  never,
  now,
  renamed,
  valuesOn,
} from './household-model.ts'
import { clock, idOf, ok, stored, villages } from './household-place.ts'

const kinds = ['一般农户', '脱贫户', '监测户'] as const
const typed = ['number', 'head', 'kind', 'members'] as const
export type Step =
  | { do: 'change'; who: number; field: number; value: number; day: string }
  | { do: 'correct'; who: number; field: number; value: number }
  | { do: 'move'; who: number; to: number; day: string }
  | { do: 'end'; who: number; day: string }
  | { do: 'goOn'; who: number }
  | { do: 'add'; where: number; day: string; isAlways: boolean }
  | { do: 'list'; where: number; day: string; what: number[]; isRenumbered: boolean }
  | { do: 'undo'; which: number }
  | { do: 'erase'; who: number }

const digits = [...'零一二三四五六七八九']

/** Two records would have the number in one village at last; rarely met, and the model does not foresee it. */
const taken = ['row.key-taken']

/** What the program does in one history, beside what the model expects. */
export function history(there: Place, count: (what: string) => void) {
  let county: County = new Map()
  let serial = 0
  const batches: {
    number: number
    touched: { id: number; was: House | undefined; is: House }[]
    before: string
    after: string
  }[] = []
  const freshHead = () => `赵${[...String(++serial)].map(d => digits[Number(d)]).join('')}`
  const freshNumber = () => `N${++serial}`
  const pick = (who: number): [number, House] | undefined => [...county][who % county.size]
  const someValue = (field: FieldName, n: number) =>
    field === 'number'
      ? freshNumber()
      : field === 'head'
        ? freshHead()
        : field === 'kind'
          ? kinds[n % 3]!
          : String(1 + (n % 9))

  /** Runs a command; `expected` are the codes of which one must refuse it, none if it must be done. */
  async function run(
    words: string,
    expected: readonly string[],
    effect: () => Map<number, House>,
  ): Promise<void> {
    const before = stored(there)
    const ran = await there.run(words, clock)
    const codes = ran.refusals.flatMap(r => [r.code, ...r.complaints.map(c => c.code)]) as string[]
    const fail = (why: string): never => {
      throw new Error(`${why}: ${words}\n${ran.both}`)
    }
    if (ran.code !== 0) {
      const isForeseen = expected.some(code => codes.includes(code))
      if (!isForeseen && !taken.some(code => codes.includes(code))) fail('refused')
      if (stored(there) !== before) fail('refused, and written all the same')
      return count('refused')
    }
    if (expected.length > 0) fail(`not refused (${expected})`)
    const changes = effect()
    const number = Number(/第 (\d+) 批\)?\s*$/.exec(ran.out.trim())?.[1] ?? 0)
    const after = stored(there)
    const isSame = [...changes].every(([id, is]) => JSON.stringify(is) === JSON.stringify(county.get(id)))
    if (after === before && !isSame) fail('nothing was done')
    if (after === before) return count('unchanged')
    count('done')
    const touched = [...changes].map(([id, is]) => ({ id, was: county.get(id), is }))
    batches.push({ number, touched, before, after })
    county = new Map([...county, ...changes])
  }

  const one = (id: number, is: House) => () => new Map([[id, { ...is }]])

  const steps = {
    async change({ who, field: f, value: n, day }: Extract<Step, { do: 'change' }>) {
      const [id, h] = pick(who)!
      const field = typed[f % typed.length]!
      const value = someValue(field, n)
      const expected = [
        ...(day < h.since ? ['row.before-first-day'] : []),
        ...(h.end < day && at(h, field, day) !== value ? ['row.after-last-day'] : []),
      ]
      await run(
        `cun household change #${id} --${field} ${value} --on ${day}`,
        expected,
        one(id, changed(h, field, day, value)),
      )
    },
    async correct({ who, field: f, value: n }: Extract<Step, { do: 'correct' }>) {
      const [id, h] = pick(who)!
      const field = typed[f % typed.length]!
      const value = someValue(field, n)
      await run(`cun household change #${id} --${field} ${value}`, [], one(id, corrected(h, field, value)))
    },
    async move({ who, to, day }: Extract<Step, { do: 'move' }>) {
      const [id, h] = pick(who)!
      const name = villages[to % villages.length]!
      const eve = dayAfter(day, -1)
      if (now(h, 'village') === name) return
      const isThere = h.since <= eve && at(h, 'village', eve) === now(h, 'village')
      const expected = [
        ...(isThere ? [] : ['household.not-there-yet']),
        ...(h.end < day && at(h, 'village', day) !== name ? ['row.after-last-day'] : []),
      ]
      await run(
        `cun household move #${id} --into ${name} --on ${day}`,
        expected,
        one(id, changed(h, 'village', day, name)),
      )
    },
    async end({ who, day }: Extract<Step, { do: 'end' }>) {
      const [id, h] = pick(who)!
      const expected = [
        ...(day < h.since ? ['household.end-before-since'] : []),
        ...(isChangedAfter(h, day) && day !== h.end ? ['row.changed-after-end'] : []),
      ]
      await run(
        `cun household change #${id} --end ${day} --end-reason 迁出`,
        expected,
        one(id, { ...h, end: day }),
      )
    },
    async goOn({ who }: Extract<Step, { do: 'goOn' }>) {
      const [id, h] = pick(who)!
      if (h.end === never) return
      await run(`cun household change #${id} --end "" --end-reason ""`, [], one(id, { ...h, end: never }))
    },
    async add({ where, day, isAlways }: Extract<Step, { do: 'add' }>) {
      const village = villages[where % villages.length]!
      const is = { village, number: freshNumber(), head: freshHead(), kind: kinds[where % 3]!, members: '2' }
      const words = Object.entries(is).map(([k, v]) => `--${k} ${v}`)
      await run(
        `cun household add ${words.join(' ')}${isAlways ? '' : ` --since ${day}`}`,
        [],
        () => new Map([[idOf(there, is.head), house(is, isAlways ? undefined : day)]]),
      )
    },
    async list({ where, day, what, isRenumbered }: Extract<Step, { do: 'list' }>) {
      const village = villages[where % villages.length]!
      const eve = dayAfter(day, -1)
      const inside = [...county].filter(([, h]) => at(h, 'village', day) === village)
      const rows: { id?: number; is: Record<FieldName, string>; left?: true }[] = []
      const after = new Map<number, House>()
      let contradicts = false
      for (const [i, [id, h]] of inside.filter(([, h]) => isListed(h, day)).entries()) {
        const is = valuesOn(h, day)
        const does = what[i % what.length]!
        if (does <= 1) {
          contradicts ||= h.since > eve || isChangedAfter(h, eve)
          after.set(id, { ...h, end: eve })
          if (does === 1) rows.push({ is, left: true })
          continue
        }
        if (does === 2) is.kind = kinds[i % 3]!
        if (does === 3) is.members = String(1 + (i % 9))
        if (does === 4) is.head = freshHead()
        rows.push({ id, is })
      }
      for (const [id, h] of inside.filter(([, h]) => h.end === eve && h.since <= day)) {
        if (what[0]! % 2 === 0) continue
        rows.push({ id, is: valuesOn(h, day) })
      }
      if (isRenumbered) {
        const same = rows.filter(r => r.id && !r.left && at(county.get(r.id)!, 'head', day) === r.is.head)
        const listed = same.filter(r => isListed(county.get(r.id!)!, day))
        const numbers = listed.map(r => r.is.number)
        if (numbers.length > 1) count('renumbered')
        for (const [i, r] of listed.entries()) r.is.number = numbers[(i + 1) % numbers.length]!
      }
      for (const { id, is } of rows) {
        if (id === undefined) continue
        const h = county.get(id)!
        const next = fields.reduce((so, f) => changed(so, f, day, is[f]), h)
        after.set(id, h.end === eve ? { ...next, end: never } : next)
      }
      const fresh = what[11]! % 3 === 0 && {
        village,
        number: freshNumber(),
        head: freshHead(),
        kind: kinds[0],
        members: '3',
      }
      const lines = rows.map(({ is, left }) => `${fields.map(f => is[f]).join(',')},${left ? '去世' : ''}`)
      if (fresh) lines.push(`${fields.map(f => fresh[f]).join(',')},`)
      there.write('list.csv', ['村,户编号,户主,户类型,人口,离册原因', ...lines, ''].join('\n'))
      await run(
        `cun household import list.csv --complete --village ${village} --on ${day} --yes`,
        contradicts ? ['list.contradicts'] : [],
        () => {
          if (fresh) after.set(idOf(there, fresh.head), house(fresh, day))
          return after
        },
      )
    },
    /** Of a batch whose households have not changed since. */
    async undo({ which }: Extract<Step, { do: 'undo' }>) {
      const can = batches.filter(b => b.number > 0 && b.touched.every(({ id, is }) => county.get(id) === is))
      const batch = can[which % can.length]
      if (!batch) return
      const isLast = stored(there) === batch.after
      await ok(there, `cun undo ${batch.number} --yes`)
      if (isLast && stored(there) !== batch.before)
        throw new Error(`undo ${batch.number} left something behind`)
      batches.splice(batches.indexOf(batch), 1)
      const next = new Map(county)
      for (const { id, was } of batch.touched) was ? next.set(id, was) : next.delete(id)
      county = next
      count(isLast ? 'undone' : 'undone out of turn')
    },
    async erase({ who }: Extract<Step, { do: 'erase' }>) {
      const [id, h] = pick(who)!
      const name = h.of.head[who % h.of.head.length]![1]
      if (name.startsWith('已删除')) return
      await ok(there, `cun erase ${name} --all --reason 申请 --yes`)
      if (stored(there).includes(`"${name}"`)) throw new Error(`${name} is still stored`)
      county = new Map([...county, [id, renamed(h, name, `已删除${letters(id - 1)}`)]])
      count('erased')
    },
  }

  return {
    county: () => county,
    async do(step: Step) {
      if (step.do !== 'add' && step.do !== 'list' && county.size === 0) return
      await (steps[step.do] as (s: Step) => Promise<void>)(step)
    },
  }
}
