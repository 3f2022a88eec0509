import type { Migration } from '../kernel/store/database.ts'

export const skills: Migration = {
  number: 9,
  name: 'skills',
  sql: `
create table "participation" (
  id integer primary key autoincrement,
  "village" integer not null references "village" (id),
  "date" text not null,
  "kind" text not null,
  "postings" text not null check (json_valid("postings"))
) strict;
create unique index "participation_key" on "participation" ("village", "date", "kind");
`,
}
