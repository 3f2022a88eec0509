import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { perform, written } from '../session.ts'

/** UPDATE_SESSIONS=1 writes what is printed now; the difference is then for a person to read. */
for (const kind of ['sessions', 'refusals']) {
  const folder = new URL(`../${kind}/`, import.meta.url).pathname
  describe(kind, () => {
    for (const name of readdirSync(folder).sort()) {
      test(name, async () => {
        const text = readFileSync(join(folder, name), 'utf8')
        const now = written(await perform(text))
        if (process.env.UPDATE_SESSIONS) writeFileSync(join(folder, name), now)
        else expect(now).toBe(text)
      })
    }
  })
}
