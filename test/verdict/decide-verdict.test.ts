import { expect, it } from 'vitest';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import { evidenceOf } from './evidence-builder.ts';

const id = '(3c1d5a0e-7b42-4f0e-9a35-5e8f1b2c6d70)';
const sentAtMs = 1_772_620_929_200;

it.each([
  [
    'the two lines alone prove the timeout and no phase',
    'Execution failed due to a timeout error',
    'integration-timeout',
    'unknown',
  ],
  [
    'a closed connection is no timeout',
    'Execution failed due to a network error communicating with endpoint: Connection is closed',
    'network-error',
    'unknown',
  ],
  [
    "a passed-on 504 is the backend's",
    'Received response. Status: 504, Integration latency: 29000 ms',
    'integration-504',
    'none',
  ],
  [
    'a passed-on 200 is no verdict yet',
    'Received response. Status: 200, Integration latency: 29000 ms',
    'inconclusive',
    'unknown',
  ],
  [
    'a name that does not resolve',
    'Execution failed due to configuration error: Invalid endpoint address',
    'dns-failure',
    'dns',
  ],
  [
    'an untrusted certificate',
    'Execution failed due to configuration error: PKIX path building failed: x',
    'tls-failure',
    'tls',
  ],
  ['a finished request', 'Method completed with status: 200', 'succeeded', 'none'],
])('%s', (_name, line, cause, phase) => {
  const evidence = evidenceOf([
    [sentAtMs, `${id} Sending request to https://orders.example.com/v1`],
    [sentAtMs + 29_000, `${id} ${line}`],
  ]);
  const verdict = evidence && decideVerdict(evidence);
  expect({ cause: verdict?.cause, phase: verdict?.phase }).toEqual({ cause, phase });
});
