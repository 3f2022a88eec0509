import { sheetOf } from '../../kernel/import/known-columns.ts'
import { register } from '../../kernel/schema/register.ts'
import { shellWord } from '../../kernel/text.ts'
import { ruleFields } from './rules.ts'

/** A score model given to an import. */
export const modelSheet = sheetOf(
  register({
    name: 'rule',
    label: { zh: '考核模型', en: 'score model' },
    about: { zh: '考核模型的一行。', en: 'A row of a score model.' },
    key: ['indicator', 'subject', 'method', 'period'],
    filledBy: 'county',
    fields: ruleFields,
    list: [],
    example: {},
  }),
  ['indicator', 'method'],
  { zh: '考核模型', en: 'a score model' },
  (_, file) => ({
    zh: `存入模型: cun model import ${shellWord(file)}`,
    en: `store it with cun model import ${shellWord(file)}`,
  }),
)
