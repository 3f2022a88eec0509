import { defineConfig } from 'vitest/config'

const results = process.env.TEST_RESULTS

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    // By default one core is left idle, which is half of an ordinary PC.
    maxWorkers: '100%',
    // CI counts what passed and what was left out.
    reporters: results ? ['default', ['json', { outputFile: results }]] : ['default'],
  },
})
