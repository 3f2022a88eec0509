import type { Migration } from '../kernel/store/database.ts'

/** A household belongs to a village from a date, and former villages are kept. */
export const residence: Migration = {
  number: 14,
  name: 'residence',
  sql: `
alter table "household" add column "since" text;
create table "residence" (
  id integer primary key autoincrement,
  "household" integer not null references "household" (id),
  "village" integer not null references "village" (id),
  "until" text not null,
  "number" text
) strict;
create unique index "residence_key" on "residence" ("household", "until");
create index "residence_village" on "residence" ("village");
`,
}
