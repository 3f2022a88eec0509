import type { Migration } from '../kernel/store/database.ts'

/** Rounds of stationing, which replace the setting `round.start`; `carriedRound` makes it the first of them. */
export const round: Migration = {
  number: 18,
  name: 'round',
  sql: `
create table "round" (
  id integer primary key autoincrement,
  "name" text not null,
  "start" text not null,
  "end" text
) strict;
create unique index "round_key" on "round" ("name");
`,
}
