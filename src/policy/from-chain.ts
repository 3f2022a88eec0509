import type { Call } from '../kernel/cli/line.ts'
import { type Complaint, Fault, refuse } from '../kernel/errors.ts'
import { isMarkedSecret, secret } from '../kernel/schema/secrecy.ts'
import type { Row } from '../kernel/schema/types.ts'
import { bothJoined, counted, joined, personalMasked } from '../kernel/text.ts'
import type { Serving } from '../roster/serving.ts'
import { type Chain, type Entry, readChain } from './chain.ts'
import { entryReader } from './chain-names.ts'
import type { AttendanceState } from './gathering.ts'
import type { Mark } from './marks.ts'

interface Placed {
  readonly entry: Entry
  readonly mark: Mark
}

/** Attendance by the names of a 接龙; refuses it with every line that is not clear. Who is not in it did not come. */
export function fromChain(
  call: Call,
  gathering: Row,
  expected: readonly Serving[],
  text: string,
  name: string,
): Map<number, AttendanceState> {
  const chain = readChain(text)
  if (
    isMarkedSecret(name) ||
    chain.entries.some(e => isMarkedSecret(e.text)) ||
    chain.titles.some(isMarkedSecret)
  ) {
    refuse(
      'input',
      'file.secret-row',
      { zh: `${name} 带有涉密标志, 整个拒收`, en: `${name} carries a secrecy marking; all of it is refused` },
      secret.next,
    )
  }
  const read = entryReader(call, expected, gathering.date as string)
  const placed = new Map<Serving, Placed[]>()
  const complaints: Complaint[] = []
  for (const entry of chain.entries) {
    const told = read(entry.text)
    if (told instanceof Fault) {
      complaints.push(complaintOf(entry, told))
      continue
    }
    for (const p of told.people) {
      const before = placed.get(p) ?? []
      const other = before.find(b => b.mark !== told.mark)
      if (other) complaints.push(complaintOf(entry, contradicts(other.entry.line)))
      placed.set(p, [...before, { entry, mark: told.mark }])
    }
  }
  if (complaints.length > 0) {
    const [bad, all] = [new Set(complaints.map(c => c.line)).size, chain.entries.length]
    refuse(
      'input',
      'attendance.chain-unclear',
      {
        zh: `${name}: 接龙 ${all} 行中 ${bad} 行对不上, 一行也未写入`,
        en: `${name}: ${bad} of the ${counted(all, 'line')} of the list cannot be placed; nothing was written`,
      },
      { zh: '改正后再执行一次', en: 'correct them and run the command again' },
      complaints,
    )
  }
  report(call, chain, placed, expected, name)
  return new Map([...placed].map(([p, all]) => [p.id, stateOf(all[0]!.mark)]))
}

/** Who came late came. */
const stateOf = (mark: Mark): AttendanceState => (mark === 'present' || mark === 'late' ? 'came' : mark)

const complaintOf = ({ line, text }: Entry, { code, rule, next }: Fault): Complaint => ({
  line,
  value: personalMasked(text.length > 40 ? `${text.slice(0, 40)}…` : text),
  code,
  rule,
  next,
})

const contradicts = (line: number) =>
  new Fault(
    'attendance.contradicts-line',
    { zh: `与第 ${line} 行说的不一样`, en: `says other than line ${line}` },
    { zh: '留下对的一行', en: 'keep the line that is right' },
  )

/** Says how it was read: titles, repeated names, lacking numbers, who came late, who is missing. */
function report(
  call: Call,
  { titles, entries, gaps }: Chain,
  placed: ReadonlyMap<Serving, readonly Placed[]>,
  expected: readonly Serving[],
  name: string,
): void {
  const repeated = [...placed].filter(([, all]) => all.length > 1).map(([p]) => p.name)
  const late = [...placed].filter(([, all]) => all[0]!.mark === 'late').map(([p]) => p.name)
  const parts = [
    { zh: `接龙 ${entries.length} 行`, en: `a list of ${counted(entries.length, 'line')}` },
    titles.length > 0 && {
      zh: `跳过说明 ${titles.length} 行`,
      en: `skipped ${counted(titles.length, 'title line')}`,
    },
    repeated.length > 0 && {
      zh: `重复的只算一次: ${joined(repeated, 'zh')}`,
      en: `repeated, counted once: ${joined(repeated, 'en')}`,
    },
    gaps.length > 0 && {
      zh: `序号缺 ${joined(gaps.map(String), 'zh')} (可能有人撤下, 或没有贴全)`,
      en: `numbers lacking: ${joined(gaps.map(String), 'en')} (withdrawn, or not all was pasted)`,
    },
    late.length > 0 && {
      zh: `迟到早退的按实到计: ${joined(late, 'zh')}`,
      en: `late, counted as present: ${joined(late, 'en')}`,
    },
  ].filter(p => p !== false)
  call.tell({
    zh: `${name}: ${parts.map(p => p.zh).join('; ')}`,
    en: `${name}: ${parts.map(p => p.en).join('; ')}`,
  })
  const missing = expected.filter(p => !placed.has(p))
  // Up to ten are named with the counts.
  if (missing.length > 10) {
    const list = bothJoined(missing.map(p => `${p.name}（${p.villageName}）`))
    call.tell({
      zh: `没有接龙的 ${missing.length} 人: ${list.zh}`,
      en: `not in the 接龙: ${counted(missing.length, 'person', 'people')}: ${list.en}`,
    })
  }
}
