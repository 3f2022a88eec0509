import type { Migration } from '../kernel/store/database.ts'

/** The township of a village is kept, filled from its code; empty for a village whose code leads to no township on record. */
export const township: Migration = {
  number: 13,
  name: 'township',
  sql: `
alter table "village" add column "township" integer references "township" (id);
update "village" set "township" = (select t.id from "township" t where t."code" = substr("village"."code", 1, 9));
create index "village_township" on "village" ("township");
`,
}
