import { readFileSync } from 'node:fs'
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

await build({
  entryPoints: [here('src/start.ts')],
  outfile: here('dist/cun.cjs'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifySyntax: true,
  minifyWhitespace: true,
  charset: 'utf8',
  // Small and wanted by nearly every command; the others are found in node_modules by whoever needs them.
  external: Object.keys(dependencies).filter(name => !['commander', 'get-east-asian-width'].includes(name)),
  banner: {
    js: 'const whereTheModuleLies=own=>new URL(own,require("node:url").pathToFileURL(__filename)).href;',
  },
  plugins: [ownPlace],
})
