import { townshipDays } from '../assessment/leave.ts'
import { splitLeaves } from '../assessment/leave-runs.ts'
import { faultsIn } from '../kernel/cli/check-declarations.ts'
import { type Call, verb } from '../kernel/cli/line.ts'
import { formatOf, print } from '../kernel/cli/print.ts'
import { exitCodes } from '../kernel/errors.ts'
import { derivedReferences } from '../kernel/schema/register.ts'
import { backupsByChain, openCopy } from '../kernel/store/backup.ts'
import { leadingNowhere } from '../kernel/store/derived.ts'
import { keyOf } from '../kernel/store/driver.ts'
import { asRefusal } from '../kernel/store/driver-errors.ts'
import { findBatch, headNumber } from '../kernel/store/journal.ts'
import {
  damageIn,
  linesToVerify,
  verifyDatabase,
  verifyFacts,
  verifyJournal,
} from '../kernel/store/verify.ts'
import { schemaFaults } from '../kernel/store/verify-schema.ts'
import { both, counted, type Text } from '../kernel/text.ts'

interface Finding {
  readonly where: string
  readonly what: Text
  readonly next: Text
}

/** Faults in the declarations, the database and its journal, and gaps in the roster. */
function findings(call: Call): Finding[] {
  const { db } = call
  const found: Finding[] = []
  for (const fault of faultsIn(call.lines))
    found.push({
      where: fault.where,
      what: fault.what,
      next: { zh: '报告给开发者', en: 'report it to the developers' },
    })
  const { tick, end } = verifying(call, { zh: '核对记录', en: 'verifying' })
  for (const fault of verifyFacts(db, call.registers, tick)) found.push({ ...fault, next: restore })
  end()
  const derived = call.registers.flatMap(register =>
    derivedReferences(register).map(reference => ({ register, reference })),
  )
  for (const { register, reference } of derived) {
    const ids = leadingNowhere(db, register, reference)
    if (ids.length === 0) continue
    const holder = reference.target
    found.push({
      where: `${register.name} ${ids
        .slice(0, 5)
        .map(id => `#${id}`)
        .join(' ')}${ids.length > 5 ? ' …' : ''}`,
      what: {
        zh: `${ids.length} 个${register.label.zh}不属于任何${holder.label.zh}, 各表都不列`,
        en: `${counted(ids.length, register.label.en)} ${ids.length === 1 ? 'belongs' : 'belong'} to no ${holder.label.en}, so no list shows ${ids.length === 1 ? 'it' : 'them'}`,
      },
      next: {
        zh: `补登${holder.label.zh}: cun ${holder.name} import 文件, 或改正代码`,
        en: `add the missing ${holder.label.en} with cun ${holder.name} import FILE, or correct the codes`,
      },
    })
  }
  const units = db.prepare('select id, name from unit where level is null order by id').all() as {
    id: number
    name: string
  }[]
  if (units.length > 0) {
    found.push({
      where: `unit ${units
        .slice(0, 5)
        .map(u => `#${u.id}`)
        .join(' ')}${units.length > 5 ? ' …' : ''}`,
      what: {
        zh: `${units.length} 个派出单位没有隶属层级`,
        en: `${counted(units.length, 'sponsor unit')} ${units.length === 1 ? 'has' : 'have'} no level`,
      },
      next:
        units.length === 1
          ? {
              zh: `cun unit change ${units[0]!.id} --level 县`,
              en: `cun unit change ${units[0]!.id} --level county`,
            }
          : {
              zh: 'cun unit export --out 单位.csv, 补填隶属层级一列, 再 cun import 单位.csv',
              en: 'cun unit export --out units.csv, fill in the level column, then cun import units.csv',
            },
    })
  }
  const villages = db
    .prepare(
      `select v.id, v.name, v.households, count(h.id) as listed from village v join household h on h.village = v.id and h."end" is null
       where v.households is not null group by v.id having count(h.id) <> v.households order by v.id`,
    )
    .all() as { id: number; name: string; households: number; listed: number }[]
  for (const v of villages) {
    found.push({
      where: `village ${v.id} ${v.name}`,
      what: {
        zh: `户数 ${v.households}, 农户名册 ${v.listed} 户`,
        en: `household count ${v.households}, but the household register lists ${v.listed}`,
      },
      next: { zh: '补录农户, 或改正户数', en: 'add the missing households, or correct the count' },
    })
  }
  for (const { name, leaves, from, to, days } of splitLeaves(call)) {
    const most = call.settings.get(townshipDays)
    found.push({
      where: `leave ${leaves.map(id => `#${id}`).join(' ')}`,
      what: {
        zh: `${name} ${from} 至 ${to} 连续请假 ${days} 天, 分 ${leaves.length} 次由乡镇党委批准, 超过 ${most} 天 (设置 leave.townshipDays)`,
        en: `${name} was on leave from ${from} to ${to} without a break, ${counted(days, 'day')} in ${leaves.length} leaves approved by the township, which may approve ${most} (setting leave.townshipDays)`,
      },
      next: {
        zh: `报县委组织部补批后改批准单位: cun leave change ${leaves.at(-1)} --approved-by 县委组织部; 日期有误的改日期`,
        en: `have the county approve it, then cun leave change ${leaves.at(-1)} --approved-by county; or correct the dates`,
      },
    })
  }
  return found
}

const verifying = (call: Call, what: Text) =>
  call.progress({
    what,
    of: { zh: '条', en: 'entries' },
    total: () => linesToVerify(call.db, call.registers),
  })

const restore: Text = {
  zh: '停止录入; 备份见 cun backup list, 恢复用 cun restore; 没有备份用 cun repair',
  en: 'stop entering data; list backups with cun backup list and restore one with cun restore; without a backup use cun repair',
}

const rebuild: Text = {
  zh: '重建一个: cun repair --out 文件',
  en: 'make a database with the same records: cun repair --out FILE',
}

/** `--full`: all pages and indexes, frozen quarters against their digest, the newest backup and its chain. */
function* fullFindings(call: Call): Generator<Finding> {
  const { db } = call
  for (const { integrity_check: text } of db.pragma('integrity_check') as { integrity_check: string }[]) {
    if (text !== 'ok') yield { where: 'integrity_check', what: both(text), next: restore }
  }
  for (const line of call.lines) {
    for (const fault of line.frozen?.(call) ?? []) yield { ...fault, next: restore }
  }
  const newest = backupsByChain(db).own.at(-1)
  if (!newest) {
    const next = { zh: 'cun backup', en: 'cun backup' }
    yield { where: 'backup', what: { zh: '还没有备份', en: 'there is no backup yet' }, next }
    return
  }
  const next = { zh: '另做一个备份: cun backup', en: 'make another backup: cun backup' }
  const where = newest.name
  try {
    const copy = openCopy(newest.path, keyOf(call.db))
    try {
      // A backup by an older version lacks newer tables; only its journal is verified.
      const whole =
        copy.pragma('user_version', { simple: true }) === db.pragma('user_version', { simple: true })
      const { tick, end } = verifying(call, { zh: '核对最新的备份', en: 'verifying the newest backup' })
      const faults = whole ? verifyDatabase(copy, call.registers, tick) : verifyJournal(copy, [], tick)
      end()
      for (const fault of faults) yield { where: `${where}: ${fault.where}`, what: fault.what, next }
      const then = findBatch(copy, headNumber(copy))?.digest
      if (then !== findBatch(db, headNumber(copy))?.digest) {
        yield {
          where,
          what: { zh: '备份不是本库的前身', en: 'the backup is not an earlier state of this database' },
          next,
        }
      }
    } finally {
      copy.close()
    }
  } catch (error) {
    const refusal = asRefusal(error)
    if (!refusal) throw error
    yield { where, what: refusal.what, next }
  }
}

export const check = verb({
  name: 'check',
  label: {
    zh: '检查: 数据库、摘要链、名册缺项',
    en: 'check the database, its digest chain and gaps in the roster',
  },
  options: [
    {
      flags: '--full',
      label: {
        zh: '全面检查: 逐页逐索引, 冻结的季度, 最新的备份',
        en: 'full check: every page and index, frozen quarters, the newest backup',
      },
    },
  ],
  example: 'cun check',
  async run(call, _, options) {
    // Also a database whose earlier values cannot be read is checked.
    call.asStored()
    // A database that cannot be read allows no further checks.
    const damaged = damageIn(call.db)
    const schema = damaged.length > 0 ? undefined : schemaFaults(call.db, call.migrations)
    const unreadable = [...damaged, ...(schema?.tables ?? [])].map(fault => ({ ...fault, next: restore }))
    const others = (schema?.others ?? []).map(fault => ({ ...fault, next: rebuild }))
    const found = [...unreadable, ...others, ...(unreadable.length > 0 ? [] : findings(call))]
    if (options.full && unreadable.length === 0) found.push(...fullFindings(call))
    if (found.length > 0 || formatOf(call) !== 'table') {
      await print(call, {
        title: { zh: '检查结果', en: 'Check' },
        tables: [
          {
            columns: [
              { key: 'where', label: { zh: '何处', en: 'where' }, type: 'text' },
              { key: 'what', label: { zh: '问题', en: 'what' }, type: 'text' },
              { key: 'next', label: { zh: '办法', en: 'what next' }, type: 'command' },
            ],
            lines: found.map(f => ({ cells: [f.where, f.what, f.next] })),
          },
        ],
      })
    }
    if (found.length > 0) return exitCodes.attention
    call.tell({ zh: '没有问题', en: 'no problems found' })
    return exitCodes.done
  },
})
