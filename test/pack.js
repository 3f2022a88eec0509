// What a clerk gets: the package as npm packs it, installed for all folders into an empty place, at work in another
// folder on a database whose path holds spaces and Chinese. Run by .ci/run; the packages come from npm's cache where it has them.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const at = mkdtempSync(join(tmpdir(), 'cun-pack-'))
process.on('exit', () => rmSync(at, { recursive: true, force: true }))
const npm = (...words) =>
  execFileSync('npm', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

const fail = why => {
  console.error(why)
  process.exit(1)
}

const [packed] = JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', at))
const names = packed.files.map(f => f.path)
const unwanted = names.filter(
  name => !/^(bin|data|dist\/(cun\.cjs|prompts\.mjs)|docs\/man|package\.json|README|LICENSE)/.test(name),
)
if (unwanted.length > 0) fail(`packed, and not wanted: ${unwanted.join(' ')}`)
for (const name of [
  'bin/cun.js',
  'bin/package.json',
  'dist/cun.cjs',
  'docs/man/cun.1',
  'data/rules/score-model.csv',
])
  if (!names.includes(name)) fail(`not packed: ${name}`)
console.log(`${packed.filename}: ${names.length} files, ${Math.round(packed.size / 1000)} kB`)

const prefix = join(at, 'prefix')
mkdirSync(prefix)
npm(
  'install',
  '--global',
  '--prefix',
  prefix,
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  '--ignore-scripts',
  join(at, packed.filename),
)
const modules = join(prefix, 'lib/node_modules/cun/node_modules')
const driver = folder => JSON.parse(readFileSync(join(folder, 'better-sqlite3/package.json'), 'utf8')).version
// The older driver compiles itself when it is installed; this computer has done so already.
if (driver(modules) === driver(join(root, 'node_modules'))) {
  const built = join(root, 'node_modules/better-sqlite3/build')
  if (existsSync(built)) cpSync(built, join(modules, 'better-sqlite3/build'), { recursive: true })
}
// Done by the installation itself, which runs no scripts here.
const installed = join(prefix, 'lib/node_modules/cun')
execFileSync(process.execPath, [join(installed, 'bin/compile.js')], { stdio: 'inherit' })
if (!existsSync(join(installed, 'dist/cun.compiled'))) fail('nothing was compiled after the installation')

const elsewhere = join(at, '办公 文件夹')
mkdirSync(elsewhere)
const db = join(elsewhere, '甲 县', '驻村 数据.db')
function cun(words, wanted) {
  const ran = spawnSync(join(prefix, 'bin/cun'), words, {
    cwd: elsewhere,
    encoding: 'utf8',
    env: { ...process.env, CUN_DB: db, CUN_LANG: 'zh' },
  })
  if (ran.status !== 0 || !wanted.test(ran.stdout + ran.stderr))
    fail(`cun ${words.join(' ')}: ${ran.status}\n${ran.stdout}${ran.stderr}`)
  console.log(`cun ${words.join(' ')}: ${(ran.stdout || ran.stderr).trim().split('\n')[0]}`)
}
cun(['--version'], /^cun \d/)
cun(['help'], /每天/)
cun(['init', '--name', '甲县', '--code', '410882'], /已建库/)
cun(['import', join(root, 'test/samples/qinyang-townships.csv')], /新增 13/)
cun(['unit', 'add', '--name', '示例一局', '--level', '县'], /1 号已登记/)
cun(['unit', 'list', '--out', '单位 名单.xlsx'], /已写入/)
cun(['unit', 'export', '--out', '单位.csv'], /已写入/)
cun(['import', '单位.csv'], /不变 1/)
cun(['overdue'], /到期事项/)
cun(['complete', '--', 'unit', 'show', '示'], /示例一局/)
cun(['completion', 'bash'], /complete/)
cun(['check'], /没有问题/)
cun(['demo', '--db', join(at, '示例 县.db')], /示例沁阳市/)
console.log('installed, and at work in another folder')
