/**
 * Mutation testing of the judge: `npm run mutate`. Survivors are read, and killed or explained in README. One folder:
 * `npm run mutate -- --mutate 'src/verdict/stated/**'`.
 */
export default {
  mutate: ['src/verdict/**/*.ts'],
  plugins: ['./test/mutation/judge-runner.mjs'],
  testRunner: 'judge',
  coverageAnalysis: 'perTest',
  // What runs once, as a module loads, is lists of names and bounds: each of its mutants would need every module anew.
  ignoreStatic: true,
  // Stryker 9 cannot read a tsconfig with TypeScript 7, and has nothing to rewrite in ours.
  tsconfigFile: 'none',
  ignorePatterns: ['dist', 'coverage', 'reports'],
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  jsonReporter: { fileName: 'reports/mutation.json' },
  tempDirName: '.stryker-tmp',
  concurrency: 2,
  timeoutMS: 20_000,
  thresholds: { high: 95, low: 90, break: 85 },
};
