import { choose, mayAsk } from '../kernel/cli/ask.ts'
import type { Call, Options, OtherSheet } from '../kernel/cli/line.ts'
import { type Code, refuse } from '../kernel/errors.ts'
import { isMarkedSecret } from '../kernel/schema/secrecy.ts'
import type { Register } from '../kernel/schema/types.ts'
import { recognise } from '../kernel/sheet/header.ts'
import { daysIn, isThat } from '../kernel/sheet/title-days.ts'
import type { Unread } from '../kernel/sheet/unread.ts'
import { shellWord, type Text } from '../kernel/text.ts'
import { isChain, readChain } from './chain.ts'
import type { GatheringTable } from './gathering.ts'
import { markColumns } from './mark-columns.ts'
import { seminar, seminarAttend } from './seminar.ts'
import { signInColumns } from './sign-in.ts'
import { training, trainingAttend } from './training.ts'

interface Held {
  readonly noun: GatheringTable
  readonly id: number
  readonly date: string
  readonly title: string
}

const nouns = {
  training: { of: training as Register, attend: trainingAttend },
  seminar: { of: seminar as Register, attend: seminarAttend },
} as const

/** A sign-in sheet given to an import: its rows are no records, but say who came to a training or seminar. */
export const signInSheet: OtherSheet = {
  known(call, unread) {
    const found = unread.sheets.find(isSignIn(unread))
    if (!found) return undefined
    const { leading } =
      found.head.length > 0 ? recognise([signInColumns], found.head, {})[0]! : { leading: 0 }
    const titles = found.head.slice(0, leading).flatMap(row => row.cells)
    const { sheet } = found.source
    const only = unread.sheets.length > 1 && sheet ? { worksheet: sheet.name } : {}
    const label = found.source.label
    return () =>
      takeAttendance(call, unread, [unread.name, sheet?.name ?? '', ...titles], only, {
        code: 'import.sign-in-sheet',
        what: {
          zh: `${label.zh} 是签到表, 不是台账: 记的是谁到了哪一期培训或研讨`,
          en: `${label.en} is a sign-in sheet, no register: it says who came to a training or seminar`,
        },
      })
  },
}

/** A 接龙 saved as text and given to an import. */
export const chainText: OtherSheet = {
  known(call, unread) {
    const { name, text } = unread
    if (text === undefined || !isChain(text) || isMarkedSecret(text)) return undefined
    return () =>
      takeAttendance(
        call,
        unread,
        [name, ...readChain(text).titles],
        {},
        {
          code: 'import.chain',
          what: {
            zh: `${name} 是接龙, 不是台账: 记的是谁到了哪一期培训或研讨`,
            en: `${name} is a 接龙, no register: it says who came to a training or seminar`,
          },
        },
      )
  },
}

/**
 * Names of people, and a title that says 签到 or nothing but columns of a sign-in sheet with one of them for the mark.
 * Other columns make it another sheet, e.g. 签收日期.
 */
const isSignIn =
  ({ name }: Unread) =>
  ({ source, head }: Unread['sheets'][number]): boolean => {
    const [found] = recognise([signInColumns], head, {})
    if (!found?.columns.has('posting')) return false
    const titles = [name, source.sheet?.name ?? '', ...head.slice(0, found.leading).flatMap(row => row.cells)]
    if (titles.some(title => /签到|(?:签名|点名)[表册]/.test(title.replace(/\s/g, '')))) return true
    return (
      markColumns.some(c => found.columns.has(c)) && found.complaints.every(c => c.code === 'header.repeated')
    )
  }

/**
 * Records who came to the training or seminar that the person chooses, first those of the days in the titles; off
 * a terminal refuses with the command, and the number where exactly one fits.
 */
export async function takeAttendance(
  call: Call,
  { file, options }: Unread,
  titles: readonly string[],
  more: Options,
  { code, what }: { readonly code: Code; readonly what: Text },
): Promise<number> {
  const held = gatherings(call)
  const days = daysIn(titles)
  const fits = held.filter(h => days.some(day => isThat(day, h.date)))
  if (held.length > 0 && mayAsk(call) && !options.dryRun) {
    const others = held.filter(h => !fits.includes(h))
    const chosen = await choose<Held | undefined>(
      call,
      { zh: `${what.zh}。是哪一期的?`, en: `${what.en}. Which one?` },
      [
        ...[...fits, ...others].map(value => ({ value, name: shown(value) })),
        { value: undefined, name: { zh: '(都不是)', en: '(none of these)' } },
      ],
    )
    if (chosen) {
      const { attend } = nouns[chosen.noun]
      return (await attend.run(call, [`#${chosen.id}`], { ...more, sheet: file })) ?? 0
    }
  }
  const sheet = `--sheet ${shellWord(file)}${more.worksheet ? ` --worksheet ${shellWord(String(more.worksheet))}` : ''}`
  const [only, ...rest] = fits
  if (only && rest.length === 0) {
    const told = shown(only)
    return refuse('input', code, what, {
      zh: `登记${told.zh}的出勤: cun ${only.noun} attend ${only.id} ${sheet}`,
      en: `record who came to ${told.en}: cun ${only.noun} attend ${only.id} ${sheet}`,
    })
  }
  const some = fits.slice(0, 5).map(shown)
  return refuse(
    'input',
    code,
    what,
    held.length === 0
      ? {
          zh: `先登记那一期 (cun training add 或 cun seminar add), 再: cun training attend 记录号 ${sheet}`,
          en: `first record it (cun training add or cun seminar add), then: cun training attend NUMBER ${sheet}`,
        }
      : {
          zh: `登记出勤: cun training attend 记录号 ${sheet} (研讨用 cun seminar attend)${some.length > 0 ? `; 那天有: ${some.map(t => t.zh).join('、')}` : '; 记录号见 cun training list'}`,
          en: `record who came: cun training attend NUMBER ${sheet} (of a seminar: cun seminar attend)${some.length > 0 ? `; held that day: ${some.map(t => t.en).join(', ')}` : '; see cun training list for the number'}`,
        },
  )
}

/** Trainings and seminars, newest first. */
const gatherings = ({ db }: Call): Held[] =>
  db
    .prepare(
      `select 'training' as noun, id, date, title from training
       union all select 'seminar', id, date, title from seminar order by date desc, noun desc, id`,
    )
    .all() as Held[]

const shown = ({ noun, id, date, title }: Held): Text => {
  const { zh, en } = nouns[noun].of.label
  return { zh: `${zh} ${id} 号 (${date} ${title})`, en: `${en} ${id} (${date} ${title})` }
}
