import type { Migration } from '../kernel/store/database.ts'

export const deed: Migration = {
  number: 15,
  name: 'deed',
  sql: `
create table "deed" (
  id integer primary key autoincrement,
  "village" integer not null references "village" (id),
  "title" text not null,
  "date" text not null,
  "kind" text,
  "postings" text check (json_valid("postings")),
  "unit" integer references "unit" (id),
  "households" integer,
  "amount" integer,
  "confirmedBy" text,
  "confirmedOn" text
) strict;
create unique index "deed_key" on "deed" ("village", "title", "date");
create index "deed_unit" on "deed" ("unit");
`,
}
