import type { Migration } from '../kernel/database.ts'

export const quarter: Migration = {
  number: 11,
  name: 'quarter',
  sql: `
create table "model" (
  id integer primary key autoincrement,
  "version" integer not null,
  "date" text not null,
  "source" text not null,
  "count" integer not null,
  "rules" text not null
) strict;
create unique index "model_key" on "model" ("version");
create table "quarter" (
  id integer primary key autoincrement,
  "period" text not null,
  "edition" integer not null,
  "frozen" text not null,
  "version" integer not null,
  "digest" text not null,
  "reopened" text,
  "reopenReason" text,
  "content" text not null
) strict;
create unique index "quarter_key" on "quarter" ("period", "edition");
`,
}
