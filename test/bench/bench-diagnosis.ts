import { diagnose } from '../../src/diagnose.ts';
import { sampleWorld } from '../../src/sandbox/incidents/sample-world.ts';
import { openBenchAws } from './open-bench-aws.ts';

const nowMs = Date.parse('2026-11-20T14:00:00Z');
/** The sample incident that the README names. */
const id = 'f4267199-574c-4d30-b6b9-25e26d687255';

/** One request, live from the sandbox's AWS, against the time that this AWS itself takes for its answers. */
export async function* benchDiagnosis(): AsyncGenerator<string, void> {
  for (const turn of ['first, cold', 'second, in the same process', 'third']) {
    const aws = await openBenchAws(sampleWorld(nowMs), nowMs);
    const startedMs = performance.now();
    const { answer } = await diagnose({ id: { kind: 'uuid', value: id }, scope: {} }, aws.context);
    const tookMs = performance.now() - startedMs;
    const { calls, queries, answeringMs } = aws.spent();
    aws.close();
    const cause = answer.findings[0]?.report.verdict.cause ?? 'nothing found';
    yield `${turn}: ${cause} after ${calls} calls, ${queries} of them log queries, in ${tookMs.toFixed(0)} ms; the answers alone ${answeringMs.toFixed(0)} ms, ratio ${(tookMs / answeringMs).toFixed(1)}`;
  }
}
