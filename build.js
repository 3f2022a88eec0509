import { readFileSync } from 'node:fs'
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
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', `whereTheModuleLies("${own}")`) }
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

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // A third less to read at every start. What a trace of the stack meant is in the map, which is not packed.
  minify: true,
  sourcemap: 'external',
  charset: 'utf8',
}

await build({
  ...common,
  entryPoints: [here('src/kernel/prompts.ts')],
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
  plugins: [ownPlace, apart],
})

const required = Object.values(metafile.outputs)
  .flatMap(output => output.imports)
  .filter(i => i.external && i.kind !== 'dynamic-import' && !isBuiltin(i.path))
if (required.length > 0) {
  const names = required.map(i => i.path).join(', ')
  throw new Error(`imported at once, but to be loaded only when used: ${names}`)
}
