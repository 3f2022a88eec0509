import type { Migration } from '../kernel/database.ts'

export const assessment: Migration = {
  number: 10,
  name: 'assessment',
  sql: `
`,
}
