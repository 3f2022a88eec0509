import type { Migration } from '../kernel/store/database.ts'

/**
 * Contents of frozen quarters are compressed, in the records and in what their history keeps. The digests cover the
 * text, which stays the same, so the chain does not change. `packed` is a function of the program.
 */
export const packed: Migration = {
  number: 17,
  name: 'packed',
  sql: `
update "quarter" set content = packed(content);
drop trigger history_fixed;
update history set before = json_set(before, '$.content', packed(json_extract(before, '$.content')))
where register = 'quarter' and before is not null;
create trigger history_fixed before update on history
when new.before is not null or new.salt is not null or new.id is not old.id or new.batch is not old.batch
  or new.register is not old.register or new.record is not old.record or new.action is not old.action
  or new.digest is not old.digest
begin
  select raise(abort, 'history is append-only');
end;
`,
}
