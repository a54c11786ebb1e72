import type { Source } from './source.ts';
import { unavailable } from './source.ts';

/** What the client saw is in no log of AWS; it can only be pasted. */
export const clientResponseSource: Source<'clientResponse'> = {
  name: 'clientResponse',
  collect: async () => unavailable('not-given', {}, []),
};
