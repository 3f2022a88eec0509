import type { Migration } from '../kernel/store/database.ts'

export const resources: Migration = {
  number: 8,
  name: 'resources',
  sql: `
create table "strategy" (
  id integer primary key autoincrement,
  "village" integer not null references "village" (id),
  "year" text not null,
  "strengths" text not null,
  "problems" text not null,
  "state" text not null,
  "path" text not null,
  "owner" text not null
) strict;
create unique index "strategy_key" on "strategy" ("village", "year");
create table "milestone" (
  id integer primary key autoincrement,
  "strategy" integer not null references "strategy" (id),
  "title" text not null,
  "owner" text not null,
  "due" text not null,
  "done" text,
  "evidence" text
) strict;
create unique index "milestone_key" on "milestone" ("strategy", "title");
create table "expert" (
  id integer primary key autoincrement,
  "date" text not null,
  "village" integer not null references "village" (id),
  "institution" text not null,
  "names" text check (json_valid("names")),
  "field" text not null,
  "activity" text not null,
  "result" text
) strict;
create unique index "expert_key" on "expert" ("date", "village", "institution");
create index "expert_village" on "expert" ("village");
create table "holiday" (
  id integer primary key autoincrement,
  "date" text not null,
  "kind" text not null,
  "name" text
) strict;
create unique index "holiday_key" on "holiday" ("date");
create table "stationday" (
  id integer primary key autoincrement,
  "date" text not null,
  "unit" integer not null references "unit" (id),
  "village" integer not null references "village" (id),
  "leader" text not null,
  "people" text check (json_valid("people")),
  "purposes" text not null check (json_valid("purposes")),
  "result" text
) strict;
create unique index "stationday_key" on "stationday" ("unit", "village", "date");
create index "stationday_village" on "stationday" ("village");
create table "resource" (
  id integer primary key autoincrement,
  "village" integer not null references "village" (id),
  "title" text not null,
  "kind" text not null,
  "source" text not null,
  "level" text not null,
  "amount" integer,
  "applied" text not null,
  "approved" text,
  "arrived" text,
  "finished" text
) strict;
create unique index "resource_key" on "resource" ("village", "title", "applied");
create table "enterprise" (
  id integer primary key autoincrement,
  "name" text not null,
  "villages" text not null check (json_valid("villages")),
  "since" text,
  "contact" text
) strict;
create unique index "enterprise_key" on "enterprise" ("name");
create table "purchase" (
  id integer primary key autoincrement,
  "date" text not null,
  "enterprise" integer not null references "enterprise" (id),
  "villages" text not null check (json_valid("villages")),
  "product" text not null,
  "amount" integer not null,
  "event" text,
  "paid" text
) strict;
create unique index "purchase_key" on "purchase" ("date", "enterprise", "product");
create index "purchase_enterprise" on "purchase" ("enterprise");
`,
}
