import type { Migration } from '../kernel/store/database.ts'

export const quarter: Migration = {
  number: 11,
  name: 'quarter',
  sql: `
create table "model" (
  id integer primary key autoincrement,
  "modelVersion" integer not null,
  "date" text not null,
  "source" text not null,
  "count" integer not null,
  "rules" text not null
) strict;
create unique index "model_key" on "model" ("modelVersion");
create table "quarter" (
  id integer primary key autoincrement,
  "period" text not null,
  "edition" integer not null,
  "frozen" text not null,
  "modelVersion" integer not null,
  "digest" text not null,
  "reopened" text,
  "reopenReason" text,
  "content" text not null
) strict;
create unique index "quarter_key" on "quarter" ("period", "edition");
create table "redblue" (
  id integer primary key autoincrement,
  "quarter" integer not null references "quarter" (id),
  "unit" integer references "unit" (id),
  "posting" integer references "posting" (id),
  "colour" text not null,
  "facts" text not null,
  "basis" text not null,
  "proposer" text not null,
  "proposed" text not null,
  "objection" text,
  "objector" text,
  "objected" text,
  "decision" text,
  "decider" text,
  "decided" text,
  "why" text,
  "number" text,
  "published" text,
  "follow" text,
  "due" text,
  "closed" text,
  "outcome" text
) strict;
create unique index "redblue_key" on "redblue" ("quarter", "unit");
create index "redblue_unit" on "redblue" ("unit");
create index "redblue_posting" on "redblue" ("posting");
create table "notice" (
  id integer primary key autoincrement,
  "number" text not null,
  "date" text not null,
  "kind" text not null,
  "title" text not null,
  "to" text not null,
  "quarter" integer references "quarter" (id),
  "official" text not null,
  "files" text not null
) strict;
create unique index "notice_key" on "notice" ("number");
create index "notice_quarter" on "notice" ("quarter");
`,
}
