import { defineConfig } from 'vitest/config';

/** The tests that judge verdicts, and nothing that opens sockets or browsers. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/verdict/**/*.test.ts', 'test/cases/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
