import { type Answer, success } from './answer.ts';

/** Reads pages until there is no token. `most` bounds the items: no further page is read once so many are there. */
export async function readPages<Item>(
  most: number,
  page: (token: string | undefined) => Promise<Answer<{ items: Item[]; token: string | undefined }>>,
): Promise<Answer<Item[]>> {
  const items: Item[] = [];
  let token: string | undefined;
  do {
    const answer = await page(token);
    if (!answer.ok) return answer;
    items.push(...answer.value.items);
    token = answer.value.token;
  } while (token && items.length < most);
  return success(items);
}
