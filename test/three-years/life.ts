import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { addDays, type County, county, lastOf, luck, monthsOf, quarterOf, saidOf } from './county.ts'
import { enterprise, quarterFacts } from './county-facts.ts'
import { type Event, events } from './events.ts'
import { type Fact, factsOf } from './facts.ts'
import { headNow, type Office, office, type Sheet } from './office.ts'
import { frozenOf, type Kept, keep, papersOf } from './papers.ts'
import type { Plan } from './plan.ts'
import { sheetsOf, typing, wordsOf } from './typing.ts'

export interface Life {
  readonly plan: Plan
  readonly all: County
  readonly office: Office
  readonly kept: readonly Kept[]
  /** The day after the last. */
  readonly end: string
  /** What was lost and not typed again. */
  readonly lost: readonly Fact[]
}

/** Days on which sheets are typed and papers printed: ends of months, and the 12th after a quarter. */
function officeDays(plan: Plan): string[] {
  return monthsOf(plan).flatMap(m => [
    ...(['01', '04', '07', '10'].includes(m.slice(5)) ? [`${m}-12`] : []),
    lastOf(m),
  ])
}

/** The day on which an event is typed. */
function typedOn(plan: Plan, days: readonly string[], { day, mayBeLate }: Event): string | undefined {
  if (!plan.isLate || !mayBeLate) return day
  const at = days.findIndex(d => d >= day)
  return days[mayBeLate === 'after the papers' ? Math.min(at + 1, days.length - 1) : at]
}

/** A county lives through its months. */
export async function live(plan: Plan): Promise<Life> {
  const all = county(plan)
  const own = office()
  const days = officeDays(plan)
  const end = days.at(-1)!
  const facts = monthsOf(plan).flatMap(m => factsOf(plan, all, `${m}-01`, lastOf(m)))
  for (const day of days.filter(d => d.endsWith('-12') && d > `${plan.from}-28`)) {
    const to = addDays(`${day.slice(0, 8)}01`, -1)
    const quarter = quarterOf(to)
    facts.push(...quarterFacts(plan, all, quarter, firstOf(quarter), to))
  }
  const typed = typing(
    plan,
    days,
    facts.filter(f => !plan.without?.has(wordsOf(f))),
  )
  const kept: Kept[] = []
  const lost: Fact[] = []
  /** What was done, and how many batches there were before it. */
  const again: Done[] = []
  let before = 0
  const happen: readonly Event[] = events(plan, all)
  await begin(own, plan, all)
  const { restore, restoreTo } = plan.days
  for (const day of [...new Set([...days, ...happen.map(e => e.day), restore])].sort()) {
    if (day > end) break
    if (day === restoreTo) before = headNow(own.there).number
    if (day === restore) await goBack(own, plan, day, before, again)
    const done = async (work: (day: string) => Promise<void>) => {
      const before = headNow(own.there).number
      await work(day)
      again.push({ before, work })
    }
    for (const event of happen.filter(e => typedOn(plan, days, e) === day))
      await done(async now => {
        if (event.file) own.there.write(event.file.name, event.file.text)
        for (const words of event.words) await own.on(now, `cun ${words}`)
        await own.types(now, event.sheets ?? [], event.options)
      })
    const today = typed.get(day) ?? []
    if (today.length > 0) {
      await done(async now => {
        // A sheet in ten is lost when the database is put back.
        const isLost = (f: Fact) =>
          now !== day && luck(plan.seed, `lost ${f.sheet} ${f.cells.乡镇} ${day}`)(10) === 0
        lost.push(...today.filter(isLost))
        await own.types(
          now,
          sheetsOf(
            own,
            today.filter(f => !isLost(f)),
          ),
        )
      })
    }
    if (!days.includes(day)) continue
    const isQuarter = day.endsWith('-12') && day > `${plan.from}-28`
    const quarter = quarterOf(addDays(`${day.slice(0, 8)}01`, -1))
    if (isQuarter) await endQuarter(own, day, quarter)
    kept.push(...(await keep(own, day, [...papersOf(day), ...(isQuarter ? frozenOf(quarter) : [])])))
  }
  // A later row of a record says all that a lost one said.
  const isSaidLater = (f: Fact) =>
    facts.some(later => later.key === f.key && later.day > f.day && later.day <= end && !lost.includes(later))
  return { plan, all, office: own, kept, end: addDays(end, 1), lost: lost.filter(f => !isSaidLater(f)) }
}

