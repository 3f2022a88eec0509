import type { Plan } from './plan.ts'

const DAY = 86_400_000
export const addDays = (day: string, plus: number): string =>
  new Date(Date.parse(day) + plus * DAY).toISOString().slice(0, 10)

export const monthsOf = (plan: Plan): string[] =>
  Array.from({ length: plan.months }, (_, i) => {
    const at = new Date(`${plan.from}-01T00:00:00Z`)
    at.setUTCMonth(at.getUTCMonth() + i)
    return at.toISOString().slice(0, 7)
  })

export function lastOf(month: string): string {
  const at = new Date(`${month}-01T00:00:00Z`)
  at.setUTCMonth(at.getUTCMonth() + 1)
  return addDays(at.toISOString().slice(0, 10), -1)
}

export const quarterOf = (day: string): string =>
  `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`

/** Numbers below a bound (mulberry32) that depend on what they are drawn for, so that one more draw moves no other. */
export function luck(seed: number, what: string): (below: number) => number {
  let state = seed
  for (const letter of what) state = (Math.imul(state, 31) + letter.codePointAt(0)!) | 0
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}

export interface Village {
  readonly code: string
  readonly name: string
  readonly township: string
}

export interface Person {
  readonly name: string
  readonly unit: string
  readonly village: Village
  readonly start: string
  readonly end: string | null
}

export interface Household {
  readonly village: Village
  readonly number: string
  readonly head: string
  readonly kind: string
  /** First day on the list; null: always. */
  readonly since: string | null
  /** Last day on the list; null: still listed. */
  readonly until: string | null
}

export interface County {
  readonly townships: readonly { code: string; name: string }[]
  readonly villages: readonly Village[]
  readonly units: readonly string[]
  readonly people: readonly Person[]
  readonly households: readonly Household[]
}

const TREES = [...'松柏柳桃杏梨槐榆枣栗椿桐']
const LANDS = ['岭', '河', '沟', '坪', '湾', '坡']
const NUMBERS = [...'一二三四五六七八九'].concat([...'一二三四五六七八九'].map(n => `十${n}`))
const FAMILIES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨']
const HEADS = [...'许何吕施张孔曹严华金魏陶姜']
const GIVEN = [...'伟芳娜敏静丽强磊洋勇艳杰涛明超霞平刚桂英']

const kinds = ['一般农户', '脱贫户', '监测户']

const nameOf = (n: number) =>
  FAMILIES[n % FAMILIES.length]! +
  GIVEN[Math.floor(n / FAMILIES.length) % GIVEN.length]! +
  GIVEN[Math.floor(n / 3) % GIVEN.length]!

/** No head of a household is called like somebody who serves: erasing one erases nobody else. */
const headOf = (n: number) => HEADS[n % HEADS.length]! + nameOf(n).slice(1)

/** Places, people and households by number: nothing is drawn, so that a larger county begins like a smaller one. */
export function county(plan: Plan): County {
  const townships = Array.from({ length: plan.townships }, (_, i) => ({
    code: `410899${String(100 + i)}`,
    name: `示例${NUMBERS[i]}镇`,
  }))
  const villages = townships.flatMap((t, i) =>
    Array.from({ length: plan.villages }, (_, j) => {
      const n = i * plan.villages + j
      return {
        code: `${t.code}${String(200 + j)}`,
        name: `${TREES[n % TREES.length]}${LANDS[Math.floor(n / TREES.length) % LANDS.length]}村`,
        township: t.name,
      }
    }),
  )
  const units = Array.from({ length: plan.units }, (_, i) => `示例${NUMBERS[i]}局`)
  const { turnover, returns, merger } = plan.days
  const first = `${Number(plan.from.slice(0, 4)) - 1}-12-01`
  const people: Person[] = []
  const post = (village: Village, n: number, start: string, end: string | null, name = nameOf(n)) =>
    people.push({ name, unit: units[n % units.length]!, village, start, end })
  for (const [i, village] of villages.entries()) {
    const last = i === 0 ? addDays(merger, -1) : addDays(turnover, -1)
    post(village, i, first, i % 2 === 0 ? last : null)
  }
  // Half of the people are replaced; the first of those who come served elsewhere before.
  const back = villages.length - 2 - (villages.length % 2)
  for (const [i, village] of villages.entries()) {
    if (i % 2 === 1 || i === 0) continue
    const until = i === back ? addDays(returns, -1) : null
    post(village, villages.length + i, turnover, until, i <= 4 ? people[i - 2]!.name : undefined)
  }
  post(villages[back]!, back, returns, null, people[back]!.name)
  const januaries = monthsOf(plan).filter(m => m.endsWith('-01') && m > plan.from)
  const households = villages.flatMap((village, i) => {
    const home = (j: number, number: string, since: string | null, until: string | null): Household => ({
      village,
      number,
      head: headOf(200 + i * 40 + j),
      kind: kinds[j % 5 === 1 ? 1 : j % 7 === 3 ? 2 : 0]!,
      since,
      until,
    })
    const own = Array.from({ length: plan.households }, (_, j) => {
      const year = i % 3 === 1 ? januaries[j - 1] : undefined
      return home(j, String(j + 1).padStart(3, '0'), null, year ? addDays(`${year}-01`, -1) : null)
    })
    const born = januaries.map((m, k) => home(plan.households + k, `9${k}${i}`, `${m}-01`, null))
    return i % 3 === 2 ? [...own, ...born] : own
  })
  return { townships, villages, units, people, households }
}

/** Kind and head of a household on a day: some change with the list of each year. */
export function saidOf(plan: Plan, all: County, h: Household, day: string): { kind: string; head: string } {
  const j = Number(h.number) - 1
  const years = monthsOf(plan).filter(m => m.endsWith('-01') && m > plan.from && `${m}-01` <= day).length
  const n = kinds.indexOf(h.kind)
  return {
    kind: j === 2 ? kinds[(n + years) % 3]! : h.kind,
    head: j === 0 && years > 0 ? headOf(700 + all.villages.indexOf(h.village) * 7 + years) : h.head,
  }
}

/** Who serves in a village on a day. */
export const serving = (all: County, village: Village, day: string): Person | undefined =>
  all.people.find(p => p.village === village && p.start <= day && (p.end === null || p.end >= day))
