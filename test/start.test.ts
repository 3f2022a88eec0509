import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { expect, test } from 'vitest'
import { version } from '../src/version.ts'

const cun = new URL('../bin/cun.js', import.meta.url).pathname

/** The program as a Node that calls itself by another number runs it. */
function under(number: string, ...words: string[]) {
  const faked = join(mkdtempSync(join(tmpdir(), 'cun-test-')), 'faked.cjs')
  const versions = `{ ...process.versions, node: '${number}' }`
  writeFileSync(faked, `Object.defineProperty(process, 'versions', { value: ${versions} })`)
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', faked, cun, ...words], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test.each(['6.17.1', '12.22.12', '18.20.8', '20.16.0', '21.7.3', '22.13.1', '23.11.0'])(
  'Node %s is told in one line that it cannot run cun',
  number => {
    expect(under(number, 'overdue')).toEqual({
      status: 78,
      stdout: '',
      stderr: `cun: Node ${number} 用不了, 请安装 Node 24 (或 22.14 以上、20.17 以上). This Node cannot run cun: install Node 24 (or 22.14 and later, 20.17 and later).\n`,
    })
  },
)

test.each(['20.17.0', '22.14.0', '24.0.0', '26.10.0', '100.0.0'])('Node %s is served', number => {
  expect(under(number, '--version')).toEqual({ status: 0, stdout: `cun ${version}\n`, stderr: '' })
})

test('up to its check of the version the program is JavaScript that the oldest Nodes read', () => {
  const text = readFileSync(cun, 'utf8')
  const as = (target: string, source: string) => transformSync(source, { target }).code
  expect(as('es5', text)).toBe(as('esnext', text))
  expect(text).not.toMatch(/\b(import|export)\b/)
  const modern = text.replace("'cun: Node '", '`cun: Node `')
  expect(as('es5', modern)).not.toBe(as('esnext', modern))
})
