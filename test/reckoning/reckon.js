// The second reckoning, long: `npm run reckon -- --counties 1000 --seed 1`. Prints how many rows were compared.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { counties: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
})
const report = join(mkdtempSync(join(tmpdir(), 'cun-reckon-')), 'report.txt')
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', '--config', 'test/vitest.config.ts', 'test/reckoning/reckoning.test.ts'],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      RECKON_COUNTIES: values.counties,
      RECKON_SEED: values.seed,
      RECKON_REPORT: report,
    },
  },
)
try {
  process.stdout.write(readFileSync(report, 'utf8'))
} catch {
  process.stdout.write('nothing was compared\n')
}
process.exit(status ?? 1)
