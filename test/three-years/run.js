// Three years as a test, long: `npm run three-years -- --villages 5 --households 12 --months 35 --write`. Prints what differed and why.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const number = { type: 'string' }
const { values } = parseArgs({
  options: {
    seed: number,
    townships: number,
    villages: number,
    households: number,
    units: number,
    months: number,
    write: { type: 'boolean' },
  },
})
const { write, ...sizes } = values
const plan = Object.fromEntries(Object.entries(sizes).map(([name, value]) => [name, Number(value)]))
const report = join(mkdtempSync(join(tmpdir(), 'cun-three-years-')), 'report.txt')
const begun = performance.now()
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', '--config', 'test/vitest.config.ts', 'test/three-years/three-years.test.ts'],
  {
    stdio: 'inherit',
    env: { ...process.env, THREE_YEARS: JSON.stringify(plan), THREE_YEARS_REPORT: report },
  },
)
const minutes = ((performance.now() - begun) / 60_000).toFixed(1)
let said = 'nothing was printed\n'
try {
  said = `${readFileSync(report, 'utf8')}npm run three-years${process.argv
    .slice(2)
    .filter(w => w !== '--write')
    .map(w => ` ${w}`)
    .join('')}: ${minutes} minutes, ${status === 0 ? 'passed' : 'FAILED'}\n`
} catch {}
process.stdout.write(said)
if (write) writeFileSync(new URL('results.txt', import.meta.url), said)
process.exit(status ?? 1)
