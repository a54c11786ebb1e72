import { describe, expect, it } from 'vitest';
import { Document, isMap, isSeq, visit } from 'yaml';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import { readCases } from './read-cases.ts';

/** As YAML: one line each fact, gap and segment, so that a change of a rule reads as the lines that it changed. */
function write(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false, keepUndefined: true });
  visit(document, {
    Map: (_key, node, path) => {
      if (path.some(isSeq) && path.filter(isMap).length > 0) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

// case.yaml says what has to be true, from the story; this says all that is said, so that nothing changes unseen.
// After a change that is meant, write them anew with `vitest -u` and read what differs.
describe('every verdict, whole', () => {
  it.each(readCases())('$name', async ({ name, evidences }) => {
    const verdicts = evidences.map((evidence) => ({
      request: evidence.request.id,
      ...decideVerdict(evidence),
    }));
    await expect(write(verdicts)).toMatchFileSnapshot(`../cases/${name}/verdict.yaml`);
  });
});
