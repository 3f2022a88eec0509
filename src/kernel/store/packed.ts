import { gunzipSync, gzipSync } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import { refuse } from '../errors.ts'

/**
 * How a long text is stored: `gzip:`, then base64 of its UTF-8 under gzip. Without the mark it is stored as it is.
 * Digests cover the text itself, so storing it otherwise changes no chain. `base64 -d | gunzip` reads it without cun.
 */
const MARK = 'gzip:'

export const pack = (text: string): string => MARK + gzipSync(text, { level: 9 }).toString('base64')

/** The text that was stored; undefined if what is stored is damaged, which gzip's own checksum tells. */
export function unpack(stored: string): string | undefined {
  if (!stored.startsWith(MARK)) return stored
  try {
    return gunzipSync(Buffer.from(stored.slice(MARK.length), 'base64')).toString()
  } catch {
    return undefined
  }
}

/** Gives the SQL of migrations the function `packed`. */
export const definePacked = (db: Database) =>
  db.function('packed', { deterministic: true, directOnly: true }, text =>
    typeof text === 'string' ? pack(text) : text,
  )

/** Like `unpack`, but refuses a damaged text. */
export const unpacked = (stored: string): string =>
  unpack(stored) ??
  refuse(
    'wrong',
    'database.text-damaged',
    {
      zh: '数据库里有一段压缩存放的内容读不出: 已损坏, 或不是用 cun 改的',
      en: 'a compressed text in the database cannot be read: it is damaged, or was changed outside cun',
    },
    {
      zh: '运行 cun check 看是哪一条; 用 cun restore 恢复备份',
      en: 'run cun check to see which record; restore a backup with cun restore',
    },
  )
