import type { Answer } from './answer.ts';
import type { AwsSession, Clients } from './open-aws.ts';

/** One gentle read of API Gateway's control plane: paced and few at once, for the whole account and region. */
export async function askControlPlane<Out>(
  session: AwsSession,
  resource: string,
  signal: AbortSignal,
  work: (clients: Clients, options: { abortSignal: AbortSignal }) => Promise<Out>,
): Promise<Answer<Out>> {
  return await session.gates.controlPlaneAtOnce(async () => {
    try {
      await session.gates.controlPlane.turn(signal);
    } catch {
      const args = { action: 'apigateway:GET', resource };
      return {
        ok: false,
        reason: 'timed-out',
        detail: resource,
        args,
        code: 'AbortError',
      };
    }
    return await session.send({ action: 'apigateway:GET', resource }, work, signal);
  });
}
