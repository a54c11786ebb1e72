import type { App } from '@slack/bolt';

/**
 * Bolt acknowledges events before any listener has run, so a crash in between would lose a question. Here the
 * acknowledgement of an event waits until its listeners are done; where they throw, Slack delivers again.
 * Returns a way to wait for all that is being listened to.
 */
export function ackWhenTaken(app: App): { settled(): Promise<void> } {
  const listen = app.processEvent.bind(app);
  const inHand = new Set<Promise<void>>();
  app.processEvent = (incoming) => {
    const isEvent = incoming.body.type === 'event_callback';
    const work = isEvent
      ? listen({ ...incoming, ack: async () => undefined }).then(() => incoming.ack())
      : listen(incoming);
    const kept: Promise<void> = work.finally(() => inHand.delete(kept)).catch(() => undefined);
    inHand.add(kept);
    return work;
  };
  return {
    async settled() {
      await Promise.allSettled([...inHand]);
    },
  };
}
