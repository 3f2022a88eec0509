import { choose, mayAsk } from '../cli/ask.ts'
import { type Call, type Option, type Options, option } from '../cli/line.ts'
import { exitCodes, Refusal, type RefusalKind, refuse } from '../errors.ts'
import { yesNo } from '../schema/fields/choice.ts'
import type { Register } from '../schema/types.ts'
import { sourceName } from '../sheet/source.ts'
import { sayRefusal } from '../terminal/report-error.ts'
import type { Text } from '../text.ts'
import { onOption } from './from-flags.ts'
import { addable, importFile, importTogether } from './import-file.ts'
import { requireFitting } from './list-options.ts'
import { headerOptions, type ImportOptions } from './open-sheet.ts'
import { filesIn, togetherOptions } from './open-together.ts'

export const addOption = option({
  flags: '--add <register>',
  words: (call: Call) => call.lines.flatMap(l => l.registers ?? []).flatMap(r => (r.process ? [] : [r.name])),
  label: { zh: '一并登记未见过的名称, 如 unit', en: 'record unknown names too, e.g. unit' },
})

const lostZeros = {
  zh: '编号丢了开头的 0: 是 (1 按已有的 001 读) 或 否 (是另外的编号)',
  en: 'numbers lost their leading zeros: yes (1 is the 001 on record) or no (they are others)',
}

export const importOptions = [
  { flags: '--dry-run', label: { zh: '只检查, 不写入', en: 'check only, write nothing' } },
  {
    flags: '--accept-valid',
    label: {
      zh: '只收合格的行, 其余写入退回表',
      en: 'import the valid rows, write the rest to a reject file',
    },
  },
  {
    flags: '--rejects <file>',
    label: {
      zh: '退回表的文件名 (默认: 原文件名加 -退回)',
      en: 'name of the reject file (default: the file name plus -rejects)',
    },
  },
  addOption,
  ...togetherOptions,
  { ...onOption, when: (options: Options) => options.complete === true },
  {
    flags: '--complete',
    label: {
      zh: '名册是全的: 表上没有的, 自前一天止离册 (用 --on 写明自哪天起)',
      en: 'the list is complete: records it lacks end on the day before (say with --on from which day)',
    },
  },
  {
    flags: '--matrix',
    label: {
      zh: '按矩阵读: 一天一列, 如各户的走访',
      en: 'read as a matrix: a column a day, e.g. the visits of households',
    },
  },
  { flags: '--lost-zeros <yes|no>', label: lostZeros, field: yesNo(lostZeros) },
  { flags: '--sheet <name>', label: { zh: '读工作簿的哪个工作表', en: 'which sheet of the workbook' } },
  ...headerOptions,
  {
    flags: '--map <file>',
    label: { zh: '表头对照: 哪个表头是哪一栏 (CSV)', en: 'which column each header is (CSV)' },
  },
] as const satisfies readonly Option[]

/** Refusals of these kinds concern one file; any other would recur with the next file. */
const ofOneFile: readonly RefusalKind[] = ['input', 'missing', 'usage', 'wrong']
const isOfOneFile = (error: unknown): error is Refusal =>
  error instanceof Refusal && ofOneFile.includes(error.kind)

/** Imports files, and the sheets of folders, in the given order, because later ones refer to records of earlier ones. */
export async function importFiles(
  call: Call,
  named: readonly string[],
  options: ImportOptions,
  registers: readonly Register[],
): Promise<number> {
  const files = named.flatMap(file => (call.world.list(call.path(file)) ? filesIn(call, file) : [file]))
  const [only, ...others] = files
  const isTogether =
    options.allSheets === true ||
    options.fromSheetName !== undefined ||
    options.fromFileName !== undefined ||
    (others.length > 0 && named.length === 1 && (await areOneKind(call, named[0]!, files)))
  requireFitting(options, registers, isTogether ? 1 : files.length)
  if (isTogether) return importTogether(call, files, options, registers)
  if (others.length === 0) return importFile(call, only!, options, registers)
  addable(call, options.add)
  return options.dryRun
    ? rehearse(call, files, options, registers)
    : importInTurn(call, files, options, registers)
}

