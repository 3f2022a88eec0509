import type { Code, Fault } from '../../kernel/errors.ts'
import { fault } from '../../kernel/schema/field.ts'
import { narrow } from '../../kernel/text.ts'
import { decimal, type Ratio } from './ratio.ts'

/** Parameters of a rule, parsed from its row. Numbers are exact; amounts are in 分. */
export type Parameters =
  | { readonly kind: 'ratio'; readonly target: Ratio }
  | { readonly kind: 'each' | 'bonus'; readonly per: Ratio }
  | { readonly kind: 'deduct'; readonly per: Ratio; readonly isFloored: boolean }
  | { readonly kind: 'tier'; readonly steps: readonly { readonly from: Ratio; readonly points: Ratio }[] }
  | {
      readonly kind: 'manual'
      readonly full: Ratio
      readonly evaluators: readonly { readonly name: string; readonly weight: number }[]
    }
  | {
      readonly kind: 'parts'
      /** Of the year, in its order, all of one kind: `Q1`, `H1`; the weights add up to 100. */
      readonly parts: readonly { readonly part: string; readonly weight: number }[]
    }
  | { readonly kind: 'veto'; readonly test: Test }
  | { readonly kind: 'gradeCap'; readonly steps: readonly { readonly test: Test; readonly grade: string }[] }
  | { readonly kind: 'grade'; readonly share?: number; readonly stratum: 'all' | 'township' | 'villageKind' }

/** A test of a number, e.g. `≥2` or `<98%`. */
export interface Test {
  readonly isLeast: boolean
  readonly bound: Ratio
}

type Kind = Parameters['kind']

const wanted: Record<Kind, readonly [zh: string, en: string]> = {
  ratio: ['写作 目标=90% (次数写 目标=2, 金额写 目标=5万元)', 'write 目标=90%, 目标=2 or 目标=5万元'],
  each: ['写作 每项=2', 'write 每项=2'],
  bonus: ['写作 每项=2', 'write 每项=2'],
  deduct: ['写作 每次=2, 可以扣成负分的加 不保底', 'write 每次=2, with 不保底 if the score may fall below 0'],
  tier: ['写作 ≥95%=10 ≥80%=6 ≥0=0, 从高到低', 'write ≥95%=10 ≥80%=6 ≥0=0, highest first'],
  manual: [
    '写作 乡镇党委=70 派出单位=30 满分=100, 权重合计 100',
    'write 乡镇党委=70 派出单位=30 满分=100; the weights add up to 100',
  ],
  parts: [
    '写作 上半年=30 下半年=70, 或 一季度=25 二季度=25 三季度=25 四季度=25, 权重合计 100',
    'write 上半年=30 下半年=70, or 一季度=25 二季度=25 三季度=25 四季度=25; the weights add up to 100',
  ],
  veto: ['写作 ≥1', 'write ≥1'],
  gradeCap: ['写作 ≥1=较好 ≥2=一般, 或 <98%=较好', 'write ≥1=较好 ≥2=一般, or <98%=较好'],
  grade: ['写作 占比=30% 分层=乡镇 (或 村类型、全部)', 'write 占比=30% 分层=乡镇 (or 村类型, 全部)'],
}

const wrong = (code: Code, kind: Kind, zh = '看不懂', en = 'is not understood') =>
  fault(code, zh, en, wanted[kind][0], wanted[kind][1])

const strata = { 全部: 'all', 乡镇: 'township', 村类型: 'villageKind' } as const

