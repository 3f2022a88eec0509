import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))
const here = name => fileURLToPath(new URL(name, import.meta.url))

/** Gives every module the `import.meta.url` of tsc's output, from which it finds its files. */
const ownPlace = {
  name: 'own place',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      const own = relative(here('src'), path).replaceAll('\\', '/').replace(/ts$/, 'js')
      // esbuild's `charset` does not escape characters of regular expressions.
      const plain = text.replace(/[^\0-\x7f]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
      return { loader: 'ts', contents: plain.replaceAll('import.meta.url', `whereTheModuleLies("${own}")`) }
    })
  },
}

/** The prompts are a file of their own, because their libraries are ES modules and cannot be required. */
const apart = {
  name: 'prompts apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/prompts\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './prompts.mjs', external: true } : undefined,
    )
  },
}

/** Node modules that few commands need and that load slowly: loaded on first use. */
const late = {
  name: 'late parts of Node',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(crypto|child_process)$/, namespace: 'file' }, ({ path }) => ({
      path,
      namespace: 'late',
    }))
    onResolve({ filter: /^node:/, namespace: 'late' }, ({ path }) => ({ path, external: true }))
    onLoad({ filter: /./, namespace: 'late' }, ({ path }) => ({
      // Cached, because hashing a row takes less time than another require().
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
  // A third less to read at every start. The map, which explains stack traces, is not published.
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
  // Bundles the small packages that nearly every command needs; others are loaded from node_modules.
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
  throw new Error(`imported statically, but must be loaded on use: ${names}`)
}

// An ASCII file is read and compiled sooner. Its last line is a digest by which bin/load.js recognises the
// code cache.
const program = here('dist/cun.cjs')
// Code from the cache cannot import(): bin/load.js does it, under a word of the same length.
const text = readFileSync(program, 'utf8').replaceAll('import("', 'obtain("')
if (/[^\0-\x7f]/.test(text)) throw new Error('dist/cun.cjs: a non-ASCII character')
if (/\bimport\(/.test(text)) throw new Error('dist/cun.cjs: an import() without a literal name')
writeFileSync(program, `${text}//${createHash('sha256').update(text).digest('hex')}\n`)
