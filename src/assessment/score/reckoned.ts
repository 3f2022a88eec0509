import { factsWith } from '../../kernel/cli/facts.ts'
import { type Overview, option } from '../../kernel/cli/line.ts'
import { integer } from '../../kernel/schema/fields/number.ts'
import { counted, type Text } from '../../kernel/text.ts'
import { type Assessment, assess } from './assess.ts'
import { differing } from './editions.ts'
import { type Model, modelInForce, modelKept } from './model.ts'
import { type Frozen, reopenedQuarter, settingsInForce, valuesOf } from './quarter.ts'

const modelLabel = {
  zh: '按考核模型的哪一版 (默认该期有效的; 重开的按上次冻结时的)',
  en: 'by which version of the model (default: the one in force; of a reopened period, as frozen)',
}

/** What a period that is not frozen is reckoned with. */
export const basisOptions = [
  option({ flags: '--model <version>', label: modelLabel, field: integer(modelLabel) }),
  option({
    flags: '--current',
    label: {
      zh: '重开的也按今天有效的模型、设置和名称',
      en: 'a reopened period too by the model, settings and names of today',
    },
  }),
] as const

export interface Basis {
  readonly model?: number
  readonly current?: true
}

/** What differs between two sets of model and settings: names of settings, with both texts. */
export interface Change {
  readonly version?: readonly [then: number, now: number]
  readonly settings: readonly (readonly [name: string, then: string, now: string])[]
}

export interface Reckoned<F extends Overview = Overview> {
  readonly draft: Assessment
  /** The facts it was made of: names, households and settings of the day that counts for it. */
  readonly facts: F
  /** Of a reopened period: that day, and the edition reopened. */
  readonly of?: Frozen
  /** Of a reopened period: what the model and settings of today would change; undefined if nothing. */
  readonly today?: Text
}

/**
 * Reckons a period that is not frozen. A reopened one has the model and settings with which it was frozen, and
 * names and households of that day, so that only what its records say since makes a difference.
 */
export async function reckon<F extends Overview>(
  facts: F,
  period: string,
  { model: asked, current }: Basis = {},
): Promise<Reckoned<F>> {
  const of = current ? undefined : reopenedQuarter(facts, period)
  if (!of) {
    const own = factsWith(facts, facts.asOf)
    return { draft: assess(own, period, await modelInForce(facts, period, asked)), facts: own }
  }
  const own = factsWith(facts, valuesOf(of), of.content.settings)
  const kept = modelKept(facts, of.version, of.content.rules, period)
  const model = asked === undefined ? kept : await modelInForce(facts, period, asked)
  const draft = assess(own, period, model)
  const now = await modelInForce(facts, period)
  const change = changeOf(
    { model, settings: settingsInForce(own) },
    { model: now, settings: settingsInForce(facts) },
  )
  if (!change) return { draft, facts: own, of }
  const count = differing(draft.scored, byToday(facts, of, now).scored)
  const { edition, frozen } = of
  const { zh, en } = said(change)
  return {
    draft,
    facts: own,
    of,
    today: {
      zh: `${period} 按第 ${edition} 版 ${frozen} 冻结时的${asked === undefined ? '模型和' : ''}设置计算; 按今天有效的 (${zh}), 有 ${count} 个对象的得分或等次不同${count > 0 ? '; 要按今天的: 加 --current' : ''}`,
      en: `${period} is reckoned with the ${asked === undefined ? 'model and ' : ''}settings of edition ${edition}, frozen on ${frozen}; with those of today (${en}) ${counted(count, 'subject')} would have a different score or grade${count > 0 ? '; to use them, add --current' : ''}`,
    },
  }
}

/** A frozen or reopened period by the model and settings of today, with names and households as it was frozen. */
export const byToday = (facts: Overview, of: Frozen, model: Model): Assessment =>
  assess(factsWith(facts, valuesOf(of), settingsInForce(facts)), of.period, model)

interface Used {
  readonly model: Model
  readonly settings: Readonly<Record<string, string>>
}

/** What differs, of settings that both know; undefined if nothing does. */
export function changeOf(then: Used, now: Used): Change | undefined {
  const isSame =
    then.model.version === now.model.version &&
    JSON.stringify(then.model.rules) === JSON.stringify(now.model.rules)
  const settings = Object.entries(then.settings).flatMap(([name, text]) => {
    const other = now.settings[name]
    return other === undefined || other === text ? [] : [[name, text, other] as const]
  })
  if (isSame && settings.length === 0) return undefined
  return { version: isSame ? undefined : [then.model.version, now.model.version], settings }
}

function said({ version, settings }: Change): Text {
  // Lists are long; `drift` says them whole.
  const all = settings.map(([name, then, now]) =>
    `${then}${now}`.length > 20 ? name : `${name} ${then || '""'} → ${now || '""'}`,
  )
  const model = version && {
    zh:
      version[0] === version[1]
        ? `模型第 ${version[0]} 版内容有变`
        : `模型第 ${version[0]} → ${version[1]} 版`,
    en:
      version[0] === version[1]
        ? `model version ${version[0]}, changed`
        : `model version ${version[0]} → ${version[1]}`,
  }
  return {
    zh: [...(model ? [model.zh] : []), ...all].join('; '),
    en: [...(model ? [model.en] : []), ...all].join('; '),
  }
}
