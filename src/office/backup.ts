import { dirname } from 'node:path'
import { confirm } from '../kernel/cli/ask.ts'
import { type Call, verb } from '../kernel/cli/line.ts'
import { print, refuseIfExists } from '../kernel/cli/print.ts'
import { restoreFrom } from '../kernel/cli/restore.ts'
import { refuse } from '../kernel/errors.ts'
import {
  type Backup,
  backupFolder,
  backupsByChain,
  backupsOf,
  copyInto,
  keepBackup,
  openCopy,
} from '../kernel/store/backup.ts'
import type { Database } from '../kernel/store/database.ts'
import { fillDerived } from '../kernel/store/derived.ts'
import { asRefusal } from '../kernel/store/driver-errors.ts'
import { findBatch, headNumber } from '../kernel/store/journal.ts'
import { salvage } from '../kernel/store/salvage.ts'
import { verifyDatabase } from '../kernel/store/verify.ts'
import { counted } from '../kernel/text.ts'

/** `第 12 批 (2024-07-26 09:30:00), 摘要 1a2b3c4d5e6f` */
const standing = (db: Database) => {
  const batch = findBatch(db, headNumber(db))!
  const digest = batch.digest.slice(0, 12)
  return {
    zh: `第 ${batch.number} 批 (${batch.at}), 摘要 ${digest}`,
    en: `batch ${batch.number} (${batch.at}), digest ${digest}`,
  }
}

export const backup = verb({
  noun: 'backup',
  name: 'make',
  isDefault: true,
  label: {
    zh: '备份数据库 (导入、撤销、恢复、升级之前自动备份)',
    en: 'back up the database (also done before every import, undo, restore and upgrade)',
  },
  example: 'cun backup --out /media/usb/沁阳.db',
  async run(call) {
    const { db } = call
    const out = call.global.out && call.path(call.global.out)
    if (out && !call.global.force) refuseIfExists(call, call.global.out!)
    if (out) call.world.folder(dirname(out))
    const path = call.copying(() =>
      out ? copyInto(db, () => out) : keepBackup(db, call.note('backup').at).path,
    )
    const { zh, en } = standing(db)
    call.done({ zh: `已备份: ${path}, ${zh}`, en: `backed up: ${path}, ${en}` })
    return 0
  },
})

export const backupList = verb({
  noun: 'backup',
  name: 'list',
  label: { zh: '列出已有的备份', en: 'list the backups' },
  example: 'cun backup list',
  async run(call) {
    const all = backupsOf(call.dbPath)
    const own = ownAmong(call, all)
    const sized = all.map(b => ({ ...b, size: call.world.size(b.path) ?? 0 }))
    const total = Math.ceil(sized.reduce((sum, b) => sum + b.size, 0) / 1e6)
    await print(call, {
      title: { zh: '备份', en: 'Backups' },
      tables: [
        {
          columns: [
            { key: 'batch', label: { zh: '批', en: 'batch' }, type: 'integer' },
            { key: 'at', label: { zh: '时间', en: 'when' }, type: 'text' },
            { key: 'chain', label: { zh: '批次链代码', en: 'chain code' }, type: 'text', isForScripts: true },
            { key: 'chainText', label: { zh: '批次链', en: 'chain' }, type: 'text', weight: -1 },
            { key: 'digest', label: { zh: '摘要', en: 'digest' }, type: 'text', weight: -2 },
            { key: 'size', label: { zh: '大小 (KB)', en: 'size (KB)' }, type: 'integer' },
            { key: 'file', label: { zh: '文件', en: 'file' }, type: 'text' },
          ],
          lines: sized.map(b => {
            const chain = own && (own.has(b.name) ? 'own' : 'abandoned')
            return {
              cells: [
                b.batch,
                b.at.replace(/^(....)(..)(..)-(..)(..)(..)$/, '$1-$2-$3 $4:$5:$6'),
                chain ?? null,
                chain ? chains[chain] : null,
                b.head,
                Math.ceil(b.size / 1024),
                b.name,
              ],
            }
          }),
        },
      ],
      notes: [
        {
          zh: `共 ${all.length} 份, ${total} MB; 文件夹: ${backupFolder(call.dbPath)}; 恢复: cun restore 文件; 备份与数据库在同一块硬盘上, 另存一份用 cun backup --out`,
          en: `${counted(all.length, 'backup')}, ${total} MB; folder: ${backupFolder(call.dbPath)}; to restore: cun restore FILE; the backups share a disk with the database: keep a copy elsewhere with cun backup --out FILE`,
        },
      ],
    })
    return 0
  },
})

