/** Mutation testing of the judge: `npm run mutate`. Surviving mutants are read, and explained or killed. */
export default {
  mutate: ['src/verdict/**/*.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/stryker.vitest.config.ts' },
  coverageAnalysis: 'perTest',
  reporters: ['clear-text', 'progress', 'json'],
  jsonReporter: { fileName: 'reports/mutation.json' },
  tempDirName: '.stryker-tmp',
  concurrency: 2,
  timeoutMS: 20_000,
  thresholds: { high: 95, low: 90, break: 85 },
};
