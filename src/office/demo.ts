import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Entry, entriesOf } from '../assessment/list/redblue.ts'
import { runVerb } from '../kernel/cli/arguments.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { type Call, type Options, type Paper, verb } from '../kernel/cli/line.ts'
import { print } from '../kernel/cli/print.ts'
import { importFile } from '../kernel/import/import-file.ts'
import { programPath } from '../kernel/terminal/program-files.ts'
import { createCounty } from './init.ts'
import { overdue } from './overdue.ts'
import { settings } from './settings.ts'

const folder = programPath('data/demo/')

/** Last day of the sample county's records. */
const demoDay = '2024-07-26'

/**
 * Settings of the sample county: routine visits by kind of household, and thresholds of the list at which a quarter of the sample has a list as long as the article's.
 */
const chosen = {
  'visit.rounds': '监测户=2、脱贫户=3',
  'redblue.redFrom': '60',
  'redblue.blueBelow': '60',
}

/** The entry of this place on the list of 2024Q1, counted from the end if negative. */
interface Listed {
  readonly colour: Entry['colour']
  readonly at: number
}

type Step = readonly [
  asOf: string,
  noun: string,
  verb: string,
  args: readonly (string | Listed)[],
  options?: Options,
]

/** Freezes and publishes one quarter; the newest is left for users to try. Numbers and names are invented. */
const process: readonly Step[] = [
  ['2024-04-12', 'assess', 'freeze', ['2024Q1']],
  ['2024-04-12', 'redblue', 'propose', ['2024Q1'], { red: '17', blue: '8', by: '示例考核办' }],
  [
    '2024-04-12',
    'redblue',
    'propose',
    ['2024Q1'],
    {
      unit: '示例六局',
      red: true,
      facts: '办成民生实事: 修通贺村村东机耕路, 村里已确认',
      basis: '民生实事台账, 乡镇党委推荐',
      by: '示例考核办',
    },
  ],
  [
    '2024-04-13',
    'redblue',
    'object',
    ['2024Q1', { colour: 'red', at: -2 }],
    { by: '示例乡党委', reason: '三月有一次走访误录' },
  ],
  [
    '2024-04-15',
    'redblue',
    'decide',
    ['2024Q1', { colour: 'red', at: -2 }],
    { drop: true, by: '示例部长', reason: '异议属实' },
  ],
  ['2024-04-15', 'redblue', 'decide', ['2024Q1'], { by: '示例部长' }],
  ['2024-04-18', 'redblue', 'publish', ['2024Q1'], { number: '示例组通〔2024〕2号' }],
  [
    '2024-05-10',
    'redblue',
    'follow',
    ['2024Q1', { colour: 'blue', at: 0 }],
    { closed: '2024-05-10', outcome: '已制定整改计划' },
  ],
  [
    '2024-05-20',
    'redblue',
    'follow',
    ['2024Q1', { colour: 'blue', at: 1 }],
    { closed: '2024-05-20', outcome: '已整改' },
  ],
]

const nameAt = (facts: Facts, { colour, at }: Listed): string =>
  entriesOf(facts, '2024Q1')
    .filter(e => e.colour === colour)
    .at(at)!.name

/** Runs the steps without output. */
async function proceed(call: Call, db: string): Promise<void> {
  const silent = {
    ...call.world,
    out: () => {},
    err: () => {},
    terminal: { in: false, out: false, err: false },
  }
  const verbs = call.lines.flatMap(l => l.verbs ?? [])
  for (const [asOf, noun, name, places, options = {}] of process) {
    const { reason } = options
    const global = { db, asOf, quiet: true, ...(typeof reason === 'string' ? { reason } : {}) }
    const at = call.elsewhere(global, undefined, silent)
    const args = places.map(p => (typeof p === 'string' ? p : nameAt(at, p)))
    try {
      await runVerb(at, verbs.find(v => v.noun === noun && v.name === name)!, { args, options })
    } finally {
      at.close()
    }
  }
}

/** Builds the sample county through the ordinary import, then prints the main tables. */
export const demo = verb({
  name: 'demo',
  label: { zh: '示例县: 建库、导入、打印主要表格', en: 'build the sample county and print its main tables' },
  example: 'cun demo',
  async run(call) {
    const db = call.global.db ?? join(mkdtempSync(join(tmpdir(), 'cun-demo-')), 'cun.db')
    const made = call.elsewhere({ ...call.global, db, asOf: demoDay })
    const seen = call.elsewhere({ ...call.global, db, asOf: call.global.asOf ?? demoDay, pager: false })
    try {
      createCounty(made, { name: '示例沁阳市', code: '410882', since: '2024-01-01' })
      const at: Call = { ...made, keep: () => {} }
      for (const [name, value] of Object.entries(chosen)) await settings.run(at, ['set', name, value], {})
      for (const file of readdirSync(folder)
        .filter(f => f.endsWith('.csv'))
        .sort()) {
        await importFile(
          at,
          join(folder, file),
          {},
          call.lines.flatMap(l => l.registers ?? []).filter(r => !r.process),
        )
      }
      await proceed(call, db)
      for (const [name, period] of [
        ['brief', ''],
        ['plan', '2024'],
        ['score', '2024Q2'],
      ] as const) {
        const paper = call.lines.flatMap(l => l.papers ?? []).find(p => p.name === name) as Paper
        call.world.out('\n')
        const published = seen.lines.flatMap(l => l.published?.(seen, name, period) ?? [])
        const document = published[0] ?? (await paper.make(seen, period, {}))
        await print(seen, {
          ...document,
          title: { zh: `示例 · ${document.title.zh}`, en: `SAMPLE · ${document.title.en}` },
        })
      }
      call.world.out('\n')
      await overdue.run(seen, [], {})
      call.tell({
        zh: `示例库在 ${db}; 接着试: cun --db ${db} --as-of ${seen.asOf} overdue --each`,
        en: `the sample database is ${db}; try: cun --db ${db} --as-of ${seen.asOf} overdue --each`,
      })
      call.tell({
        zh: '2024Q2 还没有冻结和公布: 可照手册“季末”在这个库里走一遍, 从 cun assess 2024Q2 起',
        en: '2024Q2 is neither frozen nor published: follow "The end of a quarter" in the manual with it, starting with cun assess 2024Q2',
      })
      return 0
    } finally {
      made.close()
      seen.close()
    }
  },
})
