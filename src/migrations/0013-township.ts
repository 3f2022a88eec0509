import type { Migration } from '../kernel/store/database.ts'

/** Stores the township of each village, found by its code; null if no township on record has that code. */
export const township: Migration = {
  number: 13,
  name: 'township',
  sql: `
alter table "village" add column "township" integer references "township" (id);
update "village" set "township" = (select t.id from "township" t where t."code" = substr("village"."code", 1, 9));
create index "village_township" on "village" ("township");
`,
}
