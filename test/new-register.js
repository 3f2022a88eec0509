import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const usage = `npm run new:register -- NAME LINE 中文名 "english name"   makes the register, its list entry and its migration
npm run new:register -- NAME                              rewrites the migration from the declaration,
                                                          once its fields are right and the project is built`

const at = path => fileURLToPath(new URL(`../${path}`, import.meta.url))
const read = path => readFileSync(at(path), 'utf8')
const write = (path, text) => {
  writeFileSync(at(path), text)
  console.log(path)
}

const [name, line, zh, en] = process.argv.slice(2)
if (!/^[a-z][A-Za-z]*$/.test(name ?? '')) fail(usage)
if (line === undefined) await rewrite()
else if (zh && en) make()
else fail(usage)

function fail(message) {
  console.error(message)
  process.exit(64)
}

function make() {
  const file = `src/${line}/${name}.ts`
  const contents = `src/${line}/line.ts`
  if (!existsSync(at(contents))) fail(`there is no line ${line}`)
  if (existsSync(at(file))) fail(`${file} exists already`)
  if (!/registers: \[/.test(read(contents))) fail(`${contents} lists no registers`)
  write(
    file,
    `import { date } from '../kernel/schema/fields/date.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'

export const ${name} = register({
  name: '${name}',
  label: { zh: '${zh}', en: '${en}' },
  about: { zh: '一条${zh}。', en: 'One ${en}.' },
  key: ['date', 'title'],
  filledBy: 'county',
  on: 'date',
  fields: {
    date: date({ zh: '日期', en: 'date' }),
    title: text({ zh: '${zh}名称', en: '${en} title' }, { max: 200 }),
  },
  list: ['date', 'title'],
  example: { date: '2024-04-09', title: '${zh}' },
})
`,
  )
  const listed = read(contents)
  const lastImport = listed.lastIndexOf("from '")
  const end = listed.indexOf('\n', lastImport) + 1
  const withImport = `${listed.slice(0, end)}import { ${name} } from './${name}.ts'\n${listed.slice(end)}`
  write(
    contents,
    withImport.replace(
      /registers: \[([^\]]*)\]/,
      (_, names) => `registers: [${[...named(names), name].join(', ')}]`,
    ),
  )
  const number = readdirSync(at('src/migrations')).length + 1
  writeMigration(number, skeleton())
  const list = read('src/migrations.ts')
  write(
    'src/migrations.ts',
    list
      .replace(/\n\n\/\*\*/, `\nimport { ${name} } from './migrations/${fileName(number)}'\n\n/**`)
      .replace(/= \[([^\]]*)\]\n$/, (_, names) => `= [${[...named(names), name].join(', ')}]\n`),
  )
  console.log(
    `Declare the fields in ${file}, then: npm run build && npm run new:register -- ${name} && npm run format`,
  )
}

/** The names in a list, whether it stands on one line or on several. */
function named(list) {
  return list
    .split(',')
    .map(n => n.trim())
    .filter(n => n)
}

function fileName(number) {
  return `${String(number).padStart(4, '0')}-${name}.ts`
}

function skeleton() {
  return `create table "${name}" (
  id integer primary key autoincrement,
  "date" text not null,
  "title" text not null
) strict;
create unique index "${name}_key" on "${name}" ("date", "title");`
}

function writeMigration(number, sql) {
  write(
    `src/migrations/${fileName(number)}`,
    `import type { Migration } from '../kernel/store/database.ts'

export const ${name}: Migration = {
  number: ${number},
  name: '${name}',
  sql: \`
${sql}
\`,
}
`,
  )
}

async function rewrite() {
  const file = readdirSync(at('src/migrations')).find(f => f.endsWith(`-${name}.ts`))
  if (!file) fail(usage)
  const { lines } = await import('../dist/lines.js')
  const { tableSql } = await import('../dist/kernel/schema/table-sql.js')
  const register = lines.flatMap(l => l.registers ?? []).find(r => r.name === name)
  if (!register) fail(`build first: dist has no register ${name}`)
  writeMigration(Number(file.slice(0, 4)), tableSql(register).trim())
}
