import { canonicalVariable } from '../readings/access-variables.ts';

/** What is counted by, from the canonical variable to the field of the query. Status and an id are needed. */
const fields: Record<string, string> = {
  status: 'status',
  httpMethod: 'httpMethod',
  resourcePath: 'resourcePath',
  routeKey: 'routeKey',
  'error.message': 'errorMessage',
  'error.responseType': 'responseType',
  'integration.error': 'integrationError',
  'integration.status': 'integrationCodeStatus',
  integrationStatus: 'integrationStatus',
  responseLatency: 'responseLatency',
  'integration.latency': 'integrationLatency',
  extendedRequestId: 'extendedRequestId',
  requestId: 'requestId',
  'identity.sourceIp': 'clientIp',
};

const variablePattern = /\$(?:context\.([A-Za-z]\w*(?:\.\w+)*)|\{context\.([A-Za-z][\w.]*)\})/g;

/** Longest pattern that a query may hold: queries may have 10,000 characters (CloudWatch Logs quotas). */
const longestPattern = 6_000;

/**
 * A regular expression with named groups for the wanted variables of any access-log format: the format's own fixed text
 * is what separates them, whatever the format is. Undefined where the format carries no status or no id.
 */
export function accessPattern(format: string): { pattern: string; fields: string[] } | undefined {
  const found: string[] = [];
  let pattern = '';
  let from = 0;
  let kept = 0;
  for (const match of format.trim().matchAll(variablePattern)) {
    pattern += escapePattern(format.trim().slice(from, match.index));
    const [next] = format.trim().slice(match.index + match[0].length);
    const anything = next === undefined ? '.*' : `[^${escapeInClass(next)}\\n]*`;
    const field = fields[canonicalVariable(match[1] ?? match[2] ?? '')];
    from = match.index + match[0].length;
    if (field !== undefined && !found.includes(field)) {
      found.push(field);
      pattern += `(?<${field}>${anything})`;
      kept = pattern.length;
    } else pattern += anything;
  }
  pattern = pattern.slice(0, kept);
  const hasId = found.includes('requestId') || found.includes('extendedRequestId');
  if (!found.includes('status') || !hasId || pattern.length > longestPattern) return undefined;
  return { pattern, fields: found };
}

/**
 * Blank stretches may differ between the format and the line; everything else stands for itself. Nothing of a format may
 * end the regular expression or, as a comment's beginning, the line.
 */
function escapePattern(text: string): string {
  return text
    .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    .replace(/\s+/g, '\\s+')
    .replaceAll('#', '\\x23');
}

function escapeInClass(character: string): string {
  if (/\s/.test(character)) return '\\s';
  if (character === '#') return '\\x23';
  return /[[\]\\^/&~-]/.test(character) ? `\\${character}` : character;
}
