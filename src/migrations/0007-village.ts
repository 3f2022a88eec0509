import type { Migration } from '../kernel/store/database.ts'

export const village: Migration = {
  number: 7,
  name: 'village',
  sql: `
create table "handover" (
  id integer primary key autoincrement,
  "village" integer not null references "village" (id),
  "giver" integer references "posting" (id),
  "receiver" integer not null references "posting" (id),
  "date" text not null,
  "place" text,
  "speaker" text,
  "notebook" integer,
  "witness" text,
  "accepted" text,
  "returned" text,
  "returnReason" text,
  "note" text
) strict;
create unique index "handover_key" on "handover" ("village", "receiver", "date");
create index "handover_giver" on "handover" ("giver");
create index "handover_receiver" on "handover" ("receiver");
create table "item" (
  id integer primary key autoincrement,
  "handover" integer not null references "handover" (id),
  "name" text not null,
  "state" text not null,
  "note" text
) strict;
create unique index "item_key" on "item" ("handover", "name");
create table "briefing" (
  id integer primary key autoincrement,
  "village" integer not null references "village" (id),
  "date" text not null,
  "posting" integer not null references "posting" (id),
  "attendees" integer,
  "summary" text
) strict;
create unique index "briefing_key" on "briefing" ("village", "date");
create index "briefing_posting" on "briefing" ("posting");
create table "diary" (
  id integer primary key autoincrement,
  "posting" integer not null references "posting" (id),
  "date" text not null,
  "text" text not null,
  "difficulties" text
) strict;
create unique index "diary_key" on "diary" ("posting", "date");
create table "review" (
  id integer primary key autoincrement,
  "posting" integer not null references "posting" (id),
  "since" text not null,
  "until" text not null,
  "date" text not null,
  "reviewer" text not null,
  "result" text not null,
  "comment" text
) strict;
create unique index "review_key" on "review" ("posting", "since", "until");
`,
}
