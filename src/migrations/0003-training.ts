import type { Migration } from '../kernel/store/database.ts'

export const training: Migration = {
  number: 3,
  name: 'training',
  sql: `
create table "training" (
  id integer primary key autoincrement,
  "date" text not null,
  "title" text not null,
  "series" text not null,
  "organiser" text not null,
  "level" text not null,
  "township" integer references "township" (id),
  "place" text,
  "hours" real,
  "speaker" text,
  "topics" text check (json_valid("topics")),
  "attendees" text check (json_valid("attendees")),
  "excused" text check (json_valid("excused")),
  "note" text
) strict;
create unique index "training_key" on "training" ("date", "title", "series", "organiser");
create index "training_township" on "training" ("township");
`,
}
