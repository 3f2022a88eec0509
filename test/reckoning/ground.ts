import type { Drawn } from './county.ts'
import { dayAt, type Served } from './people.ts'

export interface Sheet {
  readonly name: string
  readonly header: string
  readonly rows: readonly string[]
}

export const townships = ['西向镇', '常平乡']
export const villages = ['西向一街村', '西向四街村', '张老湾村', '前和湾村']
export const units = ['示例一局', '示例二局', '示例三局']
export const townshipOf = (village: number) => Math.floor(village / 2)

/** The sheets that every county begins with. */
export const ground: readonly Sheet[] = [
  { name: '乡镇', header: '区划代码,名称', rows: ['410882101,西向镇', '410882200,常平乡'] },
  {
    name: '村',
    header: '区划代码,村名,户数',
    rows: ['410882101200', '410882101203', '410882200204', '410882200208'].map(
      (c, i) => `${c},${villages[i]},${[5, 1, '', 2][i]}`,
    ),
  },
  { name: '单位', header: '单位名称,隶属层级', rows: units.map(u => `${u},县`) },
  { name: '指导组', header: '指导组名称,组长,联系乡镇', rows: ['第一指导组,甲石,西向镇、常平乡'] },
  { name: '企业', header: '企业名称,联系村', rows: [`示例商贸公司,${villages.join('、')}`] },
]

/** Nothing is recorded later than this: the day of the import. */
export const importedOn = '2025-01-31'
export const written = (day: string | null) => (day !== null && day <= importedOn ? day : '')

const settings: readonly [string, string][] = [
  ['visit.request.days', '10'],
  ['visit.firstRound.largeVillage', '2'],
  ['visit.rounds', '监测户=1、脱贫户=3'],
  ['visit.rounds', '监测户=2'],
  ['visit.rounds', '一般农户=1、监测户=1、脱贫户=2'],
  ['stationday.per', '村'],
  ['stationday.weeks', '2'],
  ['stationday.weekday', '6'],
  ['quarter.minDays', '5'],
  ['rank.persons', '是'],
  ['dispatch.sign.days', '5'],
  ['stationday.days', '10'],
  ['handover.days', '3'],
]

export const settingsOf = (drawn: Drawn): (readonly [string, string])[] => [
  ['duties.since', dayAt(Math.min(drawn.dayOne, drawn.asOf))],
  ['quarter.leastShare', String(drawn.leastShare)],
  ...new Map(drawn.settings.map(s => settings[s]!)),
]

export const inOffice = (people: readonly Served[], day: string) =>
  people.filter(p => p.start <= day && (p.end === null || day <= p.end))

/** 周甲（张老湾村）: who is meant, also where somebody serves twice. */
export const full = (p: Served) => `${p.name}（${villages[p.village]}）`
export const place = (village: number) => `${townships[townshipOf(village)]},${villages[village]}`
export const pick = <T>(from: readonly T[], index: number): T | undefined =>
  from[index % Math.max(1, from.length)]
export const some = <T>(from: readonly T[], bits: number) => from.filter((_, i) => (bits >> (i % 10)) & 1)
