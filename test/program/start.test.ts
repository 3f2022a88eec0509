import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { afterAll, describe, expect, test } from 'vitest'
import { exitCodes } from '../../src/kernel/errors.ts'
import { version } from '../../src/version.ts'

const cun = new URL('../../bin/cun.js', import.meta.url).pathname

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

describe('what was compiled when the program was installed', () => {
  const at = mkdtempSync(join(tmpdir(), 'cun-compiled-'))
  const root = new URL('../..', import.meta.url).pathname
  for (const name of ['bin', 'dist', 'data', 'package.json'])
    cpSync(join(root, name), join(at, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(at, 'node_modules'))
  const kept = join(at, 'dist/cun.compiled')
  const node = (...words: string[]) => spawnSync(process.execPath, words, { encoding: 'utf8', cwd: at })
  rmSync(kept, { force: true })
  const plainly = node('bin/cun.js', 'help').stdout
  node('bin/compile.js')
  const whole = readFileSync(kept)
  afterAll(() => rmSync(at, { recursive: true, force: true }))

  const changed = (where: number, bytes: string) => {
    const copy = Buffer.from(whole)
    copy.write(bytes, where, 'latin1')
    return copy
  }
  const mark = 65
  test.each([
    ['is used', whole, 'false'],
    ['by another Node is passed over', changed(mark + 4, 'node'), 'true'],
    ['and was cut short is passed over', whole.subarray(0, whole.length >> 1), 'true'],
    ['of another program is not looked at', changed(0, '0000'), 'undefined'],
    ['is empty, and not looked at', Buffer.alloc(0), 'undefined'],
    ['is not there', undefined, 'undefined'],
  ])('%s', (_, bytes, isRejected) => {
    rmSync(kept, { force: true })
    if (bytes) writeFileSync(kept, bytes)
    const rejected = 'console.log(String(require("./bin/load.js").script().found.cachedDataRejected))'
    expect(node('-e', rejected).stdout).toBe(`${isRejected}\n`)
    expect(plainly).toContain('天线')
    expect(node('bin/cun.js', 'help').stdout).toBe(plainly)
  })
})

test('a driver that another Node built is named, with what to do', () => {
  const at = mkdtempSync(join(tmpdir(), 'cun-driver-'))
  const root = new URL('../..', import.meta.url).pathname
  for (const name of ['bin', 'dist', 'data', 'package.json'])
    cpSync(join(root, name), join(at, name), { recursive: true })
  mkdirSync(join(at, 'node_modules'))
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== 'better-sqlite3')
      symlinkSync(join(root, 'node_modules', name), join(at, 'node_modules', name))
  }
  const driver = join(at, 'node_modules/better-sqlite3')
  cpSync(join(root, 'node_modules/better-sqlite3'), driver, {
    recursive: true,
    filter: from => !/[/\\](deps|src)$/.test(from),
  })
  const { version } = JSON.parse(readFileSync(join(driver, 'package.json'), 'utf8')) as { version: string }
  for (const name of readdirSync(driver, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.node')) writeFileSync(join(driver, name), 'of another Node')
  }
  const words = [
    join(at, 'bin/cun.js'),
    'init',
    '--name',
    '示例县',
    '--code',
    '410882',
    '--db',
    join(at, 'x.db'),
  ]
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  rmSync(at, { recursive: true, force: true })
  expect({ status, stderr }).toEqual({
    status: exitCodes.wrong,
    stderr: `Node ${process.version} 用不了已安装的数据库驱动 (better-sqlite3 ${version})\n→ 用这个 Node 重新安装 cun (在源码文件夹中为 npm ci), 或改回安装时的 Node\n`,
  })
})
