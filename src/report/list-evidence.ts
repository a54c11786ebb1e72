import type { Evidence, SourceName } from '../evidence/evidence.ts';
import type { Templates } from '../templates.ts';
import { linkOf, sources } from './list-sources.ts';
import type { EvidenceSection } from './report.ts';

/** Most lines that one source shows; the console link leads to the rest. Our choice. */
const mostLines = 60;

/** One section a source: what it said, with its lines as they stood. Sources that cannot apply are left out. */
export function listEvidence(evidence: Evidence, templates: Templates): EvidenceSection[] {
  return sources(evidence).flatMap(([name, seen]) => {
    if (seen.status === 'unavailable' && seen.reason === 'not-applicable') return [];
    const lines = seen.status === 'found' ? linesOf(evidence, name) : [];
    const atMs = lines.find((line) => line.atMs !== undefined)?.atMs ?? evidence.request.atMs;
    const link = linkOf(name, seen, atMs);
    const detail =
      seen.status === 'unavailable'
        ? (seen.detail ?? seen.reason)
        : (groupOf(evidence, name) ??
          [...new Set(seen.searches.flatMap((search) => search.target.split(', ')))].join(', '));
    return [
      {
        source: name,
        title: templates.fill(`messages/sources:${name}`, {}),
        status: seen.status,
        ...(seen.status === 'unavailable' ? { reason: seen.reason } : {}),
        detail,
        lines: lines.slice(0, mostLines).map(({ atMs, text }) => ({
          ...(atMs === undefined ? {} : { at: new Date(atMs).toISOString() }),
          text,
        })),
        ...(link === undefined ? {} : { link }),
      },
    ];
  });
}

/** The log group that the lines stand in, where they tell: a search goes through many. */
function groupOf({ observations: seen }: Evidence, name: SourceName): string | undefined {
  if (name === 'executionLog' && seen.executionLog.status === 'found')
    return seen.executionLog.value.logGroup;
  if (name === 'accessLog' && seen.accessLog.status === 'found') return seen.accessLog.value.logGroup;
  return undefined;
}

function linesOf(evidence: Evidence, name: SourceName): { atMs?: number; text: string }[] {
  const seen = evidence.observations;
  const plain = (line: string, atMs?: number) => [{ text: line, ...(atMs === undefined ? {} : { atMs }) }];
  if (name === 'executionLog' && seen.executionLog.status === 'found')
    return seen.executionLog.value.events.flatMap((event) => plain(event.line, event.atMs));
  if (name === 'accessLog' && seen.accessLog.status === 'found')
    return plain(seen.accessLog.value.line, seen.accessLog.value.atMs);
  if (name === 'functionLog' && seen.functionLog.status === 'found')
    return seen.functionLog.value.invocations.flatMap((invocation) => invocation.lines);
  if (name === 'authorizerLog' && seen.authorizerLog.status === 'found')
    return seen.authorizerLog.value.invocations.flatMap((invocation) => invocation.lines);
  if (name === 'loadBalancerLog' && seen.loadBalancerLog.status === 'found')
    return seen.loadBalancerLog.value.flatMap((row) => plain(row.line, row.atMs));
  if (name === 'flowLog' && seen.flowLog.status === 'found')
    return seen.flowLog.value.flatMap((row) => plain(row.line, row.startMs));
  if (name === 'backendLog' && seen.backendLog.status === 'found')
    return seen.backendLog.value.flatMap((row) => plain(row.line, row.atMs));
  if (name === 'clientResponse' && seen.clientResponse.status === 'found')
    return seen.clientResponse.value.lines.flatMap((line) => plain(line));
  return [];
}
