import type { WindowAnswer } from '../../src/report/window.ts';
import { finding } from './finding.ts';

const exampleId = '99999999-574c-4d30-b6b9-25e26d687255';
const minute = (at: string, requests: number): WindowAnswer['window']['byMinute'][number] => ({
  minute: `2026-11-20T${at}:00.000Z`,
  requests,
  causes: [{ cause: 'slow-integration', requests }],
});
/** A window with failures, and the same without any, and when they have ended. */
export const failing: WindowAnswer = {
  window: {
    from: '2026-11-20T14:12:09.000Z',
    to: '2026-11-20T15:12:09.000Z',
    failures: 12,
    complete: true,
    summary: '12 requests failed.',
    byCause: [{ cause: 'slow-integration', requests: 12 }],
    byRoute: [{ name: 'POST /orders', requests: 12 }],
    byStage: [],
    byTarget: [],
    byStatus: [],
    byMinute: [minute('14:20', 5), minute('14:21', 7)],
    latency: {},
    trend: 'rising',
    breadth: 'one-route',
    finishedLate: [],
    worthDiagnosing: [{ id: exampleId, cause: 'slow-integration', why: 'slowest' }],
    receipt: { queries: [], apiCalls: 1, bytesScanned: 1 },
  },
  lines: ['Since 14:20, and rising.'],
  example: [finding({ id: exampleId })],
  notes: [],
};
export const calm: WindowAnswer = {
  ...failing,
  window: {
    ...failing.window,
    failures: 0,
    summary: 'No request failed with a 5xx; every log was read to its end.',
    byCause: [],
    byRoute: [],
    byMinute: [],
    trend: 'none',
    breadth: 'none',
    worthDiagnosing: [],
  },
  lines: [],
  example: [],
};

export const over: WindowAnswer = { ...failing, window: { ...failing.window, trend: 'over' } };

/** As Amazon Q Developer writes it. */
export const alarmText = (name: string, state = 'ALARM') =>
  `The alarm ${name} changed state to ${state}: Threshold Crossed: 1 datapoint [5.0 (20/11/26 14:40:00)] was greater than the threshold (1.0). https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/${name}`;
