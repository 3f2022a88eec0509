import { addDays } from '../calendar.ts'
import { agreed, choose, confirm, mayAsk } from '../cli/ask.ts'
import type { Call, Option } from '../cli/line.ts'
import { recordOf } from '../cli/write.ts'
import { refuse } from '../errors.ts'
import { flagOf, namingParent } from '../schema/register.ts'
import type { Field, Register } from '../schema/types.ts'
import { bothJoined, counted, type Text } from '../text.ts'
import type { CompleteList, ListPlan } from './complete-list.ts'
import { showList } from './list-report.ts'
import type { ImportOptions } from './open-sheet.ts'

/** The registers of the places of a record, smallest first. */
function placesOf(register: Register): Register[] {
  const found: Register[] = []
  for (let at = namingParent(register); at; at = namingParent(at[1]())) found.push(at[1]())
  return found
}

/** The flags that say of which place a complete list is. */
export const placeFlags = (register: Register): string[] =>
  placesOf(register).map(of => `--${flagOf(of.name)}`)

/** Options of an import that only a register whose records begin and end has. */
export function listOptions(register: Register): Option[] {
  if (!register.term) return []
  const places = placesOf(register).map(
    (of): Option => ({
      flags: `--${flagOf(of.name)} <name>`,
      label: {
        zh: `名册只是这个${of.label.zh}的 (与 --complete 同用)`,
        en: `the complete list is of this ${of.label.en}`,
      },
      of: () => of,
    }),
  )
  const [reason] = register.ending ?? []
  const field: Field | undefined = reason === undefined ? undefined : register.fields[reason]
  return [
    ...places,
    {
      flags: '--occurring',
      label: {
        zh: '名册只是表上出现的那些地方的 (与 --complete 同用)',
        en: 'the complete list is of the places that occur in it',
      },
    },
    ...(field
      ? [
          {
            flags: `--${flagOf(reason!)} <word>`,
            label: {
              zh: `不在名册上的, ${field.label.zh} (默认: 其他)`,
              en: 'why the others ended (default: other)',
            },
            field,
          },
        ]
      : []),
  ]
}

/** Refuses options that do not go with `--complete`, or that need it. */
export function requireFitting(options: ImportOptions, registers: readonly Register[], files: number): void {
  if (!options.complete) {
    const place = placeGiven(options, registers)?.of.name
    const reason = registers.flatMap(r => r.ending?.[0] ?? []).find(r => given(options, r) !== undefined)
    const flag = options.occurring ? 'occurring' : (reason ?? place)
    if (flag) without(`--${flagOf(flag)}`)
    return
  }
  if (!registers.some(r => r.term)) noTerm(registers[0]!.label)
  if (options.on === undefined) {
    refuse(
      'usage',
      'list.without-day',
      { zh: '--complete 要写明自哪天起', en: '--complete needs the day from which the list holds' },
      { zh: '加上 --on 日期', en: 'add --on DATE' },
    )
  }
  if (options.acceptValid) {
    refuse(
      'usage',
      'list.must-be-whole',
      {
        zh: '--complete 与 --accept-valid 不能同用: 退回的行会被当作离册',
        en: '--complete and --accept-valid exclude each other: a rejected row would count as gone',
      },
      { zh: '改正有误的行, 再整份导入', en: 'correct the wrong rows and import the whole list' },
    )
  }
  if (files > 1) {
    const ended = registers.filter(r => r.term)
    const flags = ended.flatMap(placeFlags)
    const listed = ended[0]!.name
    refuse(
      'usage',
      'list.several-files',
      {
        zh: `--complete 一次只能一份名册, 给了 ${files} 份`,
        en: `--complete takes one list at a time, not ${files}`,
      },
      {
        zh: `分次导入 (cun ${listed} import), 每份加 ${[...flags, '--occurring'].join('、')} 之一`,
        en: `import them one by one (cun ${listed} import), each with ${[...flags, '--occurring'].join(' or ')}`,
      },
    )
  }
}

function noTerm({ zh, en }: Text): never {
  return refuse(
    'usage',
    'list.no-term',
    {
      zh: `${zh}的记录没有起止日期, 不能按完整名册导入`,
      en: `a ${en} has no first and last day, so a complete list means nothing`,
    },
    { zh: '去掉 --complete', en: 'leave out --complete' },
  )
}

