import type { Migration } from '../kernel/store/database.ts'

export const trip: Migration = {
  number: 5,
  name: 'trip',
  sql: `
create table "trip" (
  id integer primary key autoincrement,
  "date" text not null,
  "days" integer,
  "destination" text not null,
  "organiser" text not null,
  "topic" text,
  "batch" text,
  "participants" text not null check (json_valid("participants")),
  "lessons" text,
  "applied" text
) strict;
create unique index "trip_key" on "trip" ("date", "destination", "organiser");
`,
}
