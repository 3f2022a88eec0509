import type { Migration } from '../kernel/store/database.ts'

export const policy: Migration = {
  number: 6,
  name: 'policy',
  sql: `
create table "target" (
  id integer primary key autoincrement,
  "year" text not null,
  "activity" text not null,
  "organiser" text not null,
  "township" integer references "township" (id),
  "planned" integer not null
) strict;
create unique index "target_key" on "target" ("year", "activity", "organiser");
create index "target_township" on "target" ("township");
create table "seminar" (
  id integer primary key autoincrement,
  "date" text not null,
  "title" text not null,
  "form" text not null,
  "topics" text check (json_valid("topics")),
  "organiser" text not null,
  "level" text not null,
  "township" integer references "township" (id),
  "attendees" text check (json_valid("attendees")),
  "excused" text check (json_valid("excused"))
) strict;
create unique index "seminar_key" on "seminar" ("date", "title");
create index "seminar_township" on "seminar" ("township");
create table "dispatch" (
  id integer primary key autoincrement,
  "title" text not null,
  "number" text,
  "issuer" text not null,
  "level" text not null,
  "kind" text not null,
  "secrecy" text not null,
  "received" text not null,
  "forwarded" text,
  "channel" text,
  "recipients" text check (json_valid("recipients")),
  "due" text
) strict;
create unique index "dispatch_key" on "dispatch" ("title", "number");
create table "receipt" (
  id integer primary key autoincrement,
  "dispatch" integer not null references "dispatch" (id),
  "posting" integer not null references "posting" (id),
  "date" text not null
) strict;
create unique index "receipt_key" on "receipt" ("dispatch", "posting");
create index "receipt_posting" on "receipt" ("posting");
`,
}
