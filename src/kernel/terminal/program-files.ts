import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../../', import.meta.url)

/** Where a file or folder that comes with the program lies: `data/demo/`. */
export const programPath = (name: string): string => fileURLToPath(new URL(name, root))

/** The bytes of a file that comes with the program: `data/rules/holidays.csv`. */
export const programFile = (name: string): Buffer => readFileSync(programPath(name))
