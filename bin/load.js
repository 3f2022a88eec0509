'use strict'
const { readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { dirname, join } = require('node:path')
const { pathToFileURL } = require('node:url')
const { Script } = require('node:vm')

const program = join(__dirname, '..', 'dist', 'cun.cjs')
const compiled = join(__dirname, '..', 'dist', 'cun.compiled')

/**
 * Loads the program as `require` would, with the code cache of bin/compile.js. A cache made for another Node
 * or another program is ignored.
 */
function script() {
  // The file is ASCII, so there is nothing to decode.
  const text = readFileSync(program, 'latin1')
  const mark = /[0-9a-f]{64}\n$/.exec(text.slice(-65))[0]
  let cachedData
  try {
    const kept = readFileSync(compiled)
    if (kept.toString('latin1', 0, mark.length) === mark) cachedData = kept.subarray(mark.length)
  } catch {
    // not compiled here
  }
  const found = new Script(`(function (exports, require, module, __filename, obtain) {${text}\n})`, {
    filename: program,
    cachedData,
  })
  return { found, mark }
}

/** The `import()` of the program: of a package, a Node module or a file beside it. */
const obtain = name => import(name.startsWith('.') ? pathToFileURL(join(dirname(program), name)).href : name)

function load({ found } = script()) {
  const module = { exports: {} }
  found.runInThisContext()(module.exports, createRequire(program), module, program, obtain)
  return module.exports
}

module.exports = { compiled, load, script }
