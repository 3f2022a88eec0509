import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Command, CommanderError } from 'commander'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { standardFonts } from '../../src/kernel/document/fonts.ts'
import { writeXlsx } from '../../src/kernel/document/xlsx.ts'
import { Refusal } from '../../src/kernel/errors.ts'
import { migrate, openDatabase } from '../../src/kernel/store/database.ts'
import { Stale } from '../../src/kernel/store/write-batch.ts'
import type { World } from '../../src/kernel/terminal/world.ts'
import { say } from '../../src/kernel/text.ts'
import { usage } from '../../src/usage-error.ts'
import { type Refused, refusedIn, steady } from '../../test/session.ts'
import { type Place, withoutGuards } from '../../test/world.ts'

/** A refusal that no session of typed words can bring about: what stands in its way is made by the test. */
export interface Hard {
  /** What was done, for the reader of the gallery. */
  readonly when: { readonly zh: string; readonly en: string }
  readonly words: string
  prepare?(there: Place): void
  readonly changes?: (there: Place) => Partial<World>
  /** Where the refusal does not come by way of a command. */
  refusal?(there: Place): Promise<Refusal>
}

const edit = (there: Place, work: (db: Sqlite.Database) => void, name = 'cun.db') => {
  const db = new Sqlite(join(there.folder, name))
  withoutGuards(db)
  db.pragma('foreign_keys = 0')
  work(db)
  db.close()
}

/** The error that the driver itself gives. */
function errorOf(work: () => void): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('the driver made no error')
}

/** The driver's error meets the command where it first touches a file. */
const failing = (error: unknown) => () => ({
  size: () => {
    throw error
  },
})

const full = () =>
  errorOf(() => {
    const db = new Sqlite(':memory:')
    db.pragma('max_page_count = 2')
    db.exec('create table t (x)')
    db.prepare('insert into t values (zeroblob(99999))').run()
  })

const noFile = (folder: string) => errorOf(() => new Sqlite(join(folder, 'none.db'), { fileMustExist: true }))

const readOnly = (folder: string) =>
  errorOf(() => {
    const db = new Sqlite(join(folder, 'cun.db'), { readonly: true })
    db.exec('create table t (x)')
  })

const busy = (folder: string) =>
  errorOf(() => {
    const [one, two] = [0, 1].map(() => new Sqlite(join(folder, 'cun.db'), { timeout: 0 }))
    one!.exec('begin immediate')
    two!.exec('begin immediate')
  })