const chains = {
  own: { zh: '现用', en: 'in use' },
  abandoned: { zh: '恢复前', en: 'abandoned' },
}

/** Names of the backups of the chain in use; undefined if the database cannot be read. It is not upgraded. */
function ownAmong(call: Call, all: Backup[]): Set<string> | undefined {
  if (call.world.size(call.dbPath) === undefined) return undefined
  try {
    const db = openCopy(call.dbPath, call.key())
    try {
      return new Set(backupsByChain(db, all).own.map(b => b.name))
    } finally {
      db.close()
    }
  } catch (error) {
    if (!asRefusal(error)) throw error
    return undefined
  }
}

/** Resolves a path, or a name from `cun backup list`, to the path of an existing file. */
function named(call: Call, file: string): string {
  const listed = backupsOf(call.dbPath).find(b => b.name === file)
  const path = listed?.path ?? call.path(file)
  if (call.world.size(path) !== undefined) return path
  return refuse(
    'missing',
    'file.missing',
    { zh: `没有文件 ${file}`, en: `there is no file ${file}` },
    { zh: '已有的备份: cun backup list', en: 'see cun backup list' },
  )
}

export const restore = verb({
  name: 'restore',
  label: {
    zh: '用一个备份恢复数据库; 先核验备份, 原库另行保存',
    en: 'replace the database with a backup, which is verified first; the replaced database is kept',
  },
  args: [
    {
      name: '<file>',
      zh: '备份',
      label: { zh: '备份文件', en: 'backup file' },
      words: (call: Call) =>
        backupsOf(call.dbPath)
          .map(b => b.name)
          .reverse(),
      isOpen: true,
    },
  ],
  example: 'cun restore cun-20240726-093000-b000012-1a2b3c4d5e6f.db',
  async run(call, [file]) {
    const path = named(call, file)
    const { before, after } = await restoreFrom(call, path, {
      verify: db => verifyDatabase(db, call.registers),
      sure: (old, wanted) => {
        const [from, to] = [old && standing(old), standing(wanted)]
        return confirm(call, {
          zh: `把数据库${from ? `从${from.zh}, ` : ''}恢复到${to.zh}?`,
          en: `Restore the database ${from ? `from ${from.en} ` : ''}to ${to.en}?`,
        })
      },
    })
    const now = standing(after)
    call.done({ zh: `已恢复到${now.zh}`, en: `restored to ${now.en}` })
    if (before) call.done({ zh: `原库保存在 ${before}`, en: `the previous database is kept: ${before}` })
    return 0
  },
})

export const repair = verb({
  name: 'repair',
  label: {
    zh: '从损坏的数据库中取出还读得出的记录, 写入另一个文件; 原库只读',
    en: 'copy the readable records of a damaged database to another file; the database is only read',
  },
  needs: [
    {
      name: 'out',
      label: {
        zh: '写到哪个文件 (有备份时先用 cun restore)',
        en: 'file to write to (if there is a backup, use cun restore first)',
      },
    },
  ],
  example: 'cun repair --out 修复.db',
  async run(call) {
    const name = call.global.out!
    refuseIfExists(call, name)
    const out = call.path(name)
    const found = salvage(named(call, call.dbPath), out, call.migrations, call.key())
    const repaired = call.elsewhere({ ...call.global, db: out, out: undefined }, call.key())
    try {
      fillDerived(repaired.db, call.registers, new Set(call.registers))
      const faults = verifyDatabase(repaired.db, call.registers)
      await print(repaired, {
        title: { zh: '取出的记录', en: 'Recovered records' },
        tables: [
          {
            columns: [
              { key: 'table', label: { zh: '表', en: 'table' }, type: 'text' },
              { key: 'rows', label: { zh: '取出', en: 'recovered' }, type: 'integer' },
              { key: 'lost', label: { zh: '读不出的记录号', en: 'unreadable record numbers' }, type: 'text' },
            ],
            lines: found
              .filter(f => f.rows > 0 || f.lost.length > 0)
              .map(f => ({ cells: [f.table, f.rows, f.lost.join(', ')] })),
          },
        ],
        notes: [
          {
            zh: `写入 ${out}; 与摘要链不符 ${faults.length} 处, 逐处见 cun --db ${name} check`,
            en: `written to ${out}; ${counted(faults.length, 'mismatch', 'mismatches')} with the digest chain, listed by cun --db ${name} check`,
          },
        ],
      })
      return faults.length > 0 ? 1 : 0
    } finally {
      repaired.close()
    }
  },
})
