import type { Migration } from '../kernel/database.ts'

export const resources: Migration = {
  number: 8,
  name: 'resources',
  sql: `
`,
}
