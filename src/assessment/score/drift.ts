import { type Fact, factsWith } from '../../kernel/cli/facts.ts'
import type { Overview } from '../../kernel/cli/line.ts'
import type { Document, Line, Table } from '../../kernel/document/document.ts'
import { say, type Text } from '../../kernel/text.ts'
import { assess, type Scored } from './assess.ts'
import { modelInForce, modelKept } from './model.ts'
import { type Frozen, settingsInForce, valuesOf } from './quarter.ts'
import { countsText } from './reading.ts'
import { byToday, type Change, changeOf } from './reckoned.ts'

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
const byRule: Text = { zh: '考核模型或设置有变', en: 'the model or a setting changed' }
const byRecords: Text = { zh: '所依据的其他记录有变', en: 'other records behind it changed' }

const keyOfSubject = (s: Scored) => `${s.subject.kind} ${s.subject.id}`

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
 * Compares a frozen period with today, apart: what records changed, reckoned with the model and settings of
 * freezing; and what the model and settings of today would change besides.
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
  if (change) {
    const lines = differences(records.scored, byToday(facts, frozen, now).scored, byRule)
    if (lines.length > 0) {
      tables[0] = { ...tables[0]!, title: { zh: '台账的变化', en: 'Changed by records' } }
      tables.push({
        ...table(lines, { zh: '按冻结时的', en: 'as frozen' }),
        title: {
          zh: '按今天的考核模型和设置还会变的',
          en: 'Changed besides by the model and settings of today',
        },
      })
    }
    notes.push(...saidChange(change, isSame, lines.length === 0))
  } else if (isSame) notes.push({ zh: '与冻结时相同。', en: 'No change since freezing.' })
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

function* saidChange({ version, settings }: Change, isSame: boolean, isWithout: boolean): Generator<Text> {
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
  yield isWithout
    ? {
        zh: '按今天的模型和设置, 得分和等次与按冻结时的相同。',
        en: 'By the model and settings of today scores and grades are the same as by those of freezing.',
      }
    : {
        zh: '重开再冻结, 仍按冻结时的模型和设置; 要按今天的: cun assess freeze 加 --current。',
        en: 'Reopened and frozen again, it keeps model and settings; for those of today: cun assess freeze with --current.',
      }
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
