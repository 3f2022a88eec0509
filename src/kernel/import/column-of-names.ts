import { choose, mayAsk } from '../cli/ask.ts'
import type { Call } from '../cli/line.ts'
import { refuse } from '../errors.ts'
import { inputs } from '../schema/register.ts'
import type { Input, Register } from '../schema/types.ts'
import { fold, joined, type Lang, nearest } from '../text.ts'
import type { Part } from './joined-sheets.ts'

/** The first reference that every record needs and for which a sheet has no column. */
export const missingReference = (register: Register, isThere: (key: string) => boolean): Input | undefined =>
  inputs(register).find(({ field: name, part }, _, all) => {
    const field = name === undefined ? undefined : register.fields[name]
    const isNeeded = part === 0 && field?.target !== undefined && !field.optional
    return isNeeded && !all.some(other => other.field === name && isThere(other.key))
  })

/** The column that every record needs and no sheet has: at a terminal the names of the sheets may be it. */
export async function columnOfNames(call: Call, parts: readonly Part[]): Promise<Input | undefined> {
  const { register } = parts[0]!.mapping
  const missing = missingReference(register, key => parts.some(p => p.mapping.columns.has(key)))
  if (!missing) return undefined
  const { zh, en } = missing.label
  const names = parts.map(p => p.titles.sheet)
  const some = `${names.slice(0, 3).join('、')}${names.length > 3 ? ' …' : ''}`
  if (mayAsk(call)) {
    const question = {
      zh: `各表都没有“${zh}”一列。表的名称 (${some}) 就是${zh}吗?`,
      en: `No sheet has a column ${en}. Are the names of the sheets (${some}) the ${en}?`,
    }
    return choose(call, question, [
      { value: missing, name: { zh: `是, 表的名称就是${zh}`, en: 'yes' } },
      { value: undefined, name: { zh: '不是, 我去表里加上这一列', en: 'no: I will add the column' } },
    ])
  }
  return refuse(
    'input',
    'import.column-missing',
    { zh: `各表都没有“${zh}”一列`, en: `no sheet has a column ${en}` },
    {
      zh: `在表中加上这一列; 表的名称 (${some}) 就是的, 加 --from-sheet-name ${missing.key}`,
      en: `add the column; if the names of the sheets (${some}) are it, add --from-sheet-name ${missing.key}`,
    },
  )
}

/** The column that a person names: its key, its label or one of its headers. */
export function columnNamed(register: Register, word: string): Input {
  const all = inputs(register)
  const found = all.find(i => [i.key, i.label.zh, i.label.en, ...i.aliases].some(w => fold(w) === fold(word)))
  if (found) return found
  const among = (lang: Lang) => {
    const labels = all.map(i => i.label[lang])
    const like = nearest(fold(word), labels)
    return joined(like.length > 0 ? like : labels, lang)
  }
  return refuse(
    'usage',
    'import.unknown-column',
    {
      zh: `${register.label.zh}没有“${word}”这一栏`,
      en: `"${word}" is not a column of the register ${register.label.en}`,
    },
    { zh: `可用: ${among('zh')}`, en: `use one of ${among('en')}` },
  )
}
