import type { Call } from '../cli/line.ts'
import { cell } from '../cli/record-document.ts'
import { keyFields } from '../schema/register.ts'
import type { Row } from '../schema/types.ts'
import { isSame } from '../store/dated.ts'
import { say, type Text, visible } from '../text.ts'
import type { ListPlan } from './complete-list.ts'

/**
 * Shows what a complete list would do: how many records it adds, changes and ends; with `isWhole` each by
 * name. A number that now stands for another name is always shown, because it may be another record.
 */
export function showList(call: Call, plan: ListPlan, on: string, isWhole: boolean): void {
  const { register, adds, renamed, ends } = plan
  const others = plan.ofRows.filter(c => !renamed.includes(c))
  const changed = plan.ofRows.length
  call.tell({
    zh: `自 ${on} 的完整名册: 新增 ${adds.length}, 变更 ${changed}, 离册 ${ends.length}, 不变 ${plan.unchanged}`,
    en: `complete list from ${on} on: ${adds.length} added, ${changed} changed, ${ends.length} ended, ${plan.unchanged} unchanged`,
  })
  const label = (row: Row) =>
    keyFields(register)
      .flatMap(name => cell(call, register.fields[name]!, row[name]) ?? [])
      .join(' ')
  const line = (text: string) => call.tell({ zh: `  ${visible(text)}`, en: `  ${visible(text)}` })
  const ending = ({ after }: ListPlan['changes'][number]) => {
    const [reason] = register.ending ?? []
    const why = reason && cell(call, register.fields[reason]!, after[reason])
    return why ? `${label(after)} (${why})` : label(after)
  }
  const part = (title: Text, rows: readonly string[]) => {
    if (rows.length === 0) return
    call.tell({ zh: `${title.zh} ${rows.length}:`, en: `${title.en} (${rows.length}):` })
    for (const row of rows) line(row)
  }
  const differing = ({ before, after }: ListPlan['changes'][number]) => {
    const then = plan.asOf(before)
    const texts = Object.entries(register.fields)
      .filter(([name]) => !isSame(then[name], after[name]))
      .map(([name, field]) => {
        const [was, is] = [then[name], after[name]].map(v => cell(call, field, v) ?? '—')
        return `${say(field.label, call.lang)} ${was} → ${is}`
      })
    return `${label(then)}: ${texts.join(', ')}`
  }
  part(
    {
      zh: '编号相同而名称不同, 按同一户更名 (是另一户的, 先登记原户离册)',
      en: 'same number, other name: taken for the same record (if it is another, first end the former)',
    },
    renamed.map(differing),
  )
  if (!isWhole) return
  part({ zh: '新增', en: 'added' }, adds.map(label))
  part({ zh: '变更', en: 'changed' }, others.map(differing))
  part({ zh: '离册', en: 'ended' }, ends.map(ending))
}
