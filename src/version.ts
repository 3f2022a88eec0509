import { programFile } from './kernel/terminal/program-files.ts'

export const { version } = JSON.parse(programFile('package.json').toString('utf8')) as { version: string }
