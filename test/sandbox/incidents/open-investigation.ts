import { openAws } from '../../../src/aws/open-aws.ts';
import { configSchema } from '../../../src/config-schema.ts';
import { type Diagnosis, diagnose } from '../../../src/diagnose.ts';
import type { Inquiry } from '../../../src/inquiry/inquiry.ts';
import { classifyId } from '../../../src/inquiry/request-id.ts';
import { type StartedAwsStandIn, startAwsStandIn } from '../../../src/sandbox/aws/start-aws-stand-in.ts';
import type { World } from '../../../src/sandbox/aws/world.ts';
import { sampleConfig } from '../../../src/sandbox/sample-config.ts';
import { loadTemplates } from '../../../src/templates.ts';

/** The moment at which every one of these investigations begins. */
export const nowMs = Date.UTC(2026, 10, 21, 14, 55, 30);

const templates = loadTemplates();

export interface Investigators {
  standIn: StartedAwsStandIn;
  /** The product's own way from a bare id to its answer, with nothing remembered of earlier questions. */
  ask(id: string, more?: Partial<Inquiry> & { deadlineMs?: number }): Promise<Diagnosis>;
  close(): Promise<void>;
}

/** A stand-in for AWS on a real socket, and the product's diagnosis against it, as the sandbox configures it. */
export async function openInvestigation(
  world: World,
  more: { accounts?: Record<string, unknown>[] } = {},
): Promise<Investigators> {
  const standIn = await startAwsStandIn(world, { now: () => nowMs });
  const [key] = world.keys;
  process.env.AWS_ENDPOINT_URL = standIn.url;
  process.env.AWS_REGION = 'eu-west-1';
  process.env.AWS_ACCESS_KEY_ID = key?.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = key?.secretAccessKey;
  const { accounts, backends } = sampleConfig(world, 'http://127.0.0.1:9');
  const config = configSchema.parse({ accounts, backends, ...more });
  return {
    standIn,
    async ask(text, { deadlineMs = 50_000, ...more } = {}) {
      const id = classifyId(text);
      if (id === undefined) throw new Error(`${text} is no id`);
      const aws = openAws(config);
      try {
        return await diagnose(
          { id, scope: {}, askedBy: 'U0SANDBOX', ...more },
          {
            aws,
            config,
            templates,
            now: () => nowMs,
            deadlineMs,
            signal: AbortSignal.timeout(deadlineMs + 5_000),
            onProgress: () => {},
            lookAgainMs: 10,
          },
        );
      } finally {
        aws.close();
      }
    },
    close: standIn.close,
  };
}
