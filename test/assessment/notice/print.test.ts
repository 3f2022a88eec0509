import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { rendered } from '../../../src/assessment/notice/notice-files.ts'
import { standardFonts as fonts } from '../../../src/kernel/document/fonts.ts'
import { settingsOf } from '../../../src/kernel/store/settings.ts'
import { lines } from '../../../src/lines.ts'
import { official } from './officials.ts'

describe('the same official paper gives the same bytes', () => {
  test('both forms of a notice, twice', async () => {
    const declared = lines.flatMap(l => l.settings ?? [])
    const settings = settingsOf(undefined, declared, '2024-07-26')
    const [first, second] = [
      await rendered({ settings }, official()),
      await rendered({ settings }, official()),
    ]
    expect(first.docx.length).toBeGreaterThan(500)
    expect(first.html.length).toBeGreaterThan(500)
    expect(second).toEqual(first)
  })
  test('in another process, in another time zone', async () => {
    const script = `
      import { writeOfficialDocx } from './dist/assessment/notice/official/docx.js'
      import { createHash } from 'node:crypto'
      const { official, options } = JSON.parse(process.env.PAPERS)
      console.log(createHash('sha256').update(await writeOfficialDocx(official, options)).digest('hex'))`
    const papers = { official: official(), options: { lang: 'zh', fonts } }
    const digests = ['Asia/Shanghai', 'America/St_Johns'].map(TZ =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        cwd: new URL('../../..', import.meta.url).pathname,
        env: { ...process.env, TZ, PAPERS: JSON.stringify(papers) },
      }).toString(),
    )
    expect(digests[0]).toMatch(/^[0-9a-f]{64}\n$/)
    expect(digests[1]).toBe(digests[0])
  })
})
