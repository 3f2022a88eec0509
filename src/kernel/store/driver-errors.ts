import { type Code, Refusal, type RefusalKind } from '../errors.ts'
import type { Text } from '../text.ts'
import { Stale } from './write-batch.ts'

const busy = new Refusal(
  'busy',
  'database.written-meanwhile',
  { zh: '另一个窗口刚刚写入, 本次未写入', en: 'another window has just written; nothing was written' },
  { zh: '再执行一次', en: 'run the command again' },
)

const driverErrors: readonly [RegExp, RefusalKind, Code, Text, Text][] = [
  [
    /^SQLITE_BUSY/,
    'busy',
    'database.busy',
    { zh: '另一个窗口正在写入', en: 'another window is writing' },
    { zh: '稍候再执行一次', en: 'wait a little and try again' },
  ],
  [
    /^SQLITE_(FULL|IOERR)/,
    'disk',
    'database.disk-failing',
    { zh: '磁盘已满或读写出错, 未写入', en: 'the disk is full or failing; nothing was written' },
    { zh: '腾出空间或检查磁盘后再试', en: 'free some space or check the disk, then try again' },
  ],
  [
    /^SQLITE_(READONLY|PERM|AUTH)/,
    'denied',
    'database.read-only',
    { zh: '数据库不可写', en: 'the database cannot be written' },
    { zh: '核对文件和文件夹的权限', en: 'check the permissions of the file and its folder' },
  ],
  [
    /^SQLITE_CANTOPEN/,
    'denied',
    'database.cannot-open',
    { zh: '打不开数据库', en: 'the database cannot be opened' },
    { zh: '核对文件和文件夹的权限', en: 'check the permissions of the file and its folder' },
  ],
  [
    /^SQLITE_(NOTADB|CORRUPT)/,
    'wrong',
    'database.damaged',
    { zh: '不是数据库, 或已损坏', en: 'the file is not a database, or is damaged' },
    {
      zh: '核对 --db 所指的文件; 加了密的库, 先装能加密的驱动 (见 README); 用备份恢复',
      en: 'check the --db file; an encrypted one needs the encrypting driver (see README); restore a backup',
    },
  ],
]

/** The refusal for an error of the driver or the prompts; undefined when the error is a bug of ours. */
export function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (error instanceof Stale) return busy
  const known = driverErrors.find(([pattern]) => pattern.test((error as { code?: string }).code ?? ''))
  if (known) {
    const [, kind, code, what, next] = known
    return new Refusal(kind, code, what, next)
  }
  return (error as Error).name === 'ExitPromptError'
    ? new Refusal('interrupted', 'ask.cancelled', {
        zh: '已取消, 未写入',
        en: 'cancelled, nothing was written',
      })
    : undefined
}
