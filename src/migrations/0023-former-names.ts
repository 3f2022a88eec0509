import type { Migration } from '../kernel/store/database.ts'

/** Names that a village had before, which sheets may still say. */
export const formerNames: Migration = {
  number: 23,
  name: 'former-names',
  sql: `
alter table "village" add column "formerNames" text check (json_valid("formerNames"));
`,
}
