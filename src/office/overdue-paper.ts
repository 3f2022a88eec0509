import { due } from '../kernel/cli/deadlines.ts'
import { paper } from '../kernel/cli/line.ts'
import { township } from '../roster/township.ts'
import { dueDocument, townshipNamed } from './overdue.ts'

/** 到期事项, item by item: township, then village, then household, with days late. */
export const overduePaper = paper({
  name: 'overdue',
  label: { zh: '逾期事项逐项表', en: 'overdue items one by one' },
  options: [
    { flags: '--line <name>', label: { zh: '只看一条线', en: 'one line only' } },
    {
      flags: '--township <name>',
      label: { zh: '只看一个乡镇', en: 'one township only' },
      of: () => township,
    },
  ],
  example: 'cun report overdue --township 常平乡',
  make(facts, _, options) {
    const line = options.line as string | undefined
    const items = due(facts, {
      line,
      place: townshipNamed(facts, options.township),
      which: 'overdue',
      each: true,
    })
    return {
      ...dueDocument(facts, items, { each: true, line }),
      title: { zh: '逾期事项', en: 'Overdue items' },
    }
  },
})
