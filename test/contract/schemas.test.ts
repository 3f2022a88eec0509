import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Schema, schemas, values } from '../../docs/make/schemas.ts'
import { misfits } from '../schema.ts'
import { county } from '../world.ts'

const folder = new URL('../../docs/json/', import.meta.url).pathname

/** UPDATE_MANUAL=1 writes them. */
test.each(Object.entries(schemas))(
  'docs/json/%s.schema.json is what the declarations say',
  (name, schema) => {
    const path = `${folder}${name}.schema.json`
    const text = `${JSON.stringify(schema, null, 2)}\n`
    if (process.env.UPDATE_MANUAL) writeFileSync(path, text)
    expect(readFileSync(path, 'utf8')).toBe(text)
  },
)

test('docs/json holds no other schema', () => {
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(schemas)
      .map(name => `${name}.schema.json`)
      .sort(),
  )
})

/** test/contract/keys.test.ts holds every table against `document`, and all deadlines against `overdue`. */
test('what a command has done, and a refusal, fit their schemas', async () => {
  const there = await county()
  there.write('good.csv', '单位名称\n示例一局\n')
  there.write(
    'bad.csv',
    '姓名,派出单位,派驻村,驻村职务,驻村开始时间\n李四,示例九局,无此村,第一书记,2024-13-31\n',
  )
  for (const words of [
    'unit add --name 示例二局',
    'import good.csv',
    'import good.csv',
    'undo --yes',
    'backup',
  ]) {
    const { out, err } = await there.run(`cun ${words} --format json`)
    expect([words, out === '' ? err : misfits(schemas.done!, JSON.parse(out))]).toEqual([words, []])
  }
  for (const words of [
    'import bad.csv',
    'import none.csv',
    'unit show 99',
    'unit sho',
    'unit add --name ""',
  ]) {
    const { code, err } = await there.run(`cun ${words} --format json`)
    const said = JSON.parse(err.trimEnd().split('\n').at(-1)!)
    expect([words, misfits(schemas.refusal!, said), said.error.exit]).toEqual([words, [], code])
  }
})

test.each<[what: string, schema: string | Schema, value: unknown, found: string]>([
  ['a missing key', 'done', { batch: 1, command: 'unit add', registers: {} }, '$.text is missing'],
  ['a key too many', 'refusal', { error: {}, more: 1 }, '$.more is not known'],
  [
    'a text for a number',
    'done',
    { batch: '1', command: null, registers: {}, text: null },
    '$.batch: string',
  ],
  ['a word that is not listed', values.text, 1, '$: integer'],
  ['a fraction of a fen', values.amount, 0.001, '$: 0.001'],
  ['a date as a text', values.date, '2024/1/31', '$: 2024/1/31'],
  ['a share of one term', values.percent, { part: 1, percent: 1 }, '$.of is missing'],
])('%s does not fit', (_, schema, value, found) => {
  const all = misfits(typeof schema === 'string' ? schemas[schema]! : schema, value)
  expect(all.join('; ')).toContain(found)
})
