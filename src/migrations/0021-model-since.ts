import type { Migration } from '../kernel/store/database.ts'

/** A version of the score model may hold from a day on. */
export const modelSince: Migration = {
  number: 21,
  name: 'model-since',
  sql: `
alter table "model" add column "since" text;
`,
}
