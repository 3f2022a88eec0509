import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))
const here = name => fileURLToPath(new URL(name, import.meta.url))

/** Every module finds its files from where tsc would put it, though it lies in the bundle. */
const ownPlace = {
  name: 'own place',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      const own = relative(here('src'), path).replaceAll('\\', '/').replace(/ts$/, 'js')
      // What `charset` leaves as it is: the characters of regular expressions.
      const plain = text.replace(/[^\0-\x7f]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
      return { loader: 'ts', contents: plain.replaceAll('import.meta.url', `whereTheModuleLies("${own}")`) }
    })
  },
}

/** The prompts are a file of their own: their libraries are ES modules, which the others cannot require. */
const apart = {
  name: 'prompts apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/prompts\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './prompts.mjs', external: true } : undefined,
    )
  },
}

/** Parts of Node that few commands need and that take it long to load: loaded by the first who uses one of them. */
const late = {
  name: 'late parts of Node',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(crypto|child_process)$/, namespace: 'file' }, ({ path }) => ({
      path,
      namespace: 'late',
    }))
    onResolve({ filter: /^node:/, namespace: 'late' }, ({ path }) => ({ path, external: true }))
    onLoad({ filter: /./, namespace: 'late' }, ({ path }) => ({
      // Kept, for a row is digested in less than it takes to ask for the part again.
      contents: ['createHash', 'hash', 'randomFillSync', 'spawn']
        .map(name => `export const ${name} = (...given) => part().${name}(...given)`)
        .concat(`let kept\nconst part = () => (kept ??= require("${path}"))`)
        .join('\n'),
    }))
  },
}

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // A third less to read at every start. What a trace of the stack meant is in the map, which is not packed.
  minify: true,
  sourcemap: 'external',
  charset: 'ascii',
}

await build({
  ...common,
  entryPoints: [here('src/kernel/terminal/prompts.ts')],
  outfile: here('dist/prompts.mjs'),
  format: 'esm',
  packages: 'external',
})

const { metafile } = await build({
  ...common,
  entryPoints: [here('src/start.ts')],
  outfile: here('dist/cun.cjs'),
  format: 'cjs',
  metafile: true,
  // Small and wanted by nearly every command; the others are found in node_modules by whoever needs them.
  external: Object.keys(dependencies).filter(name => !['commander', 'get-east-asian-width'].includes(name)),
  banner: {
    js: 'const whereTheModuleLies=own=>new URL(own,require("node:url").pathToFileURL(__filename)).href;',
  },
  plugins: [ownPlace, apart, late],
})

const required = Object.values(metafile.outputs)
  .flatMap(output => output.imports)
  .filter(i => i.external && i.kind !== 'dynamic-import' && !isBuiltin(i.path))
if (required.length > 0) {
  const names = required.map(i => i.path).join(', ')
  throw new Error(`imported at once, but to be loaded only when used: ${names}`)
}

// One byte for every character is read and compiled sooner. By its mark bin/load.js knows what was compiled from it.
const program = here('dist/cun.cjs')
// What is compiled beforehand cannot import by itself: bin/load.js does it, under a word of the same length.
const text = readFileSync(program, 'utf8').replaceAll('import("', 'obtain("')
if (/[^\0-\x7f]/.test(text)) throw new Error('dist/cun.cjs: a character of more than one byte')
if (/\bimport\(/.test(text)) throw new Error('dist/cun.cjs: an import whose name is not plain')
writeFileSync(program, `${text}//${createHash('sha256').update(text).digest('hex')}\n`)
