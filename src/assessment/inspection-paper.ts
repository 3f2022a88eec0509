import { paper } from '../kernel/cli/line.ts'
import type { Column, Line } from '../kernel/document/document.ts'
import type { Text } from '../kernel/text.ts'
import { listedDays, spanned } from '../roster/county.ts'
import { postings, type Serving, servingBetween } from '../roster/serving.ts'
import { type Found, inspectionStates, inspections } from './inspection.ts'

/** 在岗抽查情况: results by township, findings and their rectification, people still to be inspected. */
export const inspectionPaper = paper({
  name: 'inspection',
  label: { zh: '在岗抽查情况', en: 'inspections' },
  period: 'quarter',
  example: 'cun report inspection 2024Q2',
  make(facts, period) {
    const days = listedDays(facts, period)
    const found = inspections(facts, days.from, days.until)
    const people = postings(facts)
    const byId = new Map(people.map(p => [p.id, p]))
    const townships = new Map<string, { name: string; rows: Found[] }>()
    const serving = servingBetween(people, days.from, days.until).map(s => s.posting)
    for (const p of [...serving, ...found.map(f => byId.get(f.posting)!)])
      townships.set(p.townshipCode, { name: p.townshipName, rows: [] })
    for (const f of found) townships.get(byId.get(f.posting)!.townshipCode)!.rows.push(f)
    const lines: Line[] = [...townships]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, t]) => ({ cells: [t.name, ...counts(t.rows)] }))
    lines.push({ emphasis: 'total', cells: [{ zh: '合计', en: 'total' }, ...counts(found)] })
    const wrong = found.filter(f => f.status && (f.findings || f.rectifyBy || f.status === 'absent'))
    const span = spanned(period, days)
    const place = (f: Found) => placed(byId.get(f.posting)!)
    return {
      title: { zh: '在岗抽查情况', en: 'Inspections' },
      subtitle: { zh: `${span.zh}; 截至 ${facts.asOf}`, en: `${span.en}; as of ${facts.asOf}` },
      tables: [
        { title: { zh: '各乡镇抽查结果', en: 'Results by township' }, columns: results, lines },
        {
          title: { zh: '发现问题和整改', en: 'Findings and rectification' },
          columns: findings,
          lines: wrong.map(f => ({
            cells: [
              f.id,
              f.date,
              ...place(f),
              state(f),
              f.findings,
              f.rectifyBy,
              f.rectified,
              rectification(f, facts.asOf),
            ],
          })),
        },
        {
          title: { zh: '待查', en: 'Still to be inspected' },
          columns: waiting,
          lines: found
            .filter(f => !f.status)
            .map(f => ({ cells: [f.id, f.date, ...place(f), f.groupName, f.draw] })),
        },
      ],
      notes: [
        {
          zh: '在岗率 = (在岗 + 公出) ÷ (抽查 − 请假)。抽查不含待查; 查时不在岗而当日有已批准请假的, 计为请假。',
          en: 'rate = (on post + on business) ÷ (inspected − on leave). People still to be inspected are not counted; an absence on a day of leave approved by then counts as leave.',
        },
      ],
    }
  },
})

function counts(rows: readonly Found[]) {
  const of = (status: Found['counts']) => rows.filter(r => r.counts === status).length
  const [onPost, business, leave, absent] = [of('onPost'), of('business'), of('leave'), of('absent')]
  const inspected = onPost + business + leave + absent
  const rate = { part: onPost + business, of: inspected - leave }
  return [inspected, onPost, business, leave, absent, rate, rows.length - inspected]
}

const placed = (p: Serving) => [p.townshipName, p.villageName, p.name]

function state(f: Found): Text {
  const { zh, en } = inspectionStates[f.counts!]
  return f.counts === f.status
    ? { zh, en }
    : {
        zh: `${zh} (查时${inspectionStates[f.status!].zh})`,
        en: `${en} (found ${inspectionStates[f.status!].en})`,
      }
}

/** `rectified` is null if after as-of. The last day is not overdue. */
function rectification(f: Found, asOf: string): Text {
  if (f.rectified) {
    return f.rectifyBy && f.rectified > f.rectifyBy
      ? { zh: '逾期整改', en: 'rectified late' }
      : { zh: '已整改', en: 'rectified' }
  }
  if (f.counts === 'leave' && !f.findings && !f.rectifyBy) return { zh: '无须整改', en: 'nothing to rectify' }
  if (!f.rectifyBy) return { zh: '未定期限', en: 'no deadline set' }
  return f.rectifyBy < asOf ? { zh: '逾期未整改', en: 'overdue' } : { zh: '整改中', en: 'under way' }
}

const id: Column = { key: 'id', label: { zh: '记录号', en: 'record number' }, type: 'integer' }
const date: Column = { key: 'date', label: { zh: '抽查日期', en: 'date' }, type: 'date' }
const township: Column = { key: 'township', label: { zh: '乡镇', en: 'township' }, type: 'text' }
const where: readonly Column[] = [
  { ...township, weight: -2 },
  { key: 'village', label: { zh: '村', en: 'village' }, type: 'text' },
  { key: 'name', label: { zh: '姓名', en: 'name' }, type: 'text' },
]

const results: readonly Column[] = [
  township,
  { key: 'inspected', label: { zh: '抽查人次', en: 'inspected' }, type: 'integer' },
  { key: 'onPost', label: inspectionStates.onPost, type: 'integer' },
  { key: 'business', label: inspectionStates.business, type: 'integer' },
  { key: 'leave', label: inspectionStates.leave, type: 'integer' },
  { key: 'absent', label: inspectionStates.absent, type: 'integer' },
  { key: 'rate', label: { zh: '在岗率', en: 'rate' }, type: 'percent' },
  { key: 'waiting', label: { zh: '待查', en: 'still to be inspected' }, type: 'integer' },
]

const findings: readonly Column[] = [
  id,
  date,
  ...where,
  { key: 'status', label: { zh: '在岗情况', en: 'status' }, type: 'text', weight: -1 },
  { key: 'findings', label: { zh: '发现问题', en: 'findings' }, type: 'text' },
  { key: 'rectifyBy', label: { zh: '整改期限', en: 'rectify by' }, type: 'date' },
  { key: 'rectified', label: { zh: '整改日期', en: 'rectified' }, type: 'date' },
  { key: 'rectification', label: { zh: '整改情况', en: 'rectification' }, type: 'text' },
]

const waiting: readonly Column[] = [
  id,
  { key: 'date', label: { zh: '抽取日期', en: 'drawn on' }, type: 'date' },
  ...where,
  { key: 'group', label: { zh: '党建指导组', en: 'guidance group' }, type: 'text' },
  { key: 'draw', label: { zh: '抽查批次', en: 'draw' }, type: 'text' },
]