const firstOf = (quarter: string) =>
  `${quarter.slice(0, 4)}-${String(Number(quarter.slice(5)) * 3 - 2).padStart(2, '0')}-01`

async function begin(own: Office, plan: Plan, all: County): Promise<void> {
  const day = `${plan.from}-01`
  await own.on(day, `cun init --name 示例县 --code 410899 --since ${day} --quiet`)
  for (const [name, value] of [
    ['redblue.objectionDays', '0'],
    ['redblue.redFrom', '1'],
    ['redblue.blueBelow', '100'],
    ['visit.rounds', '监测户=1、脱贫户=3'],
  ])
    await own.on(day, `cun settings set ${name} ${value} --quiet`)
  const sheets: Sheet[] = [
    { name: 'township', rows: all.townships.map(t => ({ 区划代码: t.code, 名称: t.name })) },
    {
      name: 'village',
      rows: all.villages.map(v => ({ 区划代码: v.code, 村名: v.name, 村类型: '', 户数: '' })),
    },
    { name: 'unit', rows: all.units.map(u => ({ 单位名称: u, 隶属层级: '县', 单位性质: '国家机关' })) },
    { name: 'round', rows: [{ 轮次名称: '示例第五轮', 起始日: '2023-07-01' }] },
    {
      name: 'guidance',
      rows: [{ 指导组名称: '第一指导组', 组长: '甲石', 联系乡镇: all.townships.map(t => t.name).join('、') }],
    },
    {
      name: 'enterprise',
      rows: [{ 企业名称: enterprise, 联系村: all.villages.map(v => v.name).join('、') }],
    },
    {
      name: 'posting',
      rows: all.people
        .filter(p => p.start <= day)
        .map(p => ({
          姓名: p.name,
          派出单位: p.unit,
          乡镇: p.village.township,
          派驻村: p.village.name,
          驻村职务: '第一书记',
          驻村开始时间: p.start,
          实际结束时间: '',
        })),
    },
    {
      name: 'household',
      rows: all.households
        .filter(h => h.since === null)
        .map(h => ({
          乡镇: h.village.township,
          村: h.village.name,
          户编号: h.number,
          户主: saidOf(plan, all, h, day).head,
          户类型: saidOf(plan, all, h, day).kind,
          人口: 3,
        })),
    },
  ]
  await own.types(day, sheets)
}

async function endQuarter(own: Office, day: string, quarter: string): Promise<void> {
  await own.on(day, `cun assess freeze ${quarter} --quiet`)
  await own.on(day, `cun redblue propose ${quarter} --red 3 --blue 1 --by 王部长 --quiet`)
  await own.on(day, `cun redblue decide ${quarter} --by 王部长 --quiet`)
  const number = `示例发〔${quarter.slice(0, 4)}〕${quarter.slice(5)}号`
  await own.on(day, `cun redblue publish ${quarter} --number ${number} --out ${quarter}.docx --quiet`)
}

interface Done {
  readonly before: number
  readonly work: (day: string) => Promise<void>
}

/** Puts the database back, and does again most of what was lost. */
async function goBack(
  own: Office,
  plan: Plan,
  day: string,
  before: number,
  again: readonly Done[],
): Promise<void> {
  if (!plan.isLate) {
    // Put back to what it is: nothing is lost, so nothing is typed late.
    await own.on(day, 'cun backup --quiet')
    const file = readdirSync(join(own.there.folder, 'cun.db.backups')).sort().at(-1)!
    await own.on(day, `cun restore ${file} --yes --quiet`)
    return
  }
  const { out } = await own.on(day, 'cun backup list --format json')
  const rows = (JSON.parse(out) as { tables: { rows: { file: string; batch: number; chain: string }[] }[] })
    .tables[0]!.rows
  const back = rows.filter(r => r.chain === 'own' && r.batch <= before).at(-1)!
  await own.on(day, `cun restore ${back.file} --yes --quiet`)
  for (const { before, work } of again) if (before >= back.batch) await work(day)
}
