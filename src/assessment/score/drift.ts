import { type Fact, factsWith } from '../../kernel/cli/facts.ts'
import type { Overview } from '../../kernel/cli/line.ts'
import type { Document, Line, Table } from '../../kernel/document/document.ts'
import { say, type Text } from '../../kernel/text.ts'
import { assess, type Scored } from './assess.ts'
import { modelInForce, modelKept } from './model.ts'
import { type Frozen, settingsInForce, valuesOf } from './quarter.ts'
import { countsText } from './reading.ts'
import { type Change, changeOf } from './reckoned.ts'
import type { Subject } from './subjects.ts'

const keyOf = (f: Fact) => (f.record === undefined ? say(f.note, 'zh') : `${f.register} ${f.record}`)
const shown = 5

/** Facts added, removed or counted differently, matched by record. What is left out counts nothing. */
function changes(before: readonly Fact[], now: readonly Fact[]): Text[] {
  const old = new Map(before.map(f => [keyOf(f), f]))
  const fresh = new Map(now.map(f => [keyOf(f), f]))
  const found: Text[] = []
  const name = (f: Fact, lang: 'zh' | 'en') =>
    f.record === undefined ? say(f.note, lang) : `${keyOf(f)} (${say(f.note, lang)})`
  for (const [key, f] of old) {
    const other = fresh.get(key)
    if (!other) {
      if (f.isLeftOut) continue
      found.push({ zh: `不再有 ${name(f, 'zh')}`, en: `gone: ${name(f, 'en')}` })
    } else if (other.part !== f.part || other.of !== f.of) {
      found.push({
        zh: `${name(other, 'zh')} 由 ${countsText(f).zh} 变为 ${countsText(other).zh}`,
        en: `${name(other, 'en')} from ${countsText(f).en} to ${countsText(other).en}`,
      })
    }
  }
  for (const [key, f] of fresh)
    if (!old.has(key) && !f.isLeftOut)
      found.push({ zh: `新增 ${name(f, 'zh')}`, en: `new: ${name(f, 'en')}` })
  return found
}

function joined(reasons: readonly Text[]): Text {
  const rest = reasons.length - shown
  const some = reasons.slice(0, shown)
  return {
    zh: some.map(r => r.zh).join('; ') + (rest > 0 ? `; 等 ${reasons.length} 处` : ''),
    en: some.map(r => r.en).join('; ') + (rest > 0 ? `; ${reasons.length} in all` : ''),
  }
}

const isNew: Text = { zh: '冻结时的模型没有这项', en: 'was not in the model at freezing' }
const isGone: Text = { zh: '现行模型没有这项', en: 'is not in the current model' }
const byToday: Text = {
  zh: '考核模型、设置或村户归属有变',
  en: 'the model, a setting, or where a household belongs changed',
}
const byRecords: Text = { zh: '所依据的其他记录有变', en: 'other records behind it changed' }

const called: readonly (readonly ['name' | 'township' | 'village' | 'unit', Text])[] = [
  ['name', { zh: '名称', en: 'name' }],
  ['township', { zh: '乡镇', en: 'township' }],
  ['village', { zh: '村', en: 'village' }],
  ['unit', { zh: '派出单位', en: 'sponsor unit' }],
]

/** What differs in what a subject is called and where it is; of a unit the papers say no township. */
const renamed = (old: Subject, now: Subject): Text[] =>
  called.flatMap(([field, label]) => {
    const [then, today] = [old[field], now[field]]
    const isSaid = old.kind === 'posting' || field === 'name' || field === 'village'
    if (then === today || !isSaid) return []
    return [{ zh: `${label.zh} ${then} → ${today}`, en: `${label.en} ${then} → ${today}` }]
  })

const keyOfSubject = (s: Scored) => `${s.subject.kind} ${s.subject.id}`

/** Subjects in both results that are called otherwise or are elsewhere. */
function otherNames(before: readonly Scored[], now: readonly Scored[]): Line[] {
  const today = new Map(now.map(s => [keyOfSubject(s), s.subject]))
  return before.flatMap(s => {
    const fresh = today.get(keyOfSubject(s))
    const other = fresh ? renamed(s.subject, fresh) : []
    if (other.length === 0) return []
    const what = { zh: '名称和所在', en: 'names and places' }
    return [{ cells: [s.subject.name, what, null, null, joined(other)] }]
  })
}

