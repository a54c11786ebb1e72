import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { createViteServer } from 'vitest/node';

const harness = fileURLToPath(new URL('./harness.mjs', import.meta.url));
const folder = 'test/verdict';
/** Random input, and words: neither says which mutant is wrong. */
const leftOut = /^(?:properties|parity)\./;

/**
 * Runs the judge's tests within this process, with every module loaded, so that a mutant costs what its tests cost:
 * milliseconds, where starting vitest for each of some 6,000 mutants takes hours. It cannot judge mutants of what runs
 * only once, while a module loads: Stryker is told to leave those out (`ignoreStatic`).
 */
function createJudgeRunner() {
  // Stryker's instrumented code reads the active mutant here, and writes what it passed.
  globalThis.__stryker__ ??= {};
  const stryker = globalThis.__stryker__;
  let server;
  let tests = [];

  async function load() {
    const { runner } = server.environments.ssr;
    const { collect } = await runner.import(harness);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts') && !leftOut.test(name))
      .map((name) => resolve(folder, name));
    tests = await collect(files, (file) => runner.import(file));
  }

  async function run(chosen, isBailing) {
    const results = [];
    for (const { id, name, file, run } of chosen) {
      stryker.currentTestId = id;
      const startMs = performance.now();
      const failureMessage = await Promise.resolve()
        .then(run)
        .then(
          () => undefined,
          (error) => String(error?.message ?? error),
        );
      const status = failureMessage === undefined ? TestStatus.Success : TestStatus.Failed;
      const timeSpentMs = performance.now() - startMs;
      results.push({ id, name, fileName: file, timeSpentMs, status, failureMessage });
      if (isBailing && status === TestStatus.Failed) break;
    }
    stryker.currentTestId = undefined;
    return results;
  }

  return {
    // Nothing is to be started anew for any mutant.
    capabilities: () => ({ reloadEnvironment: true }),
    async init() {
      server = await createViteServer({
        root: process.cwd(),
        configFile: false,
        logLevel: 'error',
        appType: 'custom',
        server: { middlewareMode: true, hmr: false, ws: false, watch: null },
        optimizeDeps: { noDiscovery: true, include: [] },
        resolve: { alias: { vitest: harness } },
      });
    },
    async dryRun() {
      await load();
      const results = await run(tests, false);
      return { status: DryRunStatus.Complete, tests: results, mutantCoverage: stryker.mutantCoverage };
    },
    async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
      if (tests.length === 0) await load();
      const filter = new Set(testFilter);
      Object.assign(stryker, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
      const results = await run(
        tests.filter(({ id }) => filter.has(id)),
        !disableBail,
      );
      stryker.activeMutant = undefined;
      return toMutantRunResult(
        determineHitLimitReached(stryker.hitCount, hitLimit) ?? {
          status: DryRunStatus.Complete,
          tests: results,
        },
      );
    },
    dispose: () => server.close(),
  };
}

export const strykerPlugins = [{ kind: PluginKind.TestRunner, name: 'judge', factory: createJudgeRunner }];
