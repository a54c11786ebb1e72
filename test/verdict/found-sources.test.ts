import { expect, it } from 'vitest';
import type { Observation } from '../../src/evidence/observation.ts';
import { absentSources } from '../../src/verdict/found-sources.ts';
import { evidenceWith } from './evidence-with.ts';

const search = (status: 'complete' | 'partial') =>
  ({ language: 'CWLI', text: 'x', target: 'y', status }) as const;

it.each<[string, Observation<never>, string[]]>([
  ['searched to its end, and empty', { status: 'absent', searches: [search('complete')] }, ['functionLog']],
  [
    'searched twice, once not to its end',
    { status: 'absent', searches: [search('complete'), search('partial')] },
    [],
  ],
  ['never searched', { status: 'absent', searches: [] }, []],
  [
    'searched, and unavailable',
    { status: 'unavailable', reason: 'timed-out', searches: [search('complete')] },
    [],
  ],
])('a source that was %s', (_name, functionLog, expected) => {
  const evidence = evidenceWith({ backendLog: [] });
  const { observations } = evidence;
  expect([...absentSources({ ...evidence, observations: { ...observations, functionLog } })]).toEqual(
    expected,
  );
});
