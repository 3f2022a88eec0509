import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../../', import.meta.url)

/** The path of a file or folder that ships with the program, e.g. `data/demo/`. */
export const programPath = (name: string): string => fileURLToPath(new URL(name, root))

/** The bytes of a file that ships with the program, e.g. `data/rules/holidays.csv`. */
export const programFile = (name: string): Buffer => readFileSync(programPath(name))
