import { expect, it } from 'vitest';
import type { Evidence, Observations } from '../../src/evidence/evidence.ts';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import { evidenceWith } from './evidence-with.ts';

const waiting = (needs: string) => ({
  status: 'unavailable' as const,
  reason: 'depends-on-missing' as const,
  args: { needs },
  searches: [],
});

const gapsOf = (observations: Partial<Observations>) => {
  const evidence: Evidence = evidenceWith({});
  return decideVerdict({ ...evidence, observations: { ...evidence.observations, ...observations } })
    .notChecked.filter(({ reason }) => reason === 'depends-on-missing')
    .map(({ source }) => source);
};

it.each<[string, string, string[]]>([
  ['for the request itself, which was found nowhere, is not named again', 'request', []],
  ['for something else is named', 'traceId', ['trace', 'loadBalancerLog']],
])('a source that waits %s', (_what, needs, named) => {
  const gaps = gapsOf({ trace: waiting(needs), loadBalancerLog: waiting(needs) });
  expect([...gaps].sort()).toEqual([...named].sort());
});
