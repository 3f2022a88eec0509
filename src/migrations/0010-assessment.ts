import type { Migration } from '../kernel/database.ts'

export const assessment: Migration = {
  number: 10,
  name: 'assessment',
  sql: `
create table "leave" (
  id integer primary key autoincrement,
  "posting" integer not null references "posting" (id),
  "firstDay" text not null,
  "lastDay" text not null,
  "kind" text not null,
  "approvedBy" text not null,
  "approvedOn" text not null,
  "returned" text
) strict;
create unique index "leave_key" on "leave" ("posting", "firstDay");
create table "guidance" (
  id integer primary key autoincrement,
  "name" text not null,
  "leader" text not null,
  "members" text check (json_valid("members")),
  "townships" text not null check (json_valid("townships"))
) strict;
create unique index "guidance_key" on "guidance" ("name");
create table "inspection" (
  id integer primary key autoincrement,
  "guidance" integer not null references "guidance" (id),
  "date" text not null,
  "posting" integer not null references "posting" (id),
  "methods" text check (json_valid("methods")),
  "status" text,
  "findings" text,
  "rectifyBy" text,
  "rectified" text,
  "draw" text
) strict;
create unique index "inspection_key" on "inspection" ("guidance", "date", "posting");
create index "inspection_posting" on "inspection" ("posting");
`,
}