/** Each indicator that differs between two results, with the records that differ or else what is said `otherwise`. */
function differences(before: readonly Scored[], now: readonly Scored[], otherwise: Text): Line[] {
  const today = new Map(now.map(s => [keyOfSubject(s), s]))
  const then = new Map(before.map(s => [keyOfSubject(s), s]))
  const lines: Line[] = []
  for (const [id, old] of then) {
    const fresh = today.get(id)
    if (!fresh) {
      lines.push({
        cells: [
          old.subject.name,
          null,
          old.score.total,
          null,
          { zh: '今天不在考核之列', en: 'is not assessed today' },
        ],
      })
      continue
    }
    const names = new Set([...old.score.items, ...fresh.score.items].map(i => i.indicator))
    for (const name of names) {
      const [a, b] = [old, fresh].map(s => s.score.items.find(i => i.indicator === name))
      const reasons = a && b ? changes(a.facts, b.facts) : []
      const isSame = a?.points === b?.points && a?.weight === b?.weight
      if ((isSame || (a?.points ?? b?.points ?? null) === null) && reasons.length === 0) continue
      const why = !a ? isNew : !b ? isGone : reasons.length > 0 ? joined(reasons) : otherwise
      lines.push({ cells: [old.subject.name, name, a?.points ?? null, b?.points ?? null, why] })
    }
    if (old.score.total !== fresh.score.total || old.grade !== fresh.grade) {
      const total = { zh: '总分', en: 'score' }
      const grade =
        old.grade === fresh.grade
          ? null
          : {
              zh: `等次 ${old.grade ?? '无'} → ${fresh.grade ?? '无'}`,
              en: `grade ${old.grade ?? 'none'} → ${fresh.grade ?? 'none'}`,
            }
      lines.push({
        cells: [old.subject.name, total, old.score.total, fresh.score.total, grade],
        emphasis: 'total',
      })
    }
  }
  for (const [id, fresh] of today) {
    if (then.has(id)) continue
    lines.push({
      cells: [
        fresh.subject.name,
        null,
        null,
        fresh.score.total,
        { zh: '冻结时不在考核之列', en: 'was not assessed at freezing' },
      ],
    })
  }
  return lines
}

/**
 * Compares a frozen period with today, apart: what records changed, reckoned with the model, settings and names of
 * freezing; and what those of today would change besides, as `assess freeze --current` would.
 */
export async function drift(facts: Overview, frozen: Frozen): Promise<Document> {
  const { period, content, version } = frozen
  const own = factsWith(facts, valuesOf(frozen), content.settings)
  const model = modelKept(facts, version, content.rules, period)
  const records = assess(own, period, model)
  const now = await modelInForce(facts, period)
  const settings = settingsInForce(facts)
  const change = changeOf({ model, settings: content.settings }, { model: now, settings })
  const tables: Table[] = [table(differences(content.scored, records.scored, byRecords))]
  const notes: Text[] = []
  const isSame = [...tables[0]!.lines].length === 0
  const today = assess(factsWith(facts, facts.asOf), period, now)
  const scores = differences(records.scored, today.scored, byToday)
  const lines = [...otherNames(records.scored, today.scored), ...scores]
  if (lines.length > 0) {
    tables[0] = { ...tables[0]!, title: { zh: '台账的变化', en: 'Changed by records' } }
    tables.push({
      ...table(lines, { zh: '按冻结时的', en: 'as frozen' }),
      title: {
        zh: '按今天的考核模型、设置、名称和归属还会变的',
        en: 'Changed besides by the model, settings, names and places of today',
      },
    })
  }
  if (change || lines.length > 0) notes.push(...saidChange(change, isSame, scores.length === 0))
  if (lines.length > 0) notes.push(toTakeToday)
  else if (isSame) notes.push({ zh: '与冻结时相同。', en: 'No change since freezing.' })
  return {
    title: { zh: `${period} 冻结后的变化`, en: `${period}: changes since freezing` },
    subtitle: {
      zh: `第 ${frozen.edition} 版, 冻结于 ${frozen.frozen}; 今天 ${facts.asOf}`,
      en: `edition ${frozen.edition}, frozen on ${frozen.frozen}; today ${facts.asOf}`,
    },
    tables,
    notes,
  }
}

function* saidChange(
  { version, settings = [] }: Partial<Change> = {},
  isSame: boolean,
  isWithout: boolean,
): Generator<Text> {
  if (isSame)
    yield { zh: '台账的变化不影响得分。', en: 'What records changed makes no difference to scores.' }
  if (version) {
    yield {
      zh: `考核模型: 冻结时第 ${version[0]} 版, 现为第 ${version[1]} 版`,
      en: `score model: version ${version[0]} at freezing, ${version[1]} now`,
    }
  }
  for (const [name, then, text] of settings) {
    yield {
      zh: `设置 ${name}: 冻结时 ${then || '空'}, 现为 ${text || '空'}`,
      en: `setting ${name}: ${then || 'empty'} at freezing, ${text || 'empty'} now`,
    }
  }
  if (isWithout) {
    yield {
      zh: '按今天的模型、设置、名称和归属, 得分和等次与按冻结时的相同。',
      en: 'By the model, settings, names and places of today scores and grades are the same as by those of freezing.',
    }
  }
}

const toTakeToday: Text = {
  zh: '重开再冻结, 仍按冻结时的模型、设置、名称和归属; 要按今天的: cun assess freeze 加 --current。',
  en: 'Reopened and frozen again, it keeps model, settings, names and places; for those of today: cun assess freeze with --current.',
}

const table = (lines: readonly Line[], before: Text = { zh: '冻结', en: 'frozen' }): Table => ({
  columns: [
    { key: 'name', label: { zh: '对象', en: 'subject' }, type: 'text' },
    { key: 'indicator', label: { zh: '指标', en: 'indicator' }, type: 'text' },
    { key: 'frozen', label: before, type: 'score' },
    { key: 'now', label: { zh: '今天', en: 'today' }, type: 'score' },
    { key: 'why', label: { zh: '原因', en: 'why' }, type: 'text' },
  ],
  lines,
})