async function refused(work: () => unknown): Promise<Refusal> {
  try {
    await work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const steps = (...sql: string[]) => sql.map((s, i) => ({ number: i + 1, name: `${i + 1}`, sql: s }))
const migrating = (...sql: string[]) =>
  refused(() => {
    const db = openDatabase(':memory:', steps(sql[0]!), { create: true })
    db.pragma('foreign_keys = 0')
    db.exec('insert into t values (1), (2)')
    migrate(db, steps(...sql))
  })

/** The size of a part of one megabyte, as an archive has it. */
const oneMegabyte = Buffer.from([0, 0, 0x10, 0])

const terminal = { in: true, out: true, err: true }

export const hard: readonly Hard[] = [
  {
    when: { zh: '在终端上', en: 'at a terminal' },
    words: 'cun unit list --format xlsx',
    changes: () => ({ terminal }),
  },
  {
    when: { zh: '在终端上, 答“否”', en: 'at a terminal, answered no' },
    words: 'cun undo',
    changes: () => ({ terminal, ask: async () => ['no'] }),
  },
  {
    when: { zh: '文件有 200 MB', en: 'the file has 200 MB' },
    words: 'cun import 大.csv',
    changes: there => ({ size: path => (path === join(there.folder, '大.csv') ? 200 * 1024 * 1024 : 1) }),
  },
  {
    when: { zh: '一个文件有两万多行错的', en: 'a file of more than 20,000 wrong rows' },
    words: 'cun import 错位.csv',
    prepare: there => there.write('错位.csv', `单位名称,隶属层级\r\n${'示例一局,东\r\n'.repeat(21_000)}`),
  },
  {
    when: { zh: '工作簿解开后有 300 MB', en: 'the workbook unpacks to 300 MB' },
    words: 'cun import 大.xlsx',
    prepare(there) {
      const parts = { 'xl/a.xml': new Uint8Array(1 << 20), '[Content_Types].xml': strToU8('<a/>') }
      const bytes = Buffer.from(zipSync(parts))
      // Both headers of the first part say that it is larger than it is.
      for (let at = bytes.indexOf(oneMegabyte); at >= 0; at = bytes.indexOf(oneMegabyte, at + 1))
        bytes.writeUInt32LE(300 << 20, at)
      there.write('大.xlsx', bytes)
    },
  },
  {
    when: { zh: '有一格远在 XFD1048576', en: 'a cell stands at XFD1048576' },
    words: 'cun import 远.xlsx',
    prepare(there) {
      const parts = unzipSync(readFileSync(join(there.folder, 'exported.xlsx')))
      const sheet = strFromU8(parts['xl/worksheets/sheet1.xml']!)
      const far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
      parts['xl/worksheets/sheet1.xml'] = strToU8(sheet.replace('</sheetData>', far))
      there.write('远.xlsx', zipSync(parts))
    },
  },
  {
    when: { zh: '导出的表里记录号改成了 99', en: 'a record number of an export was changed to 99' },
    words: 'cun import units.csv',
    prepare: there => there.write('units.csv', there.read('exported.csv').replace(/^1,/m, '99,')),
  },
  {
    when: { zh: '库里缺了一批', en: 'a batch is gone from the database' },
    words: 'cun unit add --name 示例二局',
    prepare: there => edit(there, db => db.exec('delete from batch where number = 1')),
  },
  {
    when: { zh: '存档的一期损坏了', en: 'a frozen period is damaged' },
    words: 'cun assess 2024Q1',
    prepare: there =>
      edit(there, db =>
        db.exec(
          `insert into quarter (period, edition, frozen, "modelVersion", digest, content)
           values ('2024Q1', 1, '2024-04-12', 0, '', 'gzip:H4sIAAAA')`,
        ),
      ),
  },
  {
    when: { zh: '升级之后又用旧版', en: 'an older cun after a newer one' },
    words: 'cun unit add --name 示例二局',
    prepare: there => edit(there, db => db.pragma('user_version = 999')),
  },
  {
    when: {
      zh: '库是设过 round.start 的旧版建的',
      en: 'the database is of an older cun, with round.start set',
    },
    words: 'cun undo 3 --yes',
    prepare: there =>
      edit(there, db => db.exec("insert into setting (name, value) values ('round.start', '2023-07-01')")),
  },
  {
    when: { zh: '备份被别的程序改过', en: 'the backup was changed by another program' },
    words: 'cun restore 备份.db --yes',
    prepare(there) {
      const folder = join(there.folder, 'cun.db.backups')
      copyFileSync(join(folder, readdirSync(folder).at(-1)!), join(there.folder, '备份.db'))
      edit(there, db => db.exec("update unit set name = '改'"), '备份.db')
    },
  },
  {
    when: { zh: '别的程序在写入时改了记录', en: 'another program changes what is being written' },
    words: 'cun unit add --name 示例二局',
    prepare: there =>
      edit(there, db =>
        db.exec(
          "create trigger spoil after insert on unit begin update unit set name = '改' where id = new.id; end",
        ),
      ),
  },
  {
    when: { zh: '数据库在网络位置', en: 'the database lies on a network share' },
    words: 'cun unit add --name 示例二局 --db /FOLDER/cun.db',
  },
  {
    when: {
      zh: '另一个窗口占着数据库超过 15 秒',
      en: 'another window holds the database for over 15 seconds',
    },
    words: 'cun import units.csv',
    changes: there => failing(busy(there.folder))(),
  },
  {
    when: { zh: '另一个窗口抢先写入', en: 'another window wrote first' },
    words: 'cun import units.csv',
    changes: failing(new Stale()),
  },
  {
    when: { zh: '磁盘已满', en: 'the disk is full' },
    words: 'cun import units.csv',
    changes: () => failing(full())(),
  },
  {
    when: { zh: '数据库文件只读', en: 'the database file is read-only' },
    words: 'cun import units.csv',
    changes: there => failing(readOnly(there.folder))(),
  },
  {
    when: { zh: '数据库文件没有权限打开', en: 'the database file may not be opened' },
    words: 'cun import units.csv',
    changes: there => failing(noFile(there.folder))(),
  },
  {
    when: { zh: '升级的步骤会丢记录', en: 'a migration loses records' },
    words: 'cun unit list',
    refusal: () => migrating('create table t (x integer primary key)', 'delete from t where x = 1'),
  },
  {
    when: { zh: '升级之后引用落空', en: 'a migration breaks a reference' },
    words: 'cun unit list',
    refusal: () =>
      migrating(
        'create table t (x integer primary key)',
        'create table u (x references t); insert into u values (9)',
      ),
  },
  {
    when: { zh: '一格超过 32767 字', en: 'a cell of over 32,767 characters' },
    words: 'cun unit list --out units.xlsx',
    refusal: () =>
      refused(() =>
        writeXlsx(
          {
            title: { zh: '长', en: 'long' },
            tables: [
              {
                columns: [{ key: 'a', label: { zh: '甲', en: 'a' }, type: 'text' }],
                lines: [{ cells: ['长'.repeat(40_000)] }],
              },
            ],
          },
          { lang: 'zh', fonts: standardFonts },
        ),
      ),
  },
  {
    when: {
      zh: '命令行程序库给出 cun 不认得的错误',
      en: 'the command-line library gives an error unknown to cun',
    },
    words: 'cun unit list',
    refusal: async () =>
      usage(new CommanderError(1, 'commander.other', ''), new Command('cun'), [], [], () => undefined),
  },
]

/** Runs one in a folder that holds a database with one unit, and its export: what is printed, and what was refused. */
export async function run(
  one: Hard,
  there: Place,
  lang: 'zh' | 'en',
): Promise<{ lines: string[]; refused: readonly Refused[] }> {
  for (const words of [
    'cun init --name 甲县 --code 410882 --quiet',
    'cun unit add --name 示例一局',
    'cun unit export --out exported.csv --quiet',
    'cun unit export --out exported.xlsx --quiet',
    'cun backup',
  ]) {
    const { code, both } = await there.run(words)
    if (code !== 0) throw new Error(both)
  }
  one.prepare?.(there)
  if (one.refusal) {
    const refusal = await one.refusal(there)
    const { what, next } = refusal
    return {
      lines: [say(what, lang), ...(next ? [`→ ${say(next, lang)}`] : [])],
      refused: refusedIn([refusal], there.folder),
    }
  }
  const { both, refusals } = await there.run(one.words.replace('FOLDER', there.folder), {
    env: { CUN_DB: join(there.folder, 'cun.db'), CUN_LANG: lang },
    ...one.changes?.(there),
  })
  return {
    lines: steady(both, there.folder).replace(/\n$/, '').split('\n'),
    refused: refusedIn(refusals, there.folder),
  }
}