const without = (flag: string): never =>
  refuse(
    'usage',
    'list.only-complete',
    { zh: `${flag} 只与 --complete 同用`, en: `${flag} goes with --complete only` },
    { zh: `加上 --complete, 或去掉 ${flag}`, en: `add --complete, or leave out ${flag}` },
  )

/** Of an option that a register's declaration names. */
const given = (options: ImportOptions, name: string): unknown =>
  (options as Readonly<Record<string, unknown>>)[name]

function placeGiven(options: ImportOptions, registers: readonly Register[]) {
  for (const register of registers) {
    if (!register.term) continue
    for (const of of placesOf(register)) {
      const text = given(options, of.name)
      if (typeof text === 'string') return { of, text }
    }
  }
  return undefined
}

/** What `--complete` and the options beside it say. */
export function listOf(call: Call, register: Register, options: ImportOptions): CompleteList {
  if (!register.term) noTerm(register.label)
  const place = placeGiven(options, [register])
  const [parent] = placesOf(register)
  let places: ReadonlySet<number> | undefined
  if (place) {
    const { id } = recordOf(call, place.of, place.text)
    places = new Set(place.of === parent ? [id] : (call.directories.of(parent!).inside(place.of, id) ?? []))
  }
  let isAgreed = options.occurring === true
  return {
    on: options.on!,
    places,
    isOfOne: place?.of === parent,
    async lacking(ids) {
      if (isAgreed) return
      const names = ids.map(id => call.directories.of(parent!).label(id))
      const some = bothJoined(names.slice(0, 20))
      const more = names.length > 20 ? ' …' : ''
      const what = {
        zh: `名册上有${register.label.zh}的 ${names.length} 个${parent!.label.zh}不在表上: ${some.zh}${more}`,
        en: `${counted(names.length, parent!.label.en)} with records ${names.length === 1 ? 'is' : 'are'} not on the list: ${some.en}${more}`,
      }
      isAgreed = await agreed(call, {
        zh: `${what.zh}。它们不动, 只按表上出现的导入?`,
        en: `${what.en}. Leave them as they are and import the others?`,
      })
      if (isAgreed) return
      refuse('input', 'list.places-missing', what, {
        zh: `补上它们; 名册只是表上出现的那些地方的, 用 cun ${register.name} import 加 --occurring (或 ${placeFlags(register).join('、')})`,
        en: `add them; if the list is only of the places that occur in it, run cun ${register.name} import with --occurring (or ${placeFlags(register).join(', ')})`,
      })
    },
  }
}

/** Shows what a complete list would do, asks why records ended, and has it confirmed. */
export async function acceptList(call: Call, plan: ListPlan, options: ImportOptions): Promise<void> {
  const { register, contradictions } = plan
  if (contradictions.length > 0) {
    refuse(
      'input',
      'list.contradicts',
      {
        zh: `${contradictions.length} 条记录不在名册上, 又不能在 ${options.on} 前一天结束, 一行也未写入`,
        en: `${counted(contradictions.length, 'record')} not on the list cannot end before ${options.on}; nothing was written`,
      },
      { zh: '逐条核对', en: 'check each of them' },
      contradictions,
    )
  }
  const asks = mayAsk(call) && !options.dryRun
  showList(call, plan, options.on!, asks || options.dryRun === true)
  if (options.dryRun) return
  const [reason] = register.ending ?? []
  const field = reason === undefined ? undefined : register.fields[reason]
  const words = field?.words?.(call.settings) ?? []
  const open = plan.ends.filter(e => reason !== undefined && e.after[reason] == null)
  if (open.length > 0) {
    const [, fallback] = register.ending!
    const chosen =
      given(options, reason!) ??
      (asks && words.length > 0
        ? await choose(
            call,
            { zh: `${open.length} 条没有${field!.label.zh}`, en: `why the ${open.length} ended` },
            words
              .map(word => field!.read(word, call.settings))
              .map(value => ({
                value: value as string,
                name: { zh: field!.write(value, 'zh'), en: field!.write(value, 'en') },
              })),
          )
        : fallback)
    for (const { after } of open) after[reason!] = chosen
  }
  if (plan.ends.length === 0 && !asks) return
  const eve = addDays(options.on!, -1)
  await confirm(call, {
    zh: `${plan.ends.length} 条记录到 ${eve} 离册, 写入这份名册?`,
    en: `End ${counted(plan.ends.length, 'record')} on ${eve} and write this list?`,
  })
}
