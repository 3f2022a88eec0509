import type { Migration } from '../kernel/database.ts'

export const policy: Migration = {
  number: 6,
  name: 'policy',
  sql: `
`,
}
