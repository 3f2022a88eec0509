import { addDays } from '../calendar.ts'
import type { Call } from '../cli/line.ts'
import { print } from '../cli/print.ts'
import { cell, codeOf } from '../cli/record-document.ts'
import { recordOf } from '../cli/write.ts'
import type { Document, Table } from '../document/document.ts'
import { datedFields, pastOf } from '../schema/dated.ts'
import { typedFields } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import { isSame, pastRows } from '../store/dated.ts'
import { referrers } from '../store/records.ts'

export async function show(call: Call, register: Register, number: string): Promise<number> {
  const row = recordOf(call, register, number)
  const lines = typedFields(register)
    .filter(([name]) => row[name] != null && (!register.process || register.list.includes(name)))
    .map(([name, field]) => {
      const value = cell(call, field, row[name])
      const text =
        typeof value === 'number' && field.cell === 'amount' ? field.write(value, call.lang) : String(value)
      return { cells: [name, field.label, codeOf(field, row[name]), text] }
    })
  const own = pastOf(register)
  const used = referrers(call.db, call.registers, register, [row.id]).filter(u => u.register !== own)
  const history = call.db
    .prepare(
      'select b.number, b.at, b.who, b.command, h.action from history h join batch b on b.number = h.batch where h.register = ? and h.record = ? order by h.id',
    )
    .all(register.name, row.id) as { number: number; at: string; who: string; command: string }[]
  const document: Document = {
    title: { zh: `${register.label.zh} ${row.id} 号`, en: `${register.label.en} ${row.id}` },
    tables: [
      {
        columns: [
          { key: 'name', label: { zh: '字段', en: 'name' }, type: 'text', isForScripts: true },
          { key: 'field', label: { zh: '项目', en: 'field' }, type: 'text' },
          { key: 'code', label: { zh: '代号', en: 'code' }, type: 'text', isForScripts: true },
          { key: 'value', label: { zh: '内容', en: 'value' }, type: 'text' },
        ],
        lines,
      },
      ...earlierValues(call, register, row),
      {
        title: { zh: '经过', en: 'history' },
        columns: [
          { key: 'batch', label: { zh: '批', en: 'batch' }, type: 'integer' },
          { key: 'at', label: { zh: '时间', en: 'when' }, type: 'text' },
          { key: 'who', label: { zh: '经手', en: 'who' }, type: 'text' },
          { key: 'command', label: { zh: '命令', en: 'command' }, type: 'text' },
        ],
        lines: history.map(h => ({ cells: [h.number, h.at, h.who, h.command] })),
      },
    ],
    notes: used.map(u => ({
      zh: `用到它的${u.register.label.zh}·${u.register.fields[u.field]!.label.zh}: ${u.records.length} 条 (${u.records
        .slice(0, 5)
        .map(r => `#${r}`)
        .join(', ')}${u.records.length > 5 ? ' …' : ''})`,
      en: `${u.register.label.en} · ${u.register.fields[u.field]!.label.en} records that refer to it: ${u.records.length} (${u.records
        .slice(0, 5)
        .map(r => `#${r}`)
        .join(', ')}${u.records.length > 5 ? ' …' : ''})`,
    })),
  }
  await print(call, document)
  return 0
}

/** What held until when, in the columns that ever changed; no table if nothing did. */
function earlierValues(call: Call, register: Register, row: Row): Table[] {
  const past = pastRows(call.db, register, [row.id]).get(row.id) ?? []
  if (past.length === 0) return []
  const names = datedFields(register).filter(name => past.some(p => !isSame(p[name], row[name])))
  const froms = [null, ...past.map(p => addDays(p.until as string, 1))]
  return [
    {
      title: { zh: '原值', en: 'earlier values' },
      columns: [
        { key: 'from', label: { zh: '自', en: 'from' }, type: 'date' },
        { key: 'until', label: { zh: '止于', en: 'until' }, type: 'date' },
        ...names.map(name => ({ key: name, label: register.fields[name]!.label, type: 'text' as const })),
      ],
      lines: past.map((p, i) => ({
        cells: [
          froms[i]!,
          p.until as string,
          ...names.map(name => {
            const value = cell(call, register.fields[name]!, p[name])
            return value === null ? null : String(value)
          }),
        ],
      })),
    },
  ]
}
