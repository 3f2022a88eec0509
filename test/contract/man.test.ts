import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { manPage } from '../../docs/make/man.ts'
import { exitCodes } from '../../src/kernel/errors.ts'
import { lines } from '../../src/lines.ts'
import { nounsOf } from '../../src/program.ts'

const page = new URL('../../docs/man/cun.1', import.meta.url).pathname

/** UPDATE_MANUAL=1 writes it. */
test('the man page is what the declarations say', () => {
  const text = manPage(lines)
  if (process.env.UPDATE_MANUAL) {
    mkdirSync(new URL('.', `file://${page}`), { recursive: true })
    writeFileSync(page, text)
  }
  expect(readFileSync(page, 'utf8')).toBe(text)
})

test('it has every command and every exit code', () => {
  const text = readFileSync(page, 'utf8').replaceAll('\\-', '-')
  const missing = nounsOf(lines).flatMap(noun =>
    noun
      .verbs()
      .filter(v => !v.isDefault && !text.includes(`cun ${noun.isAlone ? '' : `${noun.name} `}${v.name}`))
      .map(v => `${noun.name} ${v.name}`),
  )
  expect(missing).toEqual([])
  for (const code of Object.values(exitCodes)) expect(text).toMatch(new RegExp(`^\\\\fB${code}\\\\fR$`, 'm'))
})

const groff = spawnSync('groff', ['--version']).status === 0
test.skipIf(!groff)(
  `groff sets it without a warning${groff ? '' : ' (skipped: it is not installed)'}`,
  () => {
    const set = spawnSync('groff', ['-man', '-Tutf8', '-Kutf8', '-ww', '-rF0', page], { encoding: 'utf8' })
    expect(set.stderr).toBe('')
    expect(set.stdout).toContain('deadlines that need action')
    const faulty = spawnSync('groff', ['-man', '-Tutf8', '-ww'], {
      input: '.TH A 1\n.nonsense\n',
      encoding: 'utf8',
    })
    expect(faulty.stderr).toContain('nonsense')
  },
)
