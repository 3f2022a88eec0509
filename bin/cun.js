#!/usr/bin/env node
'use strict'
// Every version of Node parses this file: use only syntax that the oldest ones understand.
var found = process.versions.node.split('.').map(Number)
var served = found[0] > 23 || (found[0] === 22 && found[1] >= 14) || (found[0] === 20 && found[1] >= 17)
if (!served) {
  console.error(
    'cun: Node ' +
      process.versions.node +
      ' 用不了, 请安装 Node 24 (或 22.14 以上、20.17 以上). ' +
      'This Node cannot run cun: install Node 24 (or 22.14 and later, 20.17 and later).',
  )
  process.exitCode = 78
} else if (process.argv.length === 3 && /^(--version|-V)$/.test(process.argv[2])) {
  // Scripts ask for this most often, and it needs nothing of the program.
  process.stdout.write('cun ' + require('../package.json').version + '\n')
} else {
  require('./load.js').load().start()
}
