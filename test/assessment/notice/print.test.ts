import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { printOfficial, renderOfficial } from '../../../src/assessment/notice/official/print.ts'
import { standardFonts as fonts } from '../../../src/kernel/document/fonts.ts'
import { onTerminal } from '../../kernel/cli/on-terminal.ts'
import { official } from './officials.ts'

test('an official paper is printed as text, page and document', async () => {
  const seen = onTerminal({})
  await printOfficial(seen.call, official())
  expect(Buffer.concat(seen.out).toString()).toContain('某办通〔2024〕3号')
  const file = onTerminal({ out: 'x.docx', open: true })
  await printOfficial(file.call, official())
  expect(file.out[0]!.toString()).toBe('/x.docx')
  expect(file.said).toEqual(['已写入 x.docx\n', 'open /x.docx\n'])
  await expect(printOfficial(onTerminal({ format: 'csv' }).call, official())).rejects.toThrow('cannot write')
})

describe('the same official paper gives the same bytes', () => {
  test.each(['table', 'html', 'docx'] as const)('%s, twice', async format => {
    const first = await renderOfficial(onTerminal({}).call, official(), format)
    expect(Buffer.compare(first, await renderOfficial(onTerminal({}).call, official(), format))).toBe(0)
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
