import { dayInChina } from '../kernel/calendar.ts'
import { confirm } from '../kernel/cli/ask.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { option, verb } from '../kernel/cli/line.ts'
import { print } from '../kernel/cli/print.ts'
import { refuse } from '../kernel/errors.ts'
import type { Row } from '../kernel/schema/types.ts'
import { headOf } from '../kernel/store/journal.ts'
import { decode, rowsById } from '../kernel/store/records.ts'
import { counted, nearest } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import { eraseFrom, sayWhatIsLeft } from './erasure.ts'
import { type Due, due, dueDocument, retentionYears } from './retention.ts'

/** The years to keep; refuses while the office has not decided on any. */
function yearsKept(facts: Facts): number {
  const years = facts.settings.get(retentionYears)
  if (years > 0) return years
  return refuse(
    'usage',
    'retention.no-limit',
    { zh: '没有设保存年限, 没有人到期', en: 'no limit is set, so nobody’s time is up' },
    {
      zh: '先定年限: cun settings set retention.years 5 (最后一次驻村结束后满几年)',
      en: 'decide on one: cun settings set retention.years 5 (years after the last posting ended)',
    },
  )
}

export const retention = verb({
  noun: 'retention',
  name: 'list',
  isDefault: true,
  label: {
    zh: '保存到期的人员, 和还存有其信息的备份',
    en: 'people whose data is due for erasure, and the backups that hold it',
  },
  example: 'cun retention',
  async run(call) {
    const years = yearsKept(call)
    const people = due(call, years)
    await print(call, dueDocument(call, people, years))
    call.tell({ zh: `到期 ${people.length} 人`, en: `${counted(people.length, 'person', 'people')} due` })
    return 0
  },
})

const except = option({
  flags: '--except <names>',
  label: { zh: '暂不删除的人, 如 张三、李四', en: 'people to keep for now, separated by commas' },
})

/** Without those to be kept for now; a name that is not due is refused. */
function going(people: readonly Due[], kept: string | undefined): Due[] {
  const names = (kept ?? '').split(/[,，、]/).flatMap(n => n.trim() || [])
  for (const name of names) {
    if (people.some(p => p.name === name)) continue
    const like = nearest(
      name,
      people.map(p => p.name),
    )
    refuse(
      'input',
      'retention.not-due',
      { zh: `--except ${name}: 不在到期人员之中`, en: `--except ${name}: is not among those due` },
      like.length > 0
        ? { zh: `是不是 ${like.join('、')}?`, en: `did you mean ${like.join(', ')}?` }
        : { zh: '核对名单: cun retention', en: 'see the list: cun retention' },
    )
  }
  return people.filter(p => !names.includes(p.name))
}

export const retentionErase = verb({
  noun: 'retention',
  name: 'erase',
  label: {
    zh: '列出到期的人员, 确认后一批删除其个人信息, 不能撤销; 须说明事由',
    en: 'list the people whose time is up and, once confirmed, erase their data in one batch; needs a reason',
  },
  needs: [{ name: 'reason', label: { zh: '删除的事由', en: 'reason for erasure' } }],
  options: [except],
  example: 'cun retention erase --reason 保存期满',
  async run(call, _, options) {
    const years = yearsKept(call)
    const today = dayInChina(call.world.now())
    if (call.asOf > today) {
      refuse(
        'usage',
        'retention.not-yet',
        {
          zh: `--as-of ${call.asOf} 还没有到 (今天 ${today}), 那时才到期的不能现在删`,
          en: `--as-of ${call.asOf} has not come yet (today is ${today}): what is due then is not erased now`,
        },
        { zh: '去掉 --as-of', en: 'leave out --as-of' },
      )
    }
    const seen = headOf(call.db)
    const people = going(due(call, years), options.except)
    const document = dueDocument(call, people, years)
    // A script gets one value: the list with what was done.
    const isForScripts = ['json', 'jsonl'].includes(call.global.format ?? '')
    if (!isForScripts) await print(call, document)
    if (people.length === 0) {
      if (isForScripts) await print(call, document)
      call.tell({ zh: '没有到期的人, 未删除', en: 'nobody’s time is up; nothing was erased' })
      return 0
    }
    await confirm(call, {
      zh: `删除以上 ${people.length} 人的个人信息, 连同其历史? 不能撤销`,
      en: `Erase the personal data of these ${counted(people.length, 'person', 'people')}, with its history? This cannot be undone`,
    })
    const batch = eraseFrom(
      call,
      people.flatMap(p =>
        rowsOf(call, p.postings).map(row => ({ register: posting, row, name: row.name as string })),
      ),
      seen,
    )
    call.done(
      {
        zh: `已删除 ${people.length} 人的个人信息`,
        en: `personal data of ${counted(people.length, 'person', 'people')} erased`,
      },
      batch,
    )
    sayWhatIsLeft(call, batch)
    if (isForScripts) await print(call, document)
    return 0
  },
})

const rowsOf = ({ db }: Facts, ids: readonly number[]): Row[] =>
  [...rowsById(db, posting, ids).values()].map(row => decode(posting, row))
