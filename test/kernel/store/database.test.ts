import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src/kernel/store/database.ts'
import { migrations } from '../../../src/migrations.ts'
import { place } from '../../world.ts'

const init = 'cun init --name 沁阳市 --code 410882 --since 2023-01-01'

describe('a making of the database that was cut off', () => {
  test('is finished by the same command, from an empty file or one with tables and no batch', async () => {
    for (const leave of [
      (path: string) => writeFileSync(path, ''),
      (path: string) => openDatabase(path, migrations, { create: true }).close(),
    ]) {
      const there = place()
      leave(join(there.folder, 'cun.db'))
      expect((await there.run(init)).code).toBe(0)
      expect((await there.run('cun check')).code).toBe(0)
    }
  })

  test('is not any other file', async () => {
    const there = place()
    there.write('cun.db', 'something else')
    expect((await there.run(init)).code).toBe(73)
    expect(there.read('cun.db')).toBe('something else')
  })
})
