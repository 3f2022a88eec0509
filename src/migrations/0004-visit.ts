import type { Migration } from '../kernel/store/database.ts'

export const visit: Migration = {
  number: 4,
  name: 'visit',
  sql: `
create table "visit" (
  id integer primary key autoincrement,
  "household" integer not null references "household" (id),
  "date" text not null,
  "posting" integer not null references "posting" (id),
  "kind" text,
  "request" text,
  "handling" text,
  "closed" text,
  "note" text
) strict;
create unique index "visit_key" on "visit" ("household", "date", "posting");
create index "visit_posting" on "visit" ("posting");
`,
}
