import { defineConfig } from 'vitest/config';

/** The soak runs by itself (`npm run soak`): minutes long, and never part of the usual tests. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/soak/*.soak.ts'],
    reporters: ['default'],
    fileParallelism: false,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
