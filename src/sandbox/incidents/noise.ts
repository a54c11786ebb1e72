import { seededNumber } from './ids.ts';
import { placeStory, type Story } from './story.ts';

/** Other requests of the same method around an incident: answered well, in the same groups and streams. */
export function noiseAround(story: Story, nowMs: number): Story[] {
  const { scenario, fn } = story;
  if (scenario.alone === true) return [];
  return [-48_000, -21_000, -6_000, 9_000, 33_000, 57_000].flatMap((awayMs, index) => {
    const name = `${scenario.name} noise ${index}`;
    const tookMs = 40 + seededNumber(name, 220);
    const atMs = story.atMs + awayMs;
    if (atMs + tookMs > nowMs) return [];
    const {
      ids: _ids,
      balancer: _balancer,
      flow: _flow,
      backend: _backend,
      authorizer: _slow,
      ...plain
    } = scenario;
    const other = placeStory(
      {
        ...plain,
        name,
        sentAfterMs: 40,
        end: { kind: 'answer', afterMs: tookMs + 12, status: 200 },
        balancer: { kind: 'answered', status: 200, afterMs: tookMs },
        ...(fn === undefined
          ? {}
          : {
              invocation: {
                startsAfterMs: 7,
                tookMs,
                logsApiId: true,
                lines: [{ afterMs: 9, text: 'done' }],
              },
            }),
      },
      nowMs,
    );
    const shiftMs = atMs - other.atMs;
    return [
      {
        ...other,
        ids: {
          ...other.ids,
          traceId: `1-${Math.floor(atMs / 1000).toString(16)}-${other.ids.traceId.slice(11)}`,
        },
        atMs,
        endedAtMs: other.endedAtMs + shiftMs,
        ...(other.sentAtMs === undefined ? {} : { sentAtMs: other.sentAtMs + shiftMs }),
      },
    ];
  });
}
