import type { Migration } from '../kernel/store/database.ts'

/** Units and townships merge from a day on; a village's figures hold from a day; an entry keeps its published name. */
export const reform: Migration = {
  number: 20,
  name: 'reform',
  sql: `
alter table "township" add column "mergedInto" integer references "township" (id);
alter table "township" add column "mergedOn" text;
create index "township_mergedInto" on "township" ("mergedInto");
alter table "unit" add column "mergedInto" integer references "unit" (id);
alter table "unit" add column "mergedOn" text;
create index "unit_mergedInto" on "unit" ("mergedInto");
alter table "redblue" add column "name" text;
alter table "villagepast" rename to "villagepast0";
drop index "villagepast_key";
drop index "villagepast_township";
create table "villagepast" (
  id integer primary key autoincrement,
  "record" integer not null references "village" (id),
  "until" text not null,
  "code" text not null,
  "name" text not null,
  "officialName" text,
  "kinds" text check (json_valid("kinds")),
  "households" integer,
  "population" integer,
  "township" integer references "township" (id)
) strict;
insert into "villagepast"
  select id, record, until, code, name, "officialName", kinds, null, null, township from "villagepast0";
drop table "villagepast0";
create unique index "villagepast_key" on "villagepast" ("record", "until");
create index "villagepast_township" on "villagepast" ("township");
`,
}
