type Camel<S extends string> = S extends `${infer A}-${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S

/** Option name from commander's flags: `--header-row <n>` → `headerRow`, `--no-bom` → `bom`. */
export type NameOf<F extends string> = F extends `--no-${infer N}`
  ? Camel<N>
  : F extends `--${infer N} ${string}`
    ? Camel<N>
    : F extends `--${infer N}`
      ? Camel<N>
      : never

/** The flag without its value: `--header-row <n>` → `--header-row`. */
export const flagIn = (flags: string): string => flags.split(' ')[0]!

/** `NameOf` at run time. */
export const nameOf = (flags: string): string =>
  flagIn(flags)
    .replace(/^--(no-)?/, '')
    .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
