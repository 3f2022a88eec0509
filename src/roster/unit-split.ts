import { askQuestion, cancel, mayAsk } from '../kernel/cli/ask.ts'
import { type Call, verb } from '../kernel/cli/line.ts'
import { writeNow } from '../kernel/cli/write.ts'
import { namedRecord } from '../kernel/commands/merge.ts'
import { refuse, Unknown } from '../kernel/errors.ts'
import { text, texts } from '../kernel/schema/fields/text.ts'
import type { Row } from '../kernel/schema/types.ts'
import { headOf } from '../kernel/store/journal.ts'
import { bothJoined, counted } from '../kernel/text.ts'
import { posting } from './posting.ts'
import { onDate, refuseIfMerged, type Sent, sentBy, transfer } from './reform.ts'
import { unit } from './unit.ts'

const into = {
  zh: '分立为哪些单位 (如 甲局、乙局; 原单位保留的也写上)',
  en: 'units it is split into, with itself if it stays',
}
const who = {
  zh: '谁归哪个单位, 如 甲局=张三、李四;乙局=王五',
  en: 'who goes where, e.g. A=NAME,NAME;B=NAME',
}

/** A unit of the split; without a record it is new. */
interface Target {
  readonly name: string
  readonly row?: Row
}

/** Divides a unit from a day on. Its people go to the units named; one that is not named among these ends. */
export const unitSplit = verb({
  noun: 'unit',
  name: 'split',
  label: { zh: '派出单位自某日起分立', en: 'split a sponsor unit from a day on' },
  args: [{ name: '<from>', zh: '单位', label: { zh: '分立的单位', en: 'unit to split' }, of: () => unit }],
  options: [
    { flags: '--into <units>', label: into, required: true, field: texts(into) },
    onDate({ zh: '分立日期', en: 'first day after the split' }),
    { flags: '--postings <text>', label: who, field: text(who) },
  ],
  isWriting: true,
  example: 'cun unit split 示例一局 --into 示例一局、示例九局 --on 2024-07-01 --postings 示例九局=张三',
  async run(call, [from], options) {
    const seen = headOf(call.db)
    const lost = namedRecord(call, unit, from)
    refuseIfMerged(call, unit, lost)
    const { on } = options
    const targets = targetsOf(call, lost, options.into)
    const people = sentBy(call, lost.id, on)
    const chosen = named(call, people, targets, options.postings)
    await askFor(call, lost, people, targets, chosen)
    const stays = targets.find(t => t.row?.id === lost.id)
    const batch = writeNow(
      call,
      'unit split',
      pen => {
        const ids = new Map(targets.map(t => [t, t.row?.id ?? pen.add(unit, [founded(lost, t)])[0]!]))
        for (const sent of people) {
          const to = chosen.get(sent)!
          if (to !== stays) transfer(pen, sent, ids.get(to)!, on)
        }
        if (!stays) pen.change(unit, lost, { ...lost, mergedOn: on })
      },
      seen,
    )
    const told = targets.map(t => ({ t, n: people.filter(p => chosen.get(p) === t).length }))
    call.done(
      {
        zh: `${lost.name}自 ${on} 分立: ${told.map(({ t, n }) => `${t.name} ${n} 人`).join(', ')}`,
        en: `${lost.name} split from ${on}: ${told.map(({ t, n }) => `${t.name} ${counted(n, 'posting')}`).join(', ')}`,
      },
      batch,
    )
    return 0
  },
})

/** A new unit is of the level and kind of the one that it came from. */
const founded = ({ level, kind }: Row, { name }: Target) => ({ name, level, kind })

function targetsOf(call: Call, lost: Row, names: readonly string[]): Target[] {
  const targets = new Map<number | string, Target>()
  for (const name of names) {
    const id = call.directories.of(unit).find([name])
    if (id instanceof Unknown) targets.set(name, { name })
    else {
      const row = namedRecord(call, unit, name)
      if (row.id !== lost.id) refuseIfMerged(call, unit, row)
      targets.set(row.id, { name: row.name as string, row })
    }
  }
  if (targets.size < 2) {
    refuse(
      'usage',
      'unit.split-into-one',
      { zh: '分立要有两个以上的单位', en: 'a split needs two units or more' },
      {
        zh: `原单位保留的也写上: --into ${lost.name}、新单位; 只是改名的用 cun unit rename`,
        en: `name it too if it stays: --into ${lost.name},NEW; to rename it use cun unit rename`,
      },
    )
  }
  return [...targets.values()]
}

/** Who `--postings` says goes where. */
function named(
  call: Call,
  people: readonly Sent[],
  targets: readonly Target[],
  given: string | undefined,
): Map<Sent, Target> {
  const chosen = new Map<Sent, Target>()
  const labels = call.directories.of(posting)
  for (const part of (given ?? '').split(/[;；]/).filter(p => p.trim() !== '')) {
    const [to, list = ''] = part.split(/[=＝]/).map(w => w.trim())
    const target = targets.find(t => t.name === to || t.row?.id === call.directories.of(unit).find([to]))
    if (!target) wrong(to!, '不在 --into 之列', 'is not among those of --into')
    for (const word of list.split(/[、,，]/).flatMap(w => w.trim() || [])) {
      const found = people.filter(
        ({ row }) => row.name === word || labels.label(row.id) === word || `#${row.id}` === word,
      )
      if (found.length === 0) wrong(word, '当天不由该单位派出', 'does not come from the unit on that day')
      if (found.length > 1) {
        const { zh, en } = bothJoined(found.map(f => `#${f.row.id}`))
        wrong(word, `有 ${found.length} 个: ${zh}`, `stands for ${found.length}: ${en}`)
      }
      chosen.set(found[0]!, target)
    }
  }
  return chosen
}

function wrong(word: string, zh: string, en: string): never {
  return refuse(
    'input',
    'unit.split-wrong',
    { zh: `--postings 的“${word}”${zh}`, en: `"${word}" in --postings ${en}` },
    {
      zh: '写作 单位=姓名、姓名;单位=姓名; 同名的写记录号, 如 #12',
      en: 'write UNIT=NAME,NAME;UNIT=NAME; of namesakes give the record number, e.g. #12',
    },
  )
}

/** Asks for each of the rest; off a terminal they stay with a unit that stays. */
async function askFor(
  call: Call,
  lost: Row,
  people: readonly Sent[],
  targets: readonly Target[],
  chosen: Map<Sent, Target>,
): Promise<void> {
  const labels = call.directories.of(posting)
  const stays = targets.find(t => t.row?.id === lost.id)
  const rest = people.filter(p => !chosen.has(p))
  const choices = targets.map((t, i) => ({ value: String(i), name: t.name }))
  for (const sent of rest) {
    if (stays && !mayAsk(call)) chosen.set(sent, stays)
    if (!mayAsk(call)) continue
    const name = labels.label(sent.row.id)
    const got = await askQuestion(call, 'one', { zh: `${name}归`, en: `${name} goes to` }, { choices })
    chosen.set(sent, targets[Number((got ?? cancel())[0])]!)
  }
  const left = people.filter(p => !chosen.has(p)).map(p => labels.label(p.row.id))
  if (left.length === 0) return
  const { zh, en } = bothJoined(left)
  refuse(
    'input',
    'unit.split-unassigned',
    { zh: `没有说归哪个单位: ${zh}`, en: `nobody said where these go: ${en}` },
    {
      zh: `加 --postings ${targets[0]!.name}=姓名、姓名;${targets[1]!.name}=姓名`,
      en: `add --postings ${targets[0]!.name}=NAME,NAME;${targets[1]!.name}=NAME`,
    },
  )
}
