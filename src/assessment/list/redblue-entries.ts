import { addDays } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import { argument, type Call, option } from '../../kernel/cli/line.ts'
import { writeNow } from '../../kernel/cli/write.ts'
import { Fault, refuse } from '../../kernel/errors.ts'
import { isSame } from '../../kernel/import/complete-record.ts'
import type { Row } from '../../kernel/schema/types.ts'
import { headOf } from '../../kernel/store/journal.ts'
import { decode, rowsById } from '../../kernel/store/records.ts'
import { counted, nearest, shellWord, type Text } from '../../kernel/text.ts'
import { periodArg, requireFrozen } from '../score/asked.ts'
import { type Entry, entriesOf, followDays, redblue } from './redblue.ts'

export const nameArg = argument({
  name: '<name>',
  zh: '名称',
  label: { zh: '单位 (或个人) 名称', en: 'unit or person' },
  words: (call: Call, [asked]: readonly string[]) => {
    const period = periodArg.field.read(asked ?? '', call.settings)
    return period instanceof Fault ? [] : open(call, period).map(e => e.name)
  },
})

export const byOption = option({
  flags: '--by <name>',
  label: { zh: '谁', en: 'by whom' },
  required: true,
})

/** Entries of the edition in force, including dropped ones. Refuses a quarter that is not frozen. */
export function open(facts: Facts, period: string): Entry[] {
  const { edition } = requireFrozen(facts, period)
  return entriesOf(facts, period).filter(e => e.edition === edition)
}

export function named(entries: readonly Entry[], period: string, name: string): Entry {
  const found = entries.find(e => e.name === name.trim())
  if (found) return found
  const names = entries.map(e => e.name)
  const like = nearest(name.trim(), names)
  return refuse(
    'input',
    'redblue.not-on-list',
    { zh: `${period} 的红蓝榜上没有 ${name}`, en: `${name} is not on the list of ${period}` },
    like.length > 0
      ? { zh: `是不是 ${like.join('、')}?`, en: `did you mean ${like.join(', ')}?` }
      : { zh: `查看: cun redblue list ${period}`, en: `see cun redblue list ${period}` },
  )
}

/** Changes entries in one batch and returns its number. */
export function change(
  call: Call,
  command: string,
  entries: readonly Entry[],
  values: (e: Entry) => Partial<Row>,
): number {
  const seen = headOf(call.db)
  const rows = rowsById(
    call.db,
    redblue,
    entries.map(e => e.id),
  )
  return writeNow(
    call,
    command,
    pen => {
      for (const e of entries) {
        const before = decode(redblue, rows.get(e.id)!)
        const after = { ...before, ...values(e) } as Row
        if (!isSame(redblue, before, after)) pen.change(redblue, before, after)
      }
    },
    seen,
  )
}

export function refuseIfPublished(e: Entry): void {
  if (!e.published) return
  refuse(
    'input',
    'redblue.already-published',
    {
      zh: `${e.name} 已于 ${e.published} 公布 (${e.number})`,
      en: `${e.name} was published on ${e.published} (${e.number})`,
    },
    {
      zh: `公布后只能跟进; 有误的: cun assess reopen ${e.period} --reason 原因, 再冻结后另行公布`,
      en: `a published entry can only be followed up; to correct it: cun assess reopen ${e.period} --reason TEXT, then freeze and publish again`,
    },
  )
}

/** Commands for the undecided entries; those with an objection are decided one by one, by name. */
export function toDecide(period: string, undecided: readonly Entry[]): Text {
  const objected = undecided.filter(e => e.objection)
  const [first] = objected
  const plain = { zh: `cun redblue decide ${period} --by 谁`, en: `cun redblue decide ${period} --by WHO` }
  if (!first) return { zh: `先执行 ${plain.zh}`, en: `first run ${plain.en}` }
  const one = `cun redblue decide ${period} ${shellWord(first.name)}`
  const others = objected.length - 1
  const rest = undecided.length - objected.length
  return {
    zh:
      `有异议的指名决定: ${one} --by 谁, 不列入的加 --drop --reason 理由` +
      (others > 0 ? `; 另有 ${others} 个有异议的同样办理` : '') +
      (rest > 0 ? `; 其余 ${rest} 个: ${plain.zh}` : ''),
    en:
      `decide entries with an objection by name: ${one} --by WHO; to leave one out, add --drop --reason TEXT` +
      (others > 0 ? `; do the same for ${others} more with objections` : '') +
      (rest > 0 ? `; the other ${rest}: ${plain.en}` : ''),
  }
}

/** The kept entries with number and date set, not yet written. Refuses an undecided or published list. */
export function publishEntries(facts: Facts, period: string, number: string, on: string): Entry[] {
  const entries = open(facts, period)
  const done = entries.find(e => e.published)
  if (done) {
    refuse(
      'input',
      'redblue.already-published',
      {
        zh: `${period} 的红蓝榜已于 ${done.published} 公布 (${done.number})`,
        en: `the list of ${period} was published on ${done.published} (${done.number})`,
      },
      {
        zh: `查看: cun redblue list ${period}; 重印: cun notice print ${done.number}`,
        en: `see cun redblue list ${period}; to reprint: cun notice print ${done.number}`,
      },
    )
  }
  const undecided = entries.filter(e => !e.decision)
  if (entries.length === 0 || undecided.length > 0) {
    refuse(
      'input',
      entries.length === 0 ? 'redblue.not-proposed' : 'redblue.undecided',
      entries.length === 0
        ? { zh: `${period} 还没有提出红蓝榜`, en: `no list is proposed for ${period}` }
        : {
            zh: `${period} 还有 ${undecided.length} 个未决定: ${undecided.map(e => e.name).join('、')}`,
            en: `${period} has ${counted(undecided.length, 'undecided entry', 'undecided entries')}: ${undecided.map(e => e.name).join(', ')}`,
          },
      entries.length === 0
        ? { zh: `先执行 cun redblue propose ${period}`, en: `first run cun redblue propose ${period}` }
        : toDecide(period, undecided),
    )
  }
  const kept = entries.filter(e => e.decision === 'kept')
  return kept.map(e => ({ ...e, published: on, number }))
}

/** Fields that publishing sets. A blue entry: reminder, second time running talk, then rectification. */
export const publication = (facts: Facts, e: Entry, times: number): Partial<Row> => ({
  number: e.number,
  published: e.published,
  follow: e.colour === 'red' ? 'praise' : times >= 3 ? 'rectify' : times === 2 ? 'talk' : 'remind',
  due: e.colour === 'red' ? null : addDays(e.published!, facts.settings.get(followDays)),
})
