import { defineConfig } from 'vitest/config'

const results = process.env.TEST_RESULTS

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    // CI counts what passed and what was left out.
    reporters: results ? ['default', ['json', { outputFile: results }]] : ['default'],
  },
})
