import type { Cause } from '../../verdict/verdict.ts';
import { scenarios } from './scenarios/index.ts';
import { placeStory } from './story.ts';
import { tellExecutionLog } from './tell/execution-log.ts';

export interface SampleIncident {
  /** The scenario's name: stable, for tests and links. */
  name: string;
  /** What to type behind /gw504. */
  id: string;
  /** One sentence for people. */
  about: string;
  /** What really happened. */
  cause: Cause;
  /** What the sandbox's logs can prove of it at best. */
  shown: Cause;
  atMs: number;
  account: string;
  region: string;
  api: string;
  stage: string;
  /** Channel of the sandbox where it is spoken of. */
  channel?: string;
  /** Log lines as an engineer would paste them there. */
  pasted?: string;
}

/** The incidents of `sampleWorld(nowMs)`, the one that everybody tries first at the top. */
export function sampleIncidents(nowMs: number): SampleIncident[] {
  return scenarios.map((scenario) => {
    const story = placeStory(scenario, nowMs);
    const pasted = pastedLines(scenario.channel === undefined ? [] : tellExecutionLog(story));
    return {
      name: scenario.name,
      id: story.api.kind === 'rest' ? story.ids.requestId : story.ids.extendedRequestId,
      about: scenario.about,
      cause: scenario.cause,
      shown: scenario.shown ?? scenario.cause,
      atMs: story.atMs,
      account: story.accountId,
      region: story.api.region,
      api: story.api.name,
      stage: story.stage.name,
      ...(scenario.channel === undefined ? {} : { channel: scenario.channel }),
      ...(pasted === '' ? {} : { pasted }),
    };
  });
}

/** The two lines that people paste: what was sent, and how it failed. */
function pastedLines(lines: readonly { atMs: number; message: string }[]): string {
  return lines
    .filter(({ message }) => /\) (?:Sending request to|Execution failed)/.test(message))
    .map(({ atMs, message }) => `${new Date(atMs).toISOString()} ${message}`)
    .join('\n');
}
