import type { Migration } from '../kernel/store/database.ts'

export const roster: Migration = {
  number: 2,
  name: 'roster',
  sql: `
create table "township" (
  id integer primary key autoincrement,
  "code" text not null,
  "name" text not null
) strict;
create unique index "township_key" on "township" ("code");
create table "village" (
  id integer primary key autoincrement,
  "code" text not null,
  "name" text not null,
  "officialName" text,
  "kinds" text check (json_valid("kinds")),
  "households" integer,
  "population" integer,
  "note" text,
  "mergedInto" integer references "village" (id),
  "mergedOn" text
) strict;
create unique index "village_key" on "village" ("code");
create index "village_mergedInto" on "village" ("mergedInto");
create table "unit" (
  id integer primary key autoincrement,
  "name" text not null,
  "aliases" text check (json_valid("aliases")),
  "level" text,
  "kind" text,
  "leader" text,
  "contact" text,
  "phone" text
) strict;
create unique index "unit_key" on "unit" ("name");
create table "posting" (
  id integer primary key autoincrement,
  "name" text not null,
  "gender" text,
  "ethnicity" text,
  "birth" text,
  "idNumber" text,
  "phone" text,
  "party" text,
  "education" text,
  "unit" integer not null references "unit" (id),
  "unitPost" text,
  "rank" text,
  "village" integer not null references "village" (id),
  "roles" text not null check (json_valid("roles")),
  "start" text not null,
  "plannedEnd" text,
  "end" text,
  "endReason" text,
  "predecessor" integer references "posting" (id),
  "note" text
) strict;
create unique index "posting_key" on "posting" ("village", "start", "idNumber");
create index "posting_unit" on "posting" ("unit");
create index "posting_predecessor" on "posting" ("predecessor");
create table "household" (
  id integer primary key autoincrement,
  "village" integer not null references "village" (id),
  "number" text,
  "head" text not null,
  "kind" text not null,
  "members" integer,
  "address" text
) strict;
create unique index "household_key" on "household" ("village", "number");
`,
}
