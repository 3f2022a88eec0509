import { refuse } from '../errors.ts'
import type { Text } from '../text.ts'

/** Placeholders of flag values in suggested commands, English → Chinese. */
const values: Readonly<Record<string, string>> = {
  DATE: '日期',
  NAME: '姓名',
  TEXT: '内容',
  WORD: '方式',
  FORM: '形式',
}
const words: Readonly<Record<string, string>> = { ...values, FILE: '文件', NUMBER: '号' }
const refused = new Set(Object.entries(values).flat())

/** A suggested command with its placeholders in each language; `own` adds the placeholders of the domain. */
export const toRun = (command: string, own: Readonly<Record<string, string>>): Text => ({
  zh: command.replace(/(?<= )[A-Z]+(?= |$)/g, word => words[word] ?? own[word] ?? word),
  en: command,
})

/** Refuses a suggested command whose placeholder was not replaced: it would be recorded as a fact. */
export function refusePlaceholder(flag: string, value: string): void {
  if (!refused.has(value)) return
  refuse(
    'usage',
    'usage.placeholder',
    {
      zh: `--${flag} ${value}: “${value}”是要换掉的字样`,
      en: `--${flag} ${value}: ${value} is a placeholder`,
    },
    { zh: '换成实际内容再执行', en: 'replace it with the real value' },
  )
}
