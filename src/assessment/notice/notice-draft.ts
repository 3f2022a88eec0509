import { addDays } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import type { Call, Option, OptionsOf } from '../../kernel/cli/line.ts'
import { refuseIfExists, save } from '../../kernel/cli/print.ts'
import { refuse } from '../../kernel/errors.ts'
import { date } from '../../kernel/schema/fields/date.ts'
import type { Text } from '../../kernel/text.ts'
import type { Entry } from '../list/redblue.ts'
import { requireFrozen } from '../score/asked.ts'
import type { Frozen } from '../score/quarter.ts'
import { type NoticeKind, notice, officialNotice, titleLine } from './notice.ts'
import { documentNumber, kept, type NoticeForm } from './notice-files.ts'
import type { Official } from './official/official.ts'
import { writeOfficialText } from './official/text.ts'

const onLabel = { zh: '成文日期 (默认今天)', en: 'date (default: today)' }

const numberLabel = { zh: '发文字号, 如 沁组通〔2024〕3号', en: 'document number' }

export const noticeOptions = [
  {
    flags: '--number <number>',
    label: numberLabel,
    required: true,
    field: documentNumber(numberLabel),
  },
  {
    flags: '--kind <word>',
    label: { zh: '情况通报 (默认)、表扬通报 或 批评通报', en: 'information (default), praise or criticism' },
    isAsked: true,
    field: notice.fields.kind,
  },
  { flags: '--to <text>', label: { zh: '主送机关 (默认按设置)', en: 'addressed to (default: by setting)' } },
  {
    flags: '--title <text>',
    label: { zh: '标题 (默认按季度和种类)', en: 'title (default: by quarter and kind)' },
  },
  {
    flags: '--on <date>',
    label: onLabel,
    isAsked: true,
    field: date(onLabel, { ahead: true }),
    start: (call: Call) => call.asOf,
  },
] as const satisfies readonly Option[]

type NoticeOptions = OptionsOf<typeof noticeOptions>

interface Asked {
  readonly frozen: Frozen
  readonly official: Official
  readonly kind: NoticeKind
}

export function ask(
  facts: Facts,
  period: string,
  options: NoticeOptions,
  entries: readonly Entry[],
  on: string,
): Asked {
  const frozen = requireFrozen(facts, period)
  refuseIfFar(facts, frozen, on)
  const kind = options.kind ?? 'information'
  const official = officialNotice(
    facts,
    {
      frozen,
      number: options.number,
      kind,
      date: on,
      to: options.to?.trim() || undefined,
      title: options.title?.trim() || undefined,
    },
    entries,
  )
  return { frozen, official, kind }
}

/** Days that a notice may be dated ahead: it waits for signature and seal. */
const ahead = 30

/** Refuses a date before the result that the notice cites, or so far ahead that a digit must be wrong. */
function refuseIfFar({ asOf }: Facts, { period, edition, frozen }: Frozen, on: string): void {
  if (on < frozen) {
    refuse(
      'input',
      'notice.dated-before-freezing',
      {
        zh: `成文日期 ${on} 早于 ${period} 第 ${edition} 版的冻结日期 ${frozen}`,
        en: `the date ${on} is before ${frozen}, when edition ${edition} of ${period} was frozen`,
      },
      { zh: `核对 --on; 最早 ${frozen}`, en: `check --on; the earliest is ${frozen}` },
    )
  }
  const last = addDays(asOf, ahead)
  if (on <= last) return
  refuse(
    'input',
    'notice.dated-too-far-ahead',
    {
      zh: `成文日期 ${on} 比 ${asOf} 晚 ${ahead} 天以上`,
      en: `the date ${on} is more than ${ahead} days after ${asOf}`,
    },
    { zh: `核对 --on; 最晚 ${last}`, en: `check --on; the latest is ${last}` },
  )
}

export function refuseIfIssued(facts: Facts, number: string): void {
  if (!facts.db.prepare('select 1 from notice where number = ?').get(number)) return
  refuse(
    'input',
    'notice.number-taken',
    { zh: `${number} 已印发过`, en: `${number} is already issued` },
    {
      zh: `换一个文号; 重印: cun notice print ${number}`,
      en: `take another number; to reprint: cun notice print ${number}`,
    },
  )
}

export const recordOf = ({ official, kind, frozen }: Asked, files: Record<NoticeForm, Uint8Array>) => ({
  number: official.number,
  date: official.date,
  kind,
  title: titleLine(official),
  to: official.to,
  quarter: frozen.id,
  official: JSON.stringify(official),
  files: kept(files),
})

/** The form of `--out`, if given. Refuses an unknown form or an existing file before anything is written. */
export function formAsked(call: Call): NoticeForm | undefined {
  const { out, force, format } = call.global
  if (out === undefined) return undefined
  const form = /\.(docx|html)$/i.exec(out)?.[1]?.toLowerCase() ?? format
  if (form !== 'docx' && form !== 'html') {
    return refuse(
      'usage',
      'output.unknown-format',
      { zh: `通报写不了这种格式: ${out}`, en: `a notice cannot be written as ${out}` },
      { zh: '文件名以 .docx 或 .html 结尾', en: 'end the file name with .docx or .html' },
    )
  }
  if (!force) refuseIfExists(call, out)
  return form
}

/**
 * Prints a notice as text, or writes its file to `--out`; then tells what was `done`, if given. A script that
 * issues a notice gets what was done alone.
 */
export function put(
  call: Call,
  official: Official,
  files: Record<NoticeForm, Uint8Array>,
  done?: Text,
): void {
  const form = formAsked(call)
  const isForScripts = call.global.format === 'json' || call.global.format === 'jsonl'
  if (form) save(call, call.global.out!, [files[form]])
  else if (!done || !isForScripts) printed(call, official)
  if (done && isForScripts) call.done(done)
  else if (done) call.tell(done)
}

function printed(call: Call, official: Official): void {
  const { lang, world } = call
  const screen = { lang, terminal: world.terminal.out, width: world.width, color: world.color }
  for (const piece of writeOfficialText(official, screen)) world.out(piece)
}
