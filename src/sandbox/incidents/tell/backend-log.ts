import type { Story } from '../story.ts';
import type { Line } from './line.ts';

/** The backend's own lines; each bears the trace id, the only id that an HTTP backend is sent. */
export function tellBackendLog(story: Story): Line[] {
  const { sentAtMs, scenario } = story;
  if (sentAtMs === undefined) return [];
  return (scenario.backend ?? []).map(({ afterMs, text }) => ({
    atMs: sentAtMs + afterMs,
    message: JSON.stringify({
      ts: new Date(sentAtMs + afterMs).toISOString(),
      service: story.api.name,
      trace: `Root=${story.ids.traceId}`,
      path: story.path,
      msg: text,
    }),
  }));
}
