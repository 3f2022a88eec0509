import { statuses } from '../../src/kernel/cli/deadlines.ts'
import type { ColumnType } from '../../src/kernel/document/document.ts'
import { exitCodes } from '../../src/kernel/errors.ts'
import { lines } from '../../src/lines.ts'

/** The part of JSON Schema that the schemas of docs/json use. */
export interface Schema {
  readonly $schema?: string
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly multipleOf?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
}

const text: Schema = { type: 'string' }
const optionalText: Schema = { type: ['string', 'null'] }
const count: Schema = { type: 'integer' }
const number: Schema = { type: ['integer', 'null'], description: 'a record number' }
const day: Schema = { type: ['string', 'null'], pattern: '^\\d{4}-\\d\\d-\\d\\d$' }
const list = (items: Schema): Schema => ({ type: 'array', items })

/** An object with exactly these properties, of which `optional` may be missing. */
const object = (properties: Record<string, Schema>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter(key => !optional.includes(key)),
  additionalProperties: false,
})

/** What the value of a column of each type is; any of them may be null. */
export const values: Record<ColumnType, Schema> = {
  text: optionalText,
  command: { ...optionalText, description: 'a command line, with words to replace in capitals' },
  date: { type: ['string', 'null'], pattern: '^\\d{4}-\\d\\d(-\\d\\d)?$' },
  integer: { type: ['integer', 'null'] },
  number: { type: ['number', 'null'] },
  amount: { type: ['number', 'null'], multipleOf: 0.01, description: 'yuan' },
  score: { type: ['number', 'null'], multipleOf: 0.1, description: 'points' },
  percent: {
    ...object({
      part: { type: 'number' },
      of: { type: 'number' },
      percent: { type: ['number', 'null'], multipleOf: 0.1, description: 'as printed; null: does not apply' },
    }),
    type: ['object', 'null'],
  },
}

const counts = object({ added: count, changed: count, removed: count })

const done: Schema = {
  description: 'What a command that writes has done.',
  ...object(
    {
      batch: { type: ['integer', 'null'], description: 'the last batch; null: nothing was written' },
      command: { ...optionalText, description: 'as cun history names it' },
      registers: { type: 'object', additionalProperties: counts },
      text: { ...optionalText, description: 'what a person would read' },
      imports: list(
        object(
          {
            file: text,
            register: text,
            added: count,
            changed: count,
            ended: { ...count, description: 'of a complete list: records that it no longer has' },
            unchanged: count,
            rejected: count,
            newcomers: count,
            batch: { type: ['integer', 'null'] },
          },
          ['ended'],
        ),
      ),
    },
    ['imports'],
  ),
}

const document: Schema = {
  description: 'A table, list or paper.',
  ...object(
    {
      title: text,
      subtitle: optionalText,
      notes: list(text),
      tables: list(
        object({
          title: optionalText,
          columns: list(
            object({
              key: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9.]*$' },
              label: text,
              type: { enum: Object.keys(values) },
            }),
          ),
          rows: list({
            type: 'object',
            description: 'one value for the key of each column; isTotal marks a line of sums',
            properties: { isTotal: { enum: [true] } },
            additionalProperties: true,
          }),
        }),
      ),
      done,
    },
    ['done'],
  ),
}

const registers = lines.flatMap(l => l.registers ?? []).map(r => r.name)

const overdue: Schema = {
  description: 'One row of cun overdue: a line of jsonl, or of tables[0].rows.',
  ...object({
    township: text,
    village: text,
    who: text,
    duty: { enum: lines.flatMap(l => l.duties ?? []).map(d => d.name) },
    dutyText: text,
    what: text,
    count: { ...count, description: 'of how many items; 1 with --each' },
    due: { ...day, description: 'null: cannot be computed, and what says why' },
    done: day,
    late: { type: ['integer', 'null'], description: 'days; null unless overdue' },
    status: { enum: Object.keys(statuses) },
    statusText: text,
    register: { enum: [...registers, null] },
    record: { ...number, description: 'the record behind the item; null if there are several' },
    subject: { ...number, description: 'the posting responsible; null if a unit, township or the county is' },
    inheritedFrom: {
      ...optionalText,
      description: 'who answered before, if the item arose before the person responsible came',
    },
    inheritedSince: { ...day, description: 'of an inherited item: the day on which it arose' },
    next: text,
  }),
}

const refusal: Schema = {
  description: 'The last line of standard error when a command is refused.',
  ...object({
    error: object({
      code: { type: 'string', pattern: '^[a-zA-Z]+\\.[a-z-]+$' },
      kind: { enum: Object.keys(exitCodes).filter(k => k !== 'done' && k !== 'attention') },
      exit: { enum: Object.values(exitCodes).filter(code => code > 1) },
      what: text,
      next: optionalText,
      complaints: list(
        object(
          {
            code: text,
            line: count,
            column: text,
            value: text,
            rule: text,
            next: text,
            summed: { type: 'boolean' },
          },
          ['line', 'column', 'value', 'summed'],
        ),
      ),
    }),
  }),
}

/** The schemas of docs/json by name. */
export const schemas = Object.fromEntries(
  Object.entries({ document, overdue, done, refusal }).map(([name, schema]): [string, Schema] => [
    name,
    { $schema: 'https://json-schema.org/draft/2020-12/schema', title: `cun ${name}`, ...schema },
  ]),
)
