import type { Call } from '../kernel/call.ts'
import { faultsIn } from '../kernel/check.ts'
import { verb } from '../kernel/line.ts'
import { print } from '../kernel/output.ts'
import { exitCodes } from '../kernel/refuse.ts'
import type { Text } from '../kernel/text.ts'
import { verifyJournal } from '../kernel/verify.ts'

interface Finding {
  readonly where: string
  readonly what: Text
  readonly next: Text
}

/** Structure, references, the journal and its chain, and what the roster leaves open. */
function findings(call: Call): Finding[] {
  const { db } = call
  const found: Finding[] = []
  for (const fault of faultsIn(call.lines))
    found.push({
      where: fault.where,
      what: fault.what,
      next: { zh: '报告给开发者', en: 'report it to the developers' },
    })
  const structure = db.pragma('quick_check', { simple: true }) as string
  if (structure !== 'ok') {
    found.push({ where: 'quick_check', what: { zh: structure, en: structure }, next: restore })
  }
  for (const broken of db.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[]) {
    found.push({
      where: `${broken.table} ${broken.rowid}`,
      what: { zh: `所指的 ${broken.parent} 不存在`, en: `refers to a ${broken.parent} that does not exist` },
      next: restore,
    })
  }
  for (const fault of verifyJournal(db, call.registers)) {
    found.push(
      fault.batch !== undefined
        ? {
            where: `batch ${fault.batch}`,
            what: {
              zh: `第 ${fault.batch} 批与摘要链不符`,
              en: `batch ${fault.batch} does not fit the chain`,
            },
            next: restore,
          }
        : {
            where: `${fault.register} ${fault.record}`,
            what: {
              zh: '与其经过记录不符: 不是用 cun 改的',
              en: 'does not fit its history: it was changed outside cun',
            },
            next: restore,
          },
    )
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
        en: `${units.length} sponsor units have no level`,
      },
      next: { zh: 'cun unit change 号 --level 县', en: 'cun unit change NUMBER --level 县' },
    })
  }
  const villages = db
    .prepare(
      `select v.id, v.name, v.households, count(h.id) as listed from village v join household h on h.village = v.id
       where v.households is not null group by v.id having count(h.id) <> v.households order by v.id`,
    )
    .all() as { id: number; name: string; households: number; listed: number }[]
  for (const v of villages) {
    found.push({
      where: `village ${v.id} ${v.name}`,
      what: {
        zh: `户数 ${v.households}, 农户名册 ${v.listed} 户`,
        en: `has ${v.households} households, ${v.listed} are listed`,
      },
      next: { zh: '补录农户, 或改正户数', en: 'complete the list, or correct the number' },
    })
  }
  return found
}

const restore: Text = { zh: '停止录入, 用备份核对', en: 'stop writing and compare with a backup' }

export const check = verb({
  name: 'check',
  label: {
    zh: '检查: 数据库、摘要链、名册缺项',
    en: 'check the database, its chain and what the roster leaves open',
  },
  example: 'cun check',
  async run(call) {
    const found = findings(call)
    if (found.length > 0) {
      await print(call, {
        title: { zh: '检查结果', en: 'Check' },
        tables: [
          {
            columns: [
              { key: 'where', label: { zh: '何处', en: 'where' }, type: 'text' },
              { key: 'what', label: { zh: '问题', en: 'what' }, type: 'text' },
              { key: 'next', label: { zh: '办法', en: 'what next' }, type: 'text' },
            ],
            lines: found.map(f => ({ cells: [f.where, f.what, f.next] })),
          },
        ],
      })
      return exitCodes.attention
    }
    call.tell({ zh: '没有问题', en: 'nothing found' })
    return exitCodes.done
  },
})
