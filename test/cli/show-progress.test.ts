import { expect, it } from 'vitest';
import { showProgress } from '../../src/cli/show-progress.ts';
import type { Progress } from '../../src/progress.ts';
import { loadTemplates } from '../../src/templates.ts';

const templates = loadTemplates();

function shown(isTTY: boolean, step: Progress): string[] {
  const written: string[] = [];
  showProgress({ isTTY, write: (text) => written.push(text) }, templates)(step);
  return written;
}

it.each<[Progress, string]>([
  [{ what: 'executionLog', status: 'searching', elapsedMs: 1_240 }, '1.2 s  Execution log: searching'],
  [
    { what: 'flowLog', status: 'found', detail: '/vpc/\u001b[2Jflow', elapsedMs: 90_000 },
    '90.0 s  VPC flow log: found (/vpc/flow)',
  ],
  [{ what: 'request', status: 'absent', elapsedMs: 0 }, '0.0 s  request: absent'],
])('says in one line, in the words of the receipts, how far the look is: %j', (step, line) => {
  expect(shown(true, step)).toStrictEqual([`\r\u001b[K${line}`]);
  expect(shown(false, step)).toStrictEqual([]);
});

it('keeps to one line of a terminal', () => {
  const [line = ''] = shown(true, {
    what: 'trace',
    status: 'searching',
    detail: 'x'.repeat(300),
    elapsedMs: 5,
  });
  expect(line).toHaveLength(120);
});
