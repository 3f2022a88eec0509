import { keyWays } from './register.ts'
import type { Field, Register } from './types.ts'

/**
 * The SQL of a declaration. Only migrations change a real database; this drafts a new one, and a test
 * compares the two.
 */
export function tableSql(register: Register): string {
  const columns = Object.entries(register.fields).map(([name, field]) => `  ${columnSql(name, field)}`)
  return [
    `create table "${register.name}" (`,
    ['  id integer primary key autoincrement', ...columns].join(',\n'),
    ') strict;',
    ...indexes(register),
    '',
  ].join('\n')
}

function columnSql(name: string, field: Field): string {
  const parts = [`"${name}"`, field.sql.toLowerCase()]
  if (!field.optional) parts.push('not null')
  if (field.many) parts.push(`check (json_valid("${name}"))`)
  else if (field.target) parts.push(`references "${field.target().name}" (id)`)
  return parts.join(' ')
}

/** Makes the most reliable key unique and indexes every reference. */
function indexes(register: Register): string[] {
  const key = keyWays(register)[0]!
  const references = Object.entries(register.fields)
    .filter(([name, field]) => field.target && !field.many && name !== key[0])
    .map(([name]) => name)
  // Records that gave their key up never share one. The index also finds them, unlike one with a condition.
  const until = register.keyUntil ? [`case when "${register.keyUntil}" is null then 0 else id end`] : []
  return [
    `create unique index "${register.name}_key" on "${register.name}" (${[...key.map(k => `"${k}"`), ...until].join(', ')});`,
    ...references.map(r => `create index "${register.name}_${r}" on "${register.name}" ("${r}");`),
  ]
}
