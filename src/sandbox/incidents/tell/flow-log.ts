import type { Story } from '../story.ts';
import type { Line } from './line.ts';

/** Flow logs put together what happened within so long, seconds. */
const windowSeconds = 60;

/** VPC flow-log rows (default format) of the connection from the VPC link to the backend, in both directions. */
export function tellFlowLog(story: Story): Line[] {
  const { flow } = story.scenario;
  const { target } = story.method;
  if (
    flow === undefined ||
    target.kind !== 'url' ||
    target.vpcLink === undefined ||
    story.sentAtMs === undefined
  )
    return [];
  const url = new URL(target.url);
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const fromSeconds = Math.floor(story.sentAtMs / 1000);
  const row = (there: boolean, packets: number, bytes: number, action: string) => ({
    atMs: fromSeconds * 1000,
    message: [
      '2',
      story.accountId,
      'eni-0a1b2c3d4e5f60718',
      ...(there ? ['10.0.3.17', '10.0.5.40', '41726', port] : ['10.0.5.40', '10.0.3.17', port, '41726']),
      '6',
      packets,
      bytes,
      fromSeconds,
      fromSeconds + windowSeconds,
      action,
      'OK',
    ].join(' '),
  });
  return flow.kind === 'rejected'
    ? [row(true, 6, 360, 'REJECT')]
    : [row(true, 9, 1204, 'ACCEPT'), row(false, 7, 812, 'ACCEPT')];
}
