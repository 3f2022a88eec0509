import type { Fact } from '../../kernel/cli/facts.ts'
import type { Document, Line } from '../../kernel/document/document.ts'
import { say, type Text } from '../../kernel/text.ts'
import type { Assessment, Scored } from './assess.ts'
import type { Frozen } from './quarter.ts'
import { countsText } from './reading.ts'

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

/** Compares a frozen quarter with today: each indicator that differs, and the records that changed it. */
export function drift(frozen: Frozen, now: Assessment, settings: Readonly<Record<string, string>>): Document {
  const key = (s: Scored) => `${s.subject.kind} ${s.subject.id}`
  const today = new Map(now.scored.map(s => [key(s), s]))
  const then = new Map(frozen.content.scored.map(s => [key(s), s]))
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
      const why = !a ? isNew : !b ? isGone : reasons.length > 0 ? joined(reasons) : byRule
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
  const changed = Object.entries(frozen.content.settings).filter(([name, text]) => settings[name] !== text)
  const notes: Text[] = changed.map(([name, text]) => ({
    zh: `设置 ${name}: 冻结时 ${text || '空'}, 现为 ${settings[name] || '空'}`,
    en: `setting ${name}: ${text || 'empty'} at freezing, ${settings[name] || 'empty'} now`,
  }))
  if (frozen.version !== now.model.version) {
    notes.unshift({
      zh: `考核模型: 冻结时第 ${frozen.version} 版, 现为第 ${now.model.version} 版`,
      en: `score model: version ${frozen.version} at freezing, ${now.model.version} now`,
    })
  }
  if (lines.length === 0 && notes.length === 0)
    notes.push({ zh: '与冻结时相同。', en: 'No change since freezing.' })
  return {
    title: { zh: `${frozen.period} 冻结后的变化`, en: `${frozen.period}: changes since freezing` },
    subtitle: {
      zh: `第 ${frozen.edition} 版, 冻结于 ${frozen.frozen}; 今天 ${now.asOf}`,
      en: `edition ${frozen.edition}, frozen on ${frozen.frozen}; today ${now.asOf}`,
    },
    tables: [
      {
        columns: [
          { key: 'name', label: { zh: '对象', en: 'subject' }, type: 'text' },
          { key: 'indicator', label: { zh: '指标', en: 'indicator' }, type: 'text' },
          { key: 'frozen', label: { zh: '冻结', en: 'frozen' }, type: 'score' },
          { key: 'now', label: { zh: '今天', en: 'today' }, type: 'score' },
          { key: 'why', label: { zh: '原因', en: 'why' }, type: 'text' },
        ],
        lines,
      },
    ],
    notes,
  }
}
