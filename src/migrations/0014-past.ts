import type { Migration } from '../kernel/store/database.ts'

/** Values hold from a day: a household may end, and earlier values of some registers are kept. */
export const past: Migration = {
  number: 14,
  name: 'past',
  sql: `
alter table "household" add column "since" text;
alter table "household" add column "end" text;
alter table "household" add column "endReason" text;
drop index "household_key";
create unique index "household_key" on "household" ("village", "number", case when "end" is null then 0 else id end);
create table "townshippast" (
  id integer primary key autoincrement,
  "record" integer not null references "township" (id),
  "until" text not null,
  "code" text not null,
  "name" text not null
) strict;
create unique index "townshippast_key" on "townshippast" ("record", "until");
create table "villagepast" (
  id integer primary key autoincrement,
  "record" integer not null references "village" (id),
  "until" text not null,
  "code" text not null,
  "name" text not null,
  "officialName" text,
  "kinds" text check (json_valid("kinds")),
  "township" integer references "township" (id)
) strict;
create unique index "villagepast_key" on "villagepast" ("record", "until");
create index "villagepast_township" on "villagepast" ("township");
create table "unitpast" (
  id integer primary key autoincrement,
  "record" integer not null references "unit" (id),
  "until" text not null,
  "name" text not null,
  "level" text,
  "kind" text
) strict;
create unique index "unitpast_key" on "unitpast" ("record", "until");
create table "postingpast" (
  id integer primary key autoincrement,
  "record" integer not null references "posting" (id),
  "until" text not null,
  "unit" integer not null references "unit" (id)
) strict;
create unique index "postingpast_key" on "postingpast" ("record", "until");
create index "postingpast_unit" on "postingpast" ("unit");
create table "householdpast" (
  id integer primary key autoincrement,
  "record" integer not null references "household" (id),
  "until" text not null,
  "village" integer not null references "village" (id),
  "number" text,
  "head" text not null,
  "kind" text not null,
  "members" integer
) strict;
create unique index "householdpast_key" on "householdpast" ("record", "until");
create index "householdpast_village" on "householdpast" ("village");
create table "settingpast" (
  id integer primary key autoincrement,
  "record" integer not null references "setting" (id),
  "until" text not null,
  "value" text not null
) strict;
create unique index "settingpast_key" on "settingpast" ("record", "until");
`,
}
