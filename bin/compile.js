'use strict'
// Runs after installation: compiles what common commands need and caches it beside the program for this Node,
// so that they start sooner. Optional: without the cache the program is compiled at each start.
const { spawnSync } = require('node:child_process')
const { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')

const asked = process.argv.slice(2)

if (asked.length > 0) run()
else if (existsSync(join(__dirname, '..', 'dist', 'cun.cjs'))) compile()

/** Each command extends the cache of those before it. */
function compile() {
  const at = mkdtempSync(join(tmpdir(), 'cun-compile-'))
  try {
    rmSync(require('./load.js').compiled, { force: true })
    const db = join(at, 'cun.db')
    for (const words of [
      ['init', '--name', '示例县', '--code', '410882'],
      ['overdue'],
      ['village', 'list'],
      ['help'],
    ]) {
      spawnSync(process.execPath, [__filename, ...words, '--db', db], { stdio: 'ignore', cwd: at })
    }
  } finally {
    rmSync(at, { recursive: true, force: true })
  }
}

function run() {
  const { compiled, load, script } = require('./load.js')
  const { found, mark } = script()
  process.on('exit', code => {
    if (code !== 0) return
    // Readable by every user who may run the program.
    process.umask(0o022)
    writeFileSync(`${compiled}.tmp`, Buffer.concat([Buffer.from(mark), found.createCachedData()]))
    renameSync(`${compiled}.tmp`, compiled)
  })
  load({ found }).start()
}
