import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { abortAfter } from '../../src/evidence/abort-after.ts';

describe('abortAfter', () => {
  it('keeps its deadline through a garbage collection', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage: () => void = runInNewContext('gc');
    const signal = abortAfter(20, [new AbortController().signal]);
    const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    await wait(1);
    collectGarbage();
    await aborted;
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('aborts with the first of its signals, for that one’s reason', () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const signal = abortAfter(60_000, [one.signal, other.signal]);
    expect(signal.aborted).toBe(false);
    other.abort('stopped');
    one.abort('late');
    expect(signal.reason).toBe('stopped');
  });

  it('is aborted from the start where one of them is', () => {
    const signal = abortAfter(60_000, [AbortSignal.abort('before')]);
    expect([signal.aborted, signal.reason]).toEqual([true, 'before']);
  });

  it('is what every deadline of the product is made of', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    );
    const weak = files.filter((path) =>
      /AbortSignal\.any\(\[[^\]]*AbortSignal\.timeout/.test(readFileSync(join('src', path), 'utf8')),
    );
    expect(weak).toEqual([]);
  });
});
