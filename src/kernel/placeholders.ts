import { refuse } from './refuse.ts'
import type { Text } from './text.ts'

/** The words to be replaced in a command that is suggested, as each language has them. */
const words: Readonly<Record<string, string>> = {
  DATE: '日期',
  NAME: '姓名',
  FILE: '文件',
  NUMBER: '号',
  TEXT: '内容',
  WORD: '方式',
  FORM: '形式',
  UNITS: '单位',
  PURPOSES: '事项',
  VILLAGE: '村',
  QUARTER: '季度',
}
const all = new Set(Object.entries(words).flat())

/** A command with the words to replace in the reader's language. */
export const toRun = (command: string): Text => ({
  zh: command.replace(/(?<= )[A-Z]+(?= |$)/g, word => words[word] ?? word),
  en: command,
})

/** Refuses a suggested command that was run as it stands: it would record the word instead of the fact. */
export function refusePlaceholder(flag: string, value: string): void {
  if (!all.has(value)) return
  refuse(
    'usage',
    {
      zh: `--${flag} ${value}: “${value}”是要换掉的字样`,
      en: `--${flag} ${value}: ${value} stands for what you are to give`,
    },
    { zh: '换成实际内容再执行', en: 'put the real one in its place' },
  )
}
