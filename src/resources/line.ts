import { line } from '../kernel/line.ts'

export const resources = line({
  name: 'resources',
  label: { zh: '外线 资源', en: 'Resources 外线' },
})