/** Asks at a terminal whether the sheets of a folder are of one kind, to be one batch. */
async function areOneKind(call: Call, folder: string, files: readonly string[]): Promise<boolean> {
  if (!mayAsk(call)) return false
  const names = files.slice(0, 3).map(sourceName).join('、')
  const some = `${names}${files.length > 3 ? ' …' : ''}`
  return choose(
    call,
    {
      zh: `${folder} 里有 ${files.length} 个文件: ${some}。怎么导入?`,
      en: `${folder} has ${files.length} files: ${some}. How should they be imported?`,
    },
    [
      { value: true, name: { zh: '是同一种表, 全部合为一批', en: 'all are of one kind: as one batch' } },
      { value: false, name: { zh: '一个一个导入, 各为一批', en: 'one after the other, each as a batch' } },
    ],
  )
}

/** Writes each file whole or not at all; stops at the first refusal. */
async function importInTurn(
  call: Call,
  files: readonly string[],
  options: ImportOptions,
  registers: readonly Register[],
): Promise<number> {
  let worst = 0
  for (const [i, file] of files.entries()) {
    if (i > 0 && (await interrupted(call))) {
      call.tell({
        zh: `已取消: 从 ${file} 起未导入, 此前的文件已导入`,
        en: `cancelled: ${file} and later files were not imported; earlier ones were`,
      })
      return exitCodes.attention
    }
    try {
      worst = Math.max(worst, await importFile(call, file, options, registers))
    } catch (error) {
      if (!isOfOneFile(error)) throw error
      throw error.adding(leftOut(files.slice(0, i), files.slice(i)))
    }
  }
  return worst
}

const leftOut = (done: readonly string[], left: readonly string[]): Text => ({
  zh: `${done.length > 0 ? `${done.join('、')} 已导入; ` : ''}${left.join('、')} 未导入: 改正后把这条命令再执行一次, 已导入的不会重复`,
  en: `${done.length > 0 ? `imported: ${done.join(', ')}; ` : ''}not imported: ${left.join(', ')}. Correct the errors, then run the same command again; records already imported are not repeated`,
})

/**
 * A dry run of several files: each is checked against the database as the files before it would leave it. So
 * they are written, into a transaction that is rolled back.
 */
async function rehearse(
  call: Call,
  files: readonly string[],
  options: ImportOptions,
  registers: readonly Register[],
): Promise<number> {
  const { db } = call
  const trial: Call = { ...call, keep: () => {}, committed: call.changed }
  const refused: { file: string; kind: RefusalKind }[] = []
  let worst = 0
  db.exec('begin immediate')
  try {
    for (const [i, file] of files.entries()) {
      const isLast = i === files.length - 1
      try {
        worst = Math.max(worst, await importFile(trial, file, options, registers, !isLast))
      } catch (error) {
        if (!isOfOneFile(error)) throw error
        sayRefusal(call.world, error, call.lang, call.global.format)
        refused.push({ file, kind: error.kind })
      }
    }
  } finally {
    if (db.inTransaction) db.exec('rollback')
    call.changed()
  }
  const [first] = refused
  if (!first) return worst
  const names = refused.map(r => r.file)
  return refuse(
    first.kind,
    'import.dry-run-refused',
    {
      zh: `试算 ${files.length} 个文件, ${names.length} 个有误: ${names.join('、')}`,
      en: `dry run of ${files.length} files: ${names.length} would be refused: ${names.join(', ')}`,
    },
    first.file === files.at(-1)
      ? { zh: '改正后再导入', en: 'correct it, then import' }
      : {
          zh: '改正后再试算; 排在有误的文件后面的, 是按它没有导入来核对的',
          en: 'correct them and try again; files after a refused one were checked as if it had not been imported',
        },
  )
}

/** Whether Ctrl-C was pressed; yields first, so that a pending signal is handled. */
async function interrupted(call: Call): Promise<boolean> {
  await new Promise(done => setImmediate(done))
  return call.world.interrupted()
}
