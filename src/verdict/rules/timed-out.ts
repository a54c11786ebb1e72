import type { Timeline } from '../timeline.ts';

/** How the gateway says that it gave up waiting, where it does: what all rules about late integrations begin with. */
export function timedOut({ stated }: Timeline) {
  return stated?.cause === 'integration-timeout' ? stated : undefined;
}
