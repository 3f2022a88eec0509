import { listDeadlines } from '../kernel/cli/deadlines.ts'
import { paper } from '../kernel/cli/line.ts'
import { dueDocument, scopeOptions, townshipNamed } from './overdue.ts'

/** 逾期事项, one row per item: township, village, person, duty, days late. */
export const overduePaper = paper({
  name: 'overdue',
  label: { zh: '逾期事项逐项表', en: 'overdue items one by one' },
  options: scopeOptions,
  example: 'cun report overdue --township 常平乡',
  make(facts, _, options) {
    const { line } = options
    const items = listDeadlines(facts, {
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
