import { type Answer, type Failure, success } from './answer.ts';

/**
 * Reads pages until there is no token. `most` bounds the items: no further page is read once so many are there. A token
 * that comes a second time would never end, and is a failure.
 */
export async function readPages<Item>(
  most: number,
  page: (token: string | undefined) => Promise<Answer<{ items: Item[]; token: string | undefined }>>,
): Promise<Answer<Item[]>> {
  const items: Item[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const answer = await page(token);
    if (!answer.ok) return answer;
    items.push(...answer.value.items);
    token = answer.value.token;
    if (token && seen.has(token)) return samePageAgain;
    if (token) seen.add(token);
  } while (token && items.length < most);
  return success(items);
}

const samePageAgain: Failure = {
  ok: false,
  reason: 'error',
  detail: 'the pages of the answer do not end',
  args: {},
  code: 'RepeatedToken',
};
