'use strict'
const { readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { dirname, join } = require('node:path')
const { constants, Script } = require('node:vm')

const program = join(__dirname, '..', 'dist', 'cun.cjs')
const compiled = join(__dirname, '..', 'dist', 'cun.compiled')

/**
 * The program as `require` would give it. What was compiled when it was installed (bin/compile.js) is not compiled
 * again; what fits neither this Node nor this program is passed over.
 */
function script() {
  // All its characters are of one byte: nothing to decode.
  const text = readFileSync(program, 'latin1')
  const mark = /[0-9a-f]{64}\n$/.exec(text.slice(-65))[0]
  let cachedData
  try {
    const kept = readFileSync(compiled)
    if (kept.toString('latin1', 0, mark.length) === mark) cachedData = kept.subarray(mark.length)
  } catch {
    // not compiled here
  }
  const found = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
    filename: program,
    cachedData,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  return { found, mark }
}

function load({ found } = script()) {
  const module = { exports: {} }
  found.runInThisContext()(module.exports, createRequire(program), module, program, dirname(program))
  return module.exports
}

module.exports = { compiled, load, script }
