import { dated } from './dated.ts'
import { text } from './fields/text.ts'
import { register } from './register.ts'
import type { Register, Setting } from './types.ts'

export const setting = <T>(declared: Setting<T>): Setting<T> => declared

/** Stores changed settings: an ordinary register, so that a change is a batch and can be undone. */
export const settingRegister: Register = register({
  name: 'setting',
  label: { zh: '设置', en: 'setting' },
  about: {
    zh: '一项改过的设置。',
    en: 'One setting that the office has changed.',
  },
  key: ['name'],
  filledBy: 'office',
  fields: {
    name: text({ zh: '名称', en: 'name' }),
    value: dated(text({ zh: '值', en: 'value' })),
  },
  list: ['name', 'value'],
  example: {},
})
