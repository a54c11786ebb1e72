import { describe, expect, it } from 'vitest';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import { readCases } from './read-cases.ts';

/** Also a property without a value is seen. */
const json = (value: unknown) => JSON.stringify(value, (_name, each) => (each === undefined ? null : each));

/** One line each fact, gap and number, so that a change of a rule reads as the lines that it changed. Also YAML. */
const write = (said: object) =>
  Object.entries(said).map(([name, value]) =>
    Array.isArray(value) && value.length > 0
      ? [`${name}:`, ...value.map((each) => `  - ${json(each)}`)].join('\n')
      : `${name}: ${json(value)}`,
  );

// case.yaml says what has to be true, from the story; this says all that is said, so that nothing changes unseen.
// After a change that is meant, write them anew with `vitest -u` and read what differs.
describe('every verdict, whole', () => {
  it.each(readCases())('$name', async ({ name, evidences }) => {
    const verdicts = evidences.map((evidence) =>
      write({ request: evidence.request.id, ...decideVerdict(evidence) }).join('\n'),
    );
    await expect(`${verdicts.join('\n---\n')}\n`).toMatchFileSnapshot(`../cases/${name}/verdict.yaml`);
  });
});
