import { type Answer, mapAnswer } from './answer.ts';
import { inSlot } from './in-slot.ts';
import type { AwsSession, Clients } from './open-aws.ts';
import { readPages } from './read-pages.ts';

/** One gentle read of API Gateway's control plane: paced and few at once, for the whole account and region. */
export async function askControlPlane<Out>(
  session: AwsSession,
  resource: string,
  signal: AbortSignal,
  work: (clients: Clients, options: { abortSignal: AbortSignal }) => Promise<Out>,
): Promise<Answer<Out>> {
  const call = { action: 'apigateway:GET', resource };
  try {
    return await inSlot(session.gates.controlPlaneAtOnce, signal, async () => {
      await session.gates.controlPlane.turn(signal);
      return await session.send(call, work, signal);
    });
  } catch (cause) {
    if (!signal.aborted) throw cause;
    return { ok: false, reason: 'timed-out', detail: resource, args: call, code: 'AbortError' };
  }
}

/** What one listing of the control plane is asked with, and where its answer keeps the items and the next page's token. */
interface Listing<Item, Out> {
  resource: string;
  /** Bounds the items; what is beyond is left out. */
  most: number;
  ask: (clients: Clients, token: string | undefined, options: { abortSignal: AbortSignal }) => Promise<Out>;
  page: (out: Out) => { items: Item[] | undefined; token: string | undefined };
}

/** All pages of a listing. */
export async function listControlPlane<Item, Out>(
  session: AwsSession,
  signal: AbortSignal,
  { resource, most, ask, page }: Listing<Item, Out>,
): Promise<Answer<Item[]>> {
  return await readPages<Item>(most, async (token) =>
    mapAnswer(
      await askControlPlane(session, resource, signal, (clients, options) => ask(clients, token, options)),
      (out) => {
        const { items = [], token: next } = page(out);
        return { items, token: next };
      },
    ),
  );
}