/** Parses the parameters of a method; a fault tells what is wrong and the syntax. */
export function parameters(kind: Kind, text: string, weight: number): Parameters | Fault {
  const words = narrow(text)
    .replaceAll('>=', '≥')
    .split(/[\s、,;]+/)
    .filter(w => w !== '')
  const pairs = new Map<string, string>()
  const tests: { test: Test; value: string }[] = []
  let isFloored = true
  for (const word of words) {
    const test = /^([≥<])([^=]+)(?:=(.+))?$/.exec(word)
    const pair = /^([^=]+)=(.+)$/.exec(word)
    if (test) {
      const bound = decimal(test[2]!)
      if (!bound)
        return wrong(
          'parameters.not-a-number',
          kind,
          `“${word}”中的数看不懂`,
          `contains "${word}", which has no valid number`,
        )
      tests.push({ test: { isLeast: test[1] === '≥', bound }, value: test[3] ?? '' })
    } else if (word === '不保底' && kind === 'deduct') isFloored = false
    else if (pair && !pairs.has(pair[1]!)) pairs.set(pair[1]!, pair[2]!)
    else
      return wrong(
        'parameters.word-not-understood',
        kind,
        `“${word}”看不懂或重复`,
        `contains "${word}", which is unknown or repeated`,
      )
  }
  const only = (...names: string[]) => [...pairs.keys()].every(k => names.includes(k))
  const positive = (name: string) => {
    const value = decimal(pairs.get(name) ?? '')
    return value && value.num > 0n ? value : undefined
  }
  switch (kind) {
    case 'ratio': {
      const target = pairs.has('目标') ? positive('目标') : { num: 1n, den: 1n }
      return target && only('目标') && tests.length === 0
        ? { kind, target }
        : wrong('parameters.not-understood', kind)
    }
    case 'each':
    case 'bonus': {
      const per = positive('每项')
      return per && only('每项') && tests.length === 0
        ? { kind, per }
        : wrong('parameters.not-understood', kind)
    }
    case 'deduct': {
      const per = positive('每次')
      return per && only('每次') && tests.length === 0
        ? { kind, per, isFloored }
        : wrong('parameters.not-understood', kind)
    }
    case 'tier':
      return pairs.size > 0 ? wrong('parameters.not-understood', kind) : tier(tests, weight)
    case 'manual':
      return tests.length > 0 ? wrong('parameters.not-understood', kind) : manual(pairs)
    case 'parts':
      return tests.length > 0 ? wrong('parameters.not-understood', kind) : parts(pairs)
    case 'veto': {
      const [one] = tests
      return one && tests.length === 1 && !one.value && pairs.size === 0
        ? { kind, test: one.test }
        : wrong('parameters.not-understood', kind)
    }
    case 'gradeCap':
      return tests.length > 0 && pairs.size === 0 && tests.every(t => t.value)
        ? { kind, steps: tests.map(t => ({ test: t.test, grade: t.value })) }
        : wrong('parameters.not-understood', kind)
    case 'grade': {
      const share = pairs.has('占比') ? positive('占比') : undefined
      const stratum = strata[(pairs.get('分层') ?? '全部') as keyof typeof strata]
      if (!stratum || !only('占比', '分层') || tests.length > 0 || (pairs.has('占比') && !share))
        return wrong('parameters.not-understood', kind)
      return { kind, share: share && (Number(share.num) * 100) / Number(share.den), stratum }
    }
  }
}

function tier(tests: readonly { test: Test; value: string }[], weight: number): Parameters | Fault {
  if (tests.length === 0 || tests.some(t => !t.test.isLeast))
    return wrong('parameters.not-understood', 'tier')
  const steps: { from: Ratio; points: Ratio }[] = []
  for (const { test, value } of tests) {
    const points = decimal(value)
    if (!points) return wrong('parameters.not-understood', 'tier')
    const last = steps.at(-1)
    if (last && last.from.num * test.bound.den <= test.bound.num * last.from.den) {
      return wrong(
        'parameters.tiers-out-of-order',
        'tier',
        '分档重叠或次序不对',
        'has tiers that overlap or are out of order',
      )
    }
    if (Number(points.num) > weight * Number(points.den)) {
      return wrong(
        'parameters.tier-over-weight',
        'tier',
        `分档的得分超过分值 ${weight}`,
        `gives more points than the weight ${weight}`,
      )
    }
    steps.push({ from: test.bound, points })
  }
  return { kind: 'tier', steps }
}

function manual(pairs: ReadonlyMap<string, string>): Parameters | Fault {
  const full = decimal(pairs.get('满分') ?? '100')
  const evaluators = [...pairs]
    .filter(([name]) => name !== '满分')
    .map(([name, weight]) => ({ name, weight: Number(weight.replace('%', '')) }))
  const sum = evaluators.reduce((total, e) => total + e.weight, 0)
  if (!full || full.num <= 0n || evaluators.length === 0 || evaluators.some(e => !(e.weight > 0)))
    return wrong('parameters.not-understood', 'manual')
  return sum === 100
    ? { kind: 'manual', full, evaluators }
    : wrong(
        'parameters.evaluators-not-100',
        'manual',
        `评价主体的权重合计 ${sum}, 应为 100`,
        `has weights that add up to ${sum}, not 100`,
      )
}

/** The parts of a year that an annual result can be made of. */
export const partNames: Readonly<Record<string, string>> = {
  Q1: '一季度',
  Q2: '二季度',
  Q3: '三季度',
  Q4: '四季度',
  H1: '上半年',
  H2: '下半年',
}

function parts(pairs: ReadonlyMap<string, string>): Parameters | Fault {
  const named = (word: string) =>
    Object.keys(partNames).find(part =>
      [part, partNames[part]].includes(word.toUpperCase().replace(/^第/, '')),
    )
  const found = [...pairs].map(([word, weight]) => ({
    part: named(word) ?? '',
    weight: Number(weight.replace('%', '')),
  }))
  const kinds = new Set(found.map(p => p.part[0]))
  const isTwice = new Set(found.map(p => p.part)).size < found.length
  if (kinds.size !== 1 || isTwice || found.some(p => p.part === '' || !(p.weight > 0)))
    return wrong('parameters.not-understood', 'parts')
  const sum = found.reduce((total, p) => total + p.weight, 0)
  if (sum !== 100) {
    return wrong(
      'parameters.parts-not-100',
      'parts',
      `各期的权重合计 ${sum}, 应为 100`,
      `has weights that add up to ${sum}, not 100`,
    )
  }
  found.sort((a, b) => (a.part < b.part ? -1 : 1))
  return { kind: 'parts', parts: found }
}
