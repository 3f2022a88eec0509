import { argument, type Call } from '../kernel/cli/line.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import type { Batch } from '../kernel/store/journal.ts'
import { say, type Text } from '../kernel/text.ts'

export const actions: Record<string, Text> = {
  add: { zh: '新增', en: 'added' },
  change: { zh: '更改', en: 'changed' },
  remove: { zh: '删除', en: 'removed' },
}

/** `派驻 新增 94, 派出单位 新增 24` */
export function summary(call: Call, batch: Batch): string {
  const counts = JSON.parse(batch.counts) as Record<string, Record<string, number>>
  return Object.entries(counts)
    .map(([name, of]) => {
      const label = call.registers.find(r => r.name === name)?.label[call.lang] ?? name
      return `${label} ${Object.entries(of)
        .map(([a, n]) => `${say(actions[a]!, call.lang)} ${n}`)
        .join(' ')}`
    })
    .join(', ')
}

const batchLabel = { zh: '批号', en: 'batch' }
export const batchArg = argument({
  name: '[number]',
  zh: '批号',
  label: batchLabel,
  field: integer(batchLabel),
})
