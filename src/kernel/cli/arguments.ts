import { type Code, Fault, refuse } from '../errors.ts'
import { noValue } from '../schema/nothing.ts'
import { isMarkedSecret, secretValue } from '../schema/secrecy.ts'
import type { Reader } from '../schema/types.ts'
import { personalMasked, type Text, visible } from '../text.ts'
import { flagIn, nameOf } from './flags.ts'
import type { Global } from './global-options.ts'
import type { Call, Needed, Options, Parameter, Verb } from './line.ts'

/** What a verb was called with, before parsing. */
export interface Given {
  readonly args: readonly string[]
  readonly options: Options
  readonly global: Global
}

/** A parameter that was not given, and where its answer goes. */
export interface MissingParameter extends Parameter {
  readonly kind: 'args' | 'options' | 'global'
  /** The index of an argument, or the name of an option. */
  readonly name: string
  readonly isRequired: boolean
}

const isNeeded = (need: Needed, { options, global }: Given) =>
  !global[need.name]?.trim() && (need.when?.(options) ?? true)

/** The missing parameters that a verb requires or asks for. */
export function missingParameters(verb: Verb, given: Given): MissingParameter[] {
  const { args, options } = given
  return [
    ...(verb.args ?? []).flatMap((arg, i) =>
      args[i] === undefined && (arg.name.startsWith('<') || arg.when?.(args))
        ? [{ ...arg, kind: 'args' as const, name: String(i), isRequired: true }]
        : [],
    ),
    ...(verb.options ?? []).flatMap(option => {
      const name = nameOf(option.flags)
      const isRequired = option.required ?? option.when?.(options) ?? false
      return (isRequired || option.isAsked) && options[name] === undefined
        ? [{ ...option, kind: 'options' as const, name, isRequired }]
        : []
    }),
    ...(verb.needs ?? []).flatMap(need =>
      isNeeded(need, given) ? [{ ...need, kind: 'global' as const, isRequired: true }] : [],
    ),
  ]
}

/** Whether a required parameter is missing. */
export const hasMissing = (verb: Verb, given: Given): boolean =>
  missingParameters(verb, given).some(p => p.isRequired)

/** Parses a typed text with the parameter's field; a secrecy marking is a fault. */
export function readParameter({ field }: Parameter, text: string, reader: Reader): unknown {
  if (isMarkedSecret(text)) return secretValue
  return field ? (noValue(text.trim()) ?? field.read(text.trim(), reader)) : text
}

/** Refuses a typed text, under its flag if it has one; a secret text is not shown. */
export function refuseWord(flag: string | undefined, text: string, fault: Fault): never {
  const shown = fault === secretValue ? '' : visible(personalMasked(text))
  const where = [flag, shown].filter(Boolean).join(' ')
  const colon = flag ? ':' : ''
  const kind = fault === secretValue ? 'input' : 'usage'
  const what = { zh: `${where}${colon} ${fault.rule.zh}`.trim(), en: `${where} ${fault.rule.en}`.trim() }
  return refuse(kind, fault.code, what, fault.next)
}

/** Parses every argument and option with its field; refuses the first that does not parse. */
function readGiven(
  call: Call,
  verb: Verb,
  given: Given,
): { readonly args: readonly unknown[]; readonly options: Readonly<Record<string, unknown>> } {
  const read = (wanted: Parameter, flag: string | undefined, text: string) => {
    const value = readParameter(wanted, text, call.settings)
    return value instanceof Fault ? refuseWord(flag, text, value) : value
  }
  const args = given.args.map((text, i) => {
    const arg = verb.args?.[i] ?? verb.args!.at(-1)!
    return arg.field ? read(arg, undefined, text) : text
  })
  const options: Record<string, unknown> = { ...given.options }
  for (const option of verb.options ?? []) {
    const text = options[nameOf(option.flags)]
    if (option.column || typeof text !== 'string') continue
    options[nameOf(option.flags)] = read(option, flagIn(option.flags), text)
  }
  for (const need of verb.needs ?? []) if (isNeeded(need, given)) refuseNeeded(need)
  return { args, options }
}

const values: Readonly<Record<Needed['name'], Text>> = {
  reason: { zh: '--reason 事由; 它会记入经过', en: '--reason TEXT; it is recorded' },
  out: { zh: '--out 文件', en: '--out FILE' },
}

function refuseNeeded({ name, label }: Needed): never {
  const code: Code = name === 'reason' ? 'usage.reason-missing' : 'usage.out-missing'
  return refuse(
    'usage',
    code,
    { zh: `没有写明${label.zh}`, en: `not given: ${label.en}` },
    { zh: `加上 ${values[name].zh}`, en: `add ${values[name].en}` },
  )
}

/** Parses arguments and options, then runs the verb. */
export async function runVerb(call: Call, verb: Verb, given: Omit<Given, 'global'>): Promise<number> {
  const { args, options } = readGiven(call, verb, { ...given, global: call.global })
  return (await verb.run(call, args, options)) ?? 0
}
