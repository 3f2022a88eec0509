import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importFile } from '../kernel/import-file.ts'
import { type Paper, verb } from '../kernel/line.ts'
import { print } from '../kernel/output.ts'
import { createCounty } from './init.ts'
import { overdue } from './overdue.ts'
import { settings } from './settings.ts'

const folder = fileURLToPath(new URL('../../data/demo/', import.meta.url))

/** The day up to which the sample county's records run. */
const demoDay = '2024-07-26'

/** What the sample office has set: the round that its brief counts from, and routine rounds by kind of household. */
const chosen = { 'round.start': '2023-07-01', 'visit.rounds': '监测户=2、脱贫户=3' }

/** The sample county: its sheets go through the ordinary import, then the main tables are printed. */
export const demo = verb({
  name: 'demo',
  label: { zh: '示例县: 建库、导入、打印主要表格', en: 'build the sample county and print its main tables' },
  example: 'cun demo',
  async run(call) {
    const db = call.global.db ?? join(mkdtempSync(join(tmpdir(), 'cun-demo-')), 'cun.db')
    const at = call.elsewhere({ ...call.global, db, asOf: demoDay })
    const seen = call.elsewhere({ ...call.global, db, asOf: call.global.asOf ?? demoDay })
    try {
      createCounty(at, { name: '示例沁阳市', code: '410882', since: '2024-01-01' })
      for (const [name, value] of Object.entries(chosen)) await settings.run(at, ['set', name, value], {})
      for (const file of readdirSync(folder)
        .filter(f => f.endsWith('.csv'))
        .sort()) {
        await importFile(
          at,
          join(folder, file),
          {},
          call.lines.flatMap(l => l.registers ?? []),
        )
      }
      for (const [name, period] of [
        ['brief', ''],
        ['plan', '2024'],
        ['quarter', '2024Q2'],
      ] as const) {
        const paper = call.lines.flatMap(l => l.papers ?? []).find(p => p.name === name) as Paper
        call.world.out('\n')
        const document = await paper.make(seen, period, {})
        await print(seen, {
          ...document,
          title: { zh: `示例 · ${document.title.zh}`, en: `SAMPLE · ${document.title.en}` },
        })
      }
      call.world.out('\n')
      await overdue.run(seen, [], {})
      call.tell({
        zh: `示例库在 ${db}; 接着试: cun --db ${db} --as-of ${seen.asOf} overdue --each`,
        en: `the sample is ${db}; try: cun --db ${db} --as-of ${seen.asOf} overdue --each`,
      })
      return 0
    } finally {
      at.close()
      seen.close()
    }
  },
})
