import type { Migration } from '../kernel/store/database.ts'

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
create table "exchange" (
  id integer primary key autoincrement,
  "township" integer not null references "township" (id),
  "quarter" text not null,
  "date" text not null,
  "form" text not null,
  "invited" text not null check (json_valid("invited")),
  "topics" text
) strict;
create unique index "exchange_key" on "exchange" ("township", "quarter");
create table "exemplar" (
  id integer primary key autoincrement,
  "posting" integer not null references "posting" (id),
  "date" text not null,
  "deeds" text not null
) strict;
create unique index "exemplar_key" on "exemplar" ("posting", "date");
create table "rating" (
  id integer primary key autoincrement,
  "period" text not null,
  "unit" integer references "unit" (id),
  "posting" integer references "posting" (id),
  "village" integer references "village" (id),
  "indicator" text not null,
  "evaluator" text not null,
  "points" real not null,
  "evidence" text
) strict;
create unique index "rating_key" on "rating" ("period", "indicator", "evaluator", "unit");
create index "rating_unit" on "rating" ("unit");
create index "rating_posting" on "rating" ("posting");
create index "rating_village" on "rating" ("village");
`,
}
