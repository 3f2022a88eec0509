import { refuse } from '../errors.ts'
import type { Text } from '../text.ts'

/** The words to be replaced in a command that is suggested, as each language has them: those that stand for a flag's value. */
const values: Readonly<Record<string, string>> = {
  DATE: '日期',
  NAME: '姓名',
  TEXT: '内容',
  WORD: '方式',
  FORM: '形式',
}
const words: Readonly<Record<string, string>> = { ...values, FILE: '文件', NUMBER: '号' }
const refused = new Set(Object.entries(values).flat())

/** A command with the words to replace in the reader's language; `own` are those of the field. */
export const toRun = (command: string, own: Readonly<Record<string, string>>): Text => ({
  zh: command.replace(/(?<= )[A-Z]+(?= |$)/g, word => words[word] ?? own[word] ?? word),
  en: command,
})

/** Refuses a suggested command that was run as it stands: it would record the word instead of the fact. */
export function refusePlaceholder(flag: string, value: string): void {
  if (!refused.has(value)) return
  refuse(
    'usage',
    'usage.placeholder',
    {
      zh: `--${flag} ${value}: “${value}”是要换掉的字样`,
      en: `--${flag} ${value}: ${value} stands for what you are to give`,
    },
    { zh: '换成实际内容再执行', en: 'put the real one in its place' },
  )
}
