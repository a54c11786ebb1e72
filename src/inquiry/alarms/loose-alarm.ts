import type { Alarm, AlarmMessage } from './alarm.ts';
import { flattenMessage } from './flatten-message.ts';
import { nameFits } from './name-fits.ts';
import { readRegion } from './regions.ts';

/** Lines that are tried as the name of an alarm. */
const mostLines = 30;

/** Places that name an API by its id, with its stage and region where they are told. */
const byId: readonly RegExp[] = [
  /\b(?<api>[a-z0-9]{10})\.execute-api\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?(?:\/(?<stage>[A-Za-z0-9_$-]{1,128}))?/,
  /\bAPI-Gateway-Execution-Logs_(?<api>[a-z0-9]{10})\/(?<stage>[A-Za-z0-9_$-]{1,128})/,
  /\barn:aws[a-z-]*:apigateway:(?<region>[a-z0-9-]+)::\/(?:restapis|apis)\/(?<api>[a-z0-9]{10})(?:\/stages\/(?<stage>[A-Za-z0-9_$-]{1,128}))?/,
  /\barn:aws[a-z-]*:execute-api:(?<region>[a-z0-9-]+):\d{12}:(?<api>[a-z0-9]{10})(?:\/(?<stage>[A-Za-z0-9_$-]{1,128}))?/,
];
/** "ApiName: orders", "api_id = a1b2c3d4e5", "ApiName=orders" among other words. */
const labels = {
  api: /\bapi[_ ]?(?:id|name)["*`]*\s*[:=]\s*["*`]*(?<value>[\w.$-]{1,128})/i,
  stage: /\bstage["*`]*\s*[:=]\s*["*`]*(?<value>[\w$-]{1,128})/i,
};

/**
 * An alarm in a form that nobody has described, for whoever points at it by hand: the API that its text names in any of
 * the usual places, or a line that the configuration knows as an alarm's name (`names`, with stars). Undefined where
 * neither is there. Its state is not read: somebody asked.
 */
export function readLooseAlarm(message: AlarmMessage, names: readonly string[]): Alarm | undefined {
  const { lines, links } = flattenMessage(message);
  const text = [...lines, ...links].join('\n');
  const known = lines.slice(0, mostLines).find((line) => names.some((name) => nameFits(name, line)));
  const told = byId.map((pattern) => pattern.exec(text)?.groups).find(Boolean);
  const api = told?.api ?? labels.api.exec(text)?.groups?.value;
  const name = known ?? lines[0];
  if (name === undefined || (known === undefined && api === undefined)) return undefined;
  const stage = told?.stage ?? labels.stage.exec(text)?.groups?.value;
  const region = readRegion(told?.region ?? '') ?? readRegion(text);
  return {
    source: 'other',
    name: name.slice(0, 255),
    state: 'ALARM',
    ...(region === undefined ? {} : { region }),
    ...(api === undefined ? {} : { api }),
    ...(api === undefined || stage === undefined ? {} : { stage }),
  };
}
