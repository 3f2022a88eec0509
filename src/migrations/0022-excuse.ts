import type { Migration } from '../kernel/store/database.ts'

/** People whose missing ratings a freeze does not wait for. */
export const excuse: Migration = {
  number: 22,
  name: 'excuse',
  sql: `
create table "excuse" (
  id integer primary key autoincrement,
  "period" text not null,
  "posting" integer not null references "posting" (id),
  "why" text not null,
  "on" text not null
) strict;
create unique index "excuse_key" on "excuse" ("period", "posting");
create index "excuse_posting" on "excuse" ("posting");
`,
}
