import type { Global, Options, Verb, Wanted } from './line.ts'

/** What a verb was called with. */
export interface Given {
  readonly args: readonly string[]
  readonly options: Options
  readonly global: Global
}

/** Something a verb takes, by where its answer goes. */
export interface Place extends Wanted {
  readonly key: string
  readonly isRequired: boolean
}

/** `--into <unit>` is `into`, as commander names it. */
const nameOf = (flags: string) =>
  /--([a-z-]+)/.exec(flags)![1]!.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())

/** Everything that a verb takes and was not given. */
export function placesOf(verb: Verb, { args, options, global }: Given): Place[] {
  return [
    ...(verb.args ?? []).flatMap((arg, i) =>
      args[i] === undefined && (arg.name.startsWith('<') || arg.when?.(args))
        ? [{ ...arg, key: `args ${i}`, isRequired: true }]
        : [],
    ),
    ...(verb.options ?? []).flatMap(option =>
      (option.required || option.isAsked) && options[nameOf(option.flags)] === undefined
        ? [{ ...option, key: `options ${nameOf(option.flags)}`, isRequired: option.required === true }]
        : [],
    ),
    ...(verb.needs ?? []).flatMap(need =>
      global[need.name] === undefined && (need.when?.(options) ?? true)
        ? [{ ...need, key: `global ${need.name}`, isRequired: true }]
        : [],
    ),
  ]
}

/** Whether a verb was called without something it cannot do without. */
export const isMissing = (verb: Verb, given: Given): boolean => placesOf(verb, given).some(p => p.isRequired)
