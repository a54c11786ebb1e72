import { afterEach, beforeEach } from 'vitest';

/**
 * Credentials and a region in the environment for each test; behind it the environment is as it was. Returns where to put
 * what has to be closed then, the last first.
 */
export function useAmbientCredentials(): (() => unknown)[] {
  const before = { ...process.env };
  const closers: (() => unknown)[] = [];
  beforeEach(() => {
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'AKIAAMBIENT',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_REGION: 'eu-west-1',
    });
  });
  afterEach(async () => {
    process.env = { ...before };
    for (const close of closers.splice(0).reverse()) await close();
  });
  return closers;
}
