import type { Migration } from '../kernel/store/database.ts'

/** The journal is append-only. Only an erasure changes a history row: it clears the values and the salt. */
export const appendOnly: Migration = {
  number: 12,
  name: 'append-only',
  sql: `
create trigger history_kept before delete on history
begin
  select raise(abort, 'history is append-only');
end;
create trigger history_fixed before update on history
when new.before is not null or new.salt is not null or new.id is not old.id or new.batch is not old.batch
  or new.register is not old.register or new.record is not old.record or new.action is not old.action
  or new.digest is not old.digest
begin
  select raise(abort, 'history is append-only');
end;
create trigger batch_kept before delete on batch when old.digest <> ''
begin
  select raise(abort, 'batch is append-only');
end;
create trigger batch_fixed before update on batch when old.digest <> ''
begin
  select raise(abort, 'batch is append-only');
end;
create trigger log_kept before delete on log
begin
  select raise(abort, 'log is append-only');
end;
create trigger log_fixed before update on log
begin
  select raise(abort, 'log is append-only');
end;
`,
}
