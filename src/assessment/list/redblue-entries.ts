import type { Facts } from '../../kernel/cli/facts.ts'
import { argument, type Call, option } from '../../kernel/cli/line.ts'
import { writeNow } from '../../kernel/cli/write.ts'
import { Fault, refuse } from '../../kernel/errors.ts'
import { isSame } from '../../kernel/import/complete-record.ts'
import type { Row } from '../../kernel/schema/types.ts'
import { headOf } from '../../kernel/store/journal.ts'
import { decode, rowsById } from '../../kernel/store/records.ts'
import { bothJoined, nearest, shellWord, type Text } from '../../kernel/text.ts'
import { posting } from '../../roster/posting.ts'
import { unit } from '../../roster/unit.ts'
import { periodArg, requireFrozen } from '../score/asked.ts'
import { type Entry, entriesOf, redblue } from './redblue.ts'

const namesOf = (call: Call, [asked]: readonly string[], which: (e: Entry) => boolean) => {
  const period = periodArg.field.read(asked ?? '', call.settings)
  return period instanceof Fault
    ? []
    : open(call, period)
        .filter(which)
        .map(e => e.name)
}

export const nameArg = argument({
  name: '<name>',
  zh: '名称',
  label: { zh: '单位 (或个人) 名称', en: 'unit or person' },
  words: (call: Call, args: readonly string[]) => namesOf(call, args, () => true),
})

/** Any number of names, offered like `nameArg`; none stands for all `which`. */
export const namesArg = (label: Text, which: (e: Entry) => boolean) =>
  argument({
    ...nameArg,
    name: '[names...]',
    label,
    whole: (call: Call, args: readonly string[]) => namesOf(call, args, which),
  })

export const byOption = (label: Text) => option({ flags: '--by <name>', label, required: true })

/** Entries of the edition in force, with the dropped ones, without the withdrawn ones. Refuses a period that is not frozen. */
export function open(facts: Facts, period: string): Entry[] {
  const { edition } = requireFrozen(facts, period)
  return entriesOf(facts, period).filter(e => e.edition === edition && !e.withdrawn)
}

/** What `open` gives, for a command that writes: refuses a day before the list's last step. */
export function begin(facts: Facts, period: string): Entry[] {
  refuseIfEarlier(facts, period, facts.asOf)
  return open(facts, period)
}

const steps = {
  proposed: { zh: '提出', en: 'proposed' },
  objected: { zh: '提出异议', en: 'objected to' },
  decided: { zh: '决定', en: 'decided' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
  published: { zh: '公布', en: 'published' },
} as const

/** Refuses a day before the list's last step: a command of that day would not see the step and would overwrite it. */
export function refuseIfEarlier(facts: Facts, period: string, on: string): void {
  const days = Object.keys(steps).map(s => `select "${s}" as day, '${s}' as step, quarter from redblue`)
  const last = facts.db
    .prepare(
      `select s.day, s.step from (${days.join(' union all ')}) s join quarter q on q.id = s.quarter
       where q.period = ? and s.day > ? order by s.day desc limit 1`,
    )
    .get(period, on) as { day: string; step: keyof typeof steps } | undefined
  if (!last) return
  const step = steps[last.step]
  refuse(
    'input',
    'redblue.done-later',
    {
      zh: `${period} 的红蓝榜已于 ${last.day} ${step.zh}, 晚于 ${on}`,
      en: `the list of ${period} was ${step.en} on ${last.day}, later than ${on}`,
    },
    {
      zh: `以 ${last.day} 或更晚的日子办理: 加 --as-of ${last.day}; 查看: cun redblue list ${period} --as-of ${last.day}`,
      en: `run it as of ${last.day} or later: add --as-of ${last.day}; see cun redblue list ${period} --as-of ${last.day}`,
    },
  )
}

/** The entry with this name, or whose subject has it as another name. Namesakes need their place in brackets. */
export function named(facts: Facts, entries: readonly Entry[], period: string, name: string): Entry {
  const labels = facts.directories.of(posting)
  const label = (e: Entry) => (e.kind === 'posting' ? labels.label(e.subject) : e.name)
  const word = name.trim()
  const exact = entries.filter(e => label(e) === word)
  const same = exact.length > 0 ? exact : entries.filter(e => e.name === word)
  if (same.length === 1) return same[0]!
  if (same.length > 1) {
    const { zh, en } = bothJoined(same.map(label))
    refuse(
      'input',
      'redblue.namesakes',
      { zh: `有 ${same.length} 个 ${word}: ${zh}`, en: `${same.length} entries are called ${word}: ${en}` },
      { zh: `写作 ${label(same[0]!)}`, en: `write ${label(same[0]!)}` },
    )
  }
  const id = facts.directories.of(unit).find([word])
  const known = entries.find(e => e.kind === 'unit' && e.subject === id)
  if (known) return known
  const like = nearest(word, entries.map(label))
  return refuse(
    'input',
    'redblue.not-on-list',
    { zh: `${period} 的红蓝榜上没有 ${word}`, en: `${word} is not on the list of ${period}` },
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
