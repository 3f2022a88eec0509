import type { Migration } from '../kernel/store/database.ts'

/** Duties that are written off. */
export const waiver: Migration = {
  number: 19,
  name: 'waiver',
  sql: `
create table "waiver" (
  id integer primary key autoincrement,
  "duty" text not null,
  "register" text not null,
  "record" integer not null,
  "subject" integer references "posting" (id),
  "due" text not null,
  "why" text not null,
  "decider" text not null,
  "on" text not null
) strict;
create unique index "waiver_key" on "waiver" ("duty", "register", "record", "due", "subject");
create index "waiver_subject" on "waiver" ("subject");
`,
}
