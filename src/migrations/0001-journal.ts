import type { Migration } from '../kernel/store/database.ts'

export const journal: Migration = {
  number: 1,
  name: 'journal',
  sql: `
create table batch (
  number integer primary key,
  command text not null,
  who text not null,
  at text not null,
  source text,
  "sourceDigest" text,
  undoes integer references batch (number),
  counts text not null check (json_valid(counts)),
  digest text not null
) strict;
create table history (
  id integer primary key,
  batch integer not null references batch (number),
  register text not null,
  record integer not null,
  action text not null check (action in ('add', 'change', 'remove')),
  before text check (json_valid(before)),
  salt blob,
  digest blob not null
) strict;
create index history_batch on history (batch);
create index history_record on history (register, record);
create table log (
  id integer primary key,
  at text not null,
  who text not null,
  kind text not null check (kind in ('export', 'unmask')),
  command text not null,
  reason text,
  "rows" integer not null,
  digest text
) strict;
create table "setting" (
  id integer primary key autoincrement,
  "name" text not null,
  "value" text not null
) strict;
create unique index "setting_key" on "setting" ("name");
`,
}
