import type { Migration } from '../kernel/store/database.ts'

/** An entry of the red and blue list can be withdrawn; its subject may then be proposed again. */
export const withdrawal: Migration = {
  number: 16,
  name: 'withdrawal',
  sql: `
alter table "redblue" add column "withdrawn" text;
alter table "redblue" add column "withdrawer" text;
alter table "redblue" add column "withdrawReason" text;
drop index "redblue_key";
create unique index "redblue_key" on "redblue" ("quarter", "unit", case when "withdrawn" is null then 0 else id end);
`,
}
