import type { FlowLogRow } from '../../evidence/readings/flow-log.ts';

/** Rows of one connection, both directions, as far as the flow log tells what became of it. */
export interface Connection {
  outcome: 'rejected' | 'unanswered' | 'connected' | 'unclear';
  /** The side that was called. */
  address: string;
  port: number;
  row: FlowLogRow;
  /** The row of the answer, where that is the one that was turned away. */
  answer?: FlowLogRow;
}

const [fin, syn, rst, ack] = [1, 2, 4, 16];
const secondMs = 1000;
/** Most that a packet without content takes, bytes: the longest IPv6 and TCP headers (40 and 60). */
const emptyPacketBytes = 100;
/** TCP, by its protocol number. */
const tcp = 6;

/**
 * What became of each connection to one port. Flags are summed over the aggregation window: SYN alone with nothing coming
 * back is a connection that was never made; without the tcp-flags field only a REJECT or bytes both ways tell anything.
 */
function readConnections(
  rows: readonly FlowLogRow[],
  port: number,
  address: string | undefined,
): Connection[] {
  const calls = rows.filter(
    (row) =>
      row.protocol === tcp &&
      row.destinationPort === port &&
      !isForeignFailure(row) &&
      (address === undefined || row.destinationAddress === address),
  );
  return calls.map((row) => {
    const back = rows.filter((other) => isAnswerTo(other, row));
    const about = { address: row.destinationAddress, port, row };
    // Content is sent over a connection that was made, however little of it these rows show.
    const hasContent = row.packets > 0 && row.bytes > row.packets * emptyPacketBytes;
    if (row.action === 'REJECT') return { outcome: hasContent ? 'unclear' : 'rejected', ...about };
    const answered = back.some(
      ({ tcpFlags, bytes, action }) =>
        action === 'ACCEPT' &&
        (tcpFlags === undefined
          ? bytes > 0
          : (tcpFlags & syn) > 0 ||
            (tcpFlags & ack) > 0 ||
            (tcpFlags & fin) > 0 ||
            isContent(tcpFlags, bytes)),
    );
    const refused = back.some(
      ({ tcpFlags }) => tcpFlags !== undefined && (tcpFlags & rst) > 0 && (tcpFlags & syn) === 0,
    );
    if (refused) return { outcome: 'unclear', ...about };
    if (answered) return { outcome: 'connected', ...about };
    const answer = back.find(({ action }) => action === 'REJECT');
    if (answer !== undefined) return { outcome: 'rejected', ...about, answer };
    // FIN or ACK from the caller: it was connected, and the way back is logged elsewhere or later.
    return { outcome: row.tcpFlags === syn && !hasContent ? 'unanswered' : 'unclear', ...about };
  });
}

/**
 * A failure is about who calls whom: scanners of the whole internet are turned away all day, and the backend itself calls
 * out to public addresses. A gateway that comes through a VPC link goes from a private address to a private one.
 */
const isForeignFailure = ({ action, tcpFlags, sourceAddress, destinationAddress }: FlowLogRow) =>
  (action === 'REJECT' || tcpFlags === syn) && !(isPrivate(sourceAddress) && isPrivate(destinationAddress));

/** Packets without any flag that is logged are those of a connection at work; a reset alone is none (AWS's flow-log fields). */
const isContent = (tcpFlags: number, bytes: number) => (tcpFlags & rst) === 0 && bytes > 0;

const isPrivate = (address: string) =>
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd])/i.test(
    address,
  );

function isAnswerTo(other: FlowLogRow, row: FlowLogRow): boolean {
  return (
    other.sourceAddress === row.destinationAddress &&
    other.destinationAddress === row.sourceAddress &&
    other.sourcePort === row.destinationPort &&
    other.destinationPort === row.sourcePort
  );
}

/**
 * Connections to the backend's port while the gateway waited, and to its address where the endpoint is called by one; the
 * log's own times are whole seconds.
 */
export function connectionsMeanwhile(
  rows: readonly FlowLogRow[] | undefined,
  when: { port?: number; address?: string; sentAtMs?: number; gaveUpAtMs?: number },
): Connection[] {
  if (rows === undefined || when.port === undefined) return [];
  const { sentAtMs = Number.NEGATIVE_INFINITY, gaveUpAtMs = Number.POSITIVE_INFINITY } = when;
  const meanwhile = rows.filter(
    ({ startMs, endMs }) => endMs >= sentAtMs - secondMs && startMs <= gaveUpAtMs + secondMs,
  );
  return readConnections(meanwhile, when.port, when.address);
}

/** The IPv4 address that an endpoint is called by; undefined where it is called by a name. */
export function addressOf(uri: string | undefined): string | undefined {
  if (portOf(uri) === undefined || uri === undefined) return undefined;
  const { hostname } = new URL(uri);
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(hostname) ? hostname : undefined;
}

/** Whether the first packet of a connection lies within the gateway's wait: an older one is another caller's. */
export const beganMeanwhile = (
  { row }: Connection,
  { sentAtMs, gaveUpAtMs }: { sentAtMs?: number; gaveUpAtMs?: number },
): boolean =>
  sentAtMs !== undefined &&
  gaveUpAtMs !== undefined &&
  row.startMs >= sentAtMs - secondMs &&
  row.startMs <= gaveUpAtMs + secondMs;

/** The port that an endpoint's address stands for; undefined where it is no address, or a function's. */
export function portOf(uri: string | undefined): number | undefined {
  if (uri === undefined || !/^https?:/.test(uri) || !URL.canParse(uri)) return undefined;
  const { port, protocol } = new URL(uri);
  return port !== '' ? Number(port) : protocol === 'https:' ? 443 : 80;
}
