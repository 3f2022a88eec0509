import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { later } from '../kernel/calendar.ts'
import { importFile } from '../kernel/import-file.ts'
import { type Paper, verb } from '../kernel/line.ts'
import { print } from '../kernel/output.ts'
import { createCounty } from './init.ts'
import { overdue } from './overdue.ts'

const folder = fileURLToPath(new URL('../../data/demo/', import.meta.url))

/** The day on which the sample county is looked at, the end of a quarter; its records run on to the last day. */
const demoDay = '2024-06-30'
const lastDay = '2024-07-26'

/** The sample county: its sheets go through the ordinary import, then the main tables are printed. */
export const demo = verb({
  name: 'demo',
  label: { zh: '示例县: 建库、导入、打印主要表格', en: 'build the sample county and print its main tables' },
  example: 'cun demo',
  async run(call) {
    const asOf = call.global.asOf ?? demoDay
    const db = call.global.db ?? join(mkdtempSync(join(tmpdir(), 'cun-demo-')), 'cun.db')
    const clerk = call.elsewhere({ ...call.global, db, asOf: later(asOf, lastDay) })
    const at = call.elsewhere({ ...call.global, db, asOf })
    try {
      createCounty(clerk, { name: '沁阳市 (示例)', code: '410882', since: '2024-01-01' })
      for (const file of readdirSync(folder)
        .filter(f => f.endsWith('.csv'))
        .sort()) {
        await importFile(
          clerk,
          join(folder, file),
          {},
          call.lines.flatMap(l => l.registers ?? []),
        )
      }
      for (const name of ['attendance', 'quarter']) {
        const paper = call.lines.flatMap(l => l.papers ?? []).find(p => p.name === name) as Paper
        at.world.out('\n')
        const document = paper.make(at, '2024Q2', {})
        print(at, {
          ...document,
          title: { zh: `示例 · ${document.title.zh}`, en: `SAMPLE · ${document.title.en}` },
        })
      }
      at.world.out('\n')
      await overdue.run(at, [], {})
      at.tell({
        zh: `示例库在 ${db}; 接着试: cun --db ${db} --as-of ${asOf} overdue --each`,
        en: `the sample is ${db}; try: cun --db ${db} --as-of ${asOf} overdue --each`,
      })
      return 0
    } finally {
      clerk.close()
      at.close()
    }
  },
})
