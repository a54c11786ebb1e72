import { openAws } from '../../../src/aws/open-aws.ts';
import { configSchema } from '../../../src/config-schema.ts';
import { type CollectContext, collectEvidence } from '../../../src/evidence/collect-evidence.ts';
import type { Inquiry } from '../../../src/inquiry/inquiry.ts';
import { loadTemplates } from '../../../src/templates.ts';
import { startScriptedAws } from '../../aws/scripted-aws.ts';
import { useAmbientCredentials } from '../../aws/use-ambient-credentials.ts';
import { answerFrom, type TinyWorld } from './tiny-world.ts';

export interface Asked {
  inquiry: Pick<Inquiry, 'id'> & Partial<Inquiry>;
  now: number;
  context?: Partial<CollectContext>;
  config?: Record<string, unknown>;
}

/** Collects evidence from a tiny world over sockets, with the SDK; gives the environment back after each test. */
export function useTinyWorlds() {
  const closers = useAmbientCredentials();

  return { open, collect };

  async function open(world: TinyWorld, more: Record<string, unknown> = {}) {
    const server = await startScriptedAws(answerFrom(world));
    process.env.AWS_ENDPOINT_URL = server.url;
    const config = configSchema.parse({
      accounts: [
        {
          id: '111122223333',
          alias: 'prod',
          roleArn: 'arn:aws:iam::111122223333:role/gw504',
          regions: ['eu-west-1'],
        },
      ],
      ...more,
    });
    const aws = openAws(config);
    closers.push(server.close, aws.close);
    return { server, config, aws };
  }

  async function collect(world: TinyWorld, { inquiry, now, context, config: more }: Asked) {
    const { server, config, aws } = await open(world, more);
    const collected = await collectEvidence(
      { scope: {}, askedBy: 'U024BE7LH', ...inquiry },
      {
        aws,
        config,
        templates: loadTemplates(),
        now: () => now,
        deadlineMs: 20_000,
        signal: new AbortController().signal,
        onProgress: () => {},
        lookAgainMs: 20,
        ...context,
      },
    );
    return { ...collected, server, first: collected.evidences[0]! };
  }
}
