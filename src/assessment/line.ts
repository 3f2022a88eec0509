import { line } from '../kernel/line.ts'

export const assessment = line({
  name: 'assessment',
  label: { zh: '红线 考核', en: 'Assessment 红线' },
})
