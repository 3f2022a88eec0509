import { expect, test } from 'vitest'
import { faultsIn } from '../../../src/kernel/cli/check-declarations.ts'
import { nameOf } from '../../../src/kernel/cli/flags.ts'
import { globalOptions } from '../../../src/kernel/cli/global-options.ts'
import { optional } from '../../../src/kernel/schema/field.ts'
import { text } from '../../../src/kernel/schema/fields/text.ts'
import { register } from '../../../src/kernel/schema/register.ts'

const label = { zh: '册', en: 'book' }
const withField = (name: string) => {
  const declared = register({
    name: 'book',
    label,
    about: label,
    filledBy: 'office',
    key: ['title'],
    fields: { title: text({ zh: '书名', en: 'title' }), [name]: optional(text({ zh: '项', en: 'item' })) },
    list: ['title'],
    example: {},
  })
  return faultsIn([{ name: 'library', label, registers: [declared] }]).map(f => `${f.where}: ${f.what.zh}`)
}

test('a sound register has no fault', () => expect(withField('item')).toEqual([]))

test.each(globalOptions.map(({ flags }) => nameOf(flags)))(
  'a field may not be called %s, for its flag would be that of every command',
  name => expect(withField(name)).toEqual([`book.${name}: 与通用选项同名`]),
)
