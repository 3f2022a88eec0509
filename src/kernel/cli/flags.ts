type Camel<S extends string> = S extends `${infer A}-${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S

/** The name of an option's value, by its flags as commander writes them: `headerRow` of `--header-row <n>`, `bom` of `--no-bom`. */
export type NameOf<F extends string> = F extends `--no-${infer N}`
  ? Camel<N>
  : F extends `--${infer N} ${string}`
    ? Camel<N>
    : F extends `--${infer N}`
      ? Camel<N>
      : never

/** The flag alone: `--header-row` of `--header-row <n>`. */
export const flagIn = (flags: string): string => flags.split(' ')[0]!

/** See `NameOf`. */
export const nameOf = (flags: string): string =>
  flagIn(flags)
    .replace(/^--(no-)?/, '')
    .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
