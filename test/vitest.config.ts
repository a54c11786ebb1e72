import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    reporters: ['default', new URL('./closing-line-reporter.ts', import.meta.url).pathname],
    // Much of the time is spent waiting for sockets and browsers: no processor is kept free for the runner.
    maxWorkers: '100%',
    // Generous, for busy machines: a test waits for what it expects, never for time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Of `expect.poll`, which gives up after a second otherwise.
    expect: { poll: { timeout: 100_000 } },
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    coverage: {
      provider: 'v8',
      include: ['src/verdict/**', 'src/inquiry/**'],
      thresholds: { lines: 100, branches: 100 },
    },
  },
});
