import type { Migration } from '../kernel/database.ts'

export const skills: Migration = {
  number: 9,
  name: 'skills',
  sql: `
`,
}
