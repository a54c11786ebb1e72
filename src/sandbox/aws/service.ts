import type { z } from 'zod';
import { AwsError } from './aws-error.ts';
import type { Rights } from './iam/create-rights.ts';
import type { Principal } from './iam/credentials.ts';
import type { Protocol } from './protocols/protocol.ts';
import type { Region } from './world.ts';

/** One call whose signature has been believed. */
export interface Call extends Rights {
  operation: string;
  principal: Principal;
  /** The caller's account. */
  account: string;
  region: string;
  /** What the caller's account has in this region. */
  here: Region;
  /** The world's time, epoch ms. */
  nowMs: number;
  /** The machine's time, epoch ms: sessions and running queries live by it. */
  clockMs: number;
}

/** What one operation does with what it was given; whatever it throws as an AwsError is AWS's answer. */
export interface Operation {
  run(call: Call, input: unknown): Record<string, unknown>;
}

/** One AWS service: how it is spoken to and what it does. */
export interface Service {
  /** Its name in the credential scope of a signature. */
  scope: string;
  /** As IAM and our own records call it. */
  name: string;
  protocol: Protocol;
  operations: Record<string, Operation>;
  /** What it says when it is asked too often. */
  throttled: () => AwsError;
}

/** Ties an operation to the members that it reads; what does not have their types never gets that far. */
export function operation<Schema extends z.ZodType>(
  schema: Schema,
  run: (call: Call, input: z.output<Schema>) => Record<string, unknown>,
): Operation {
  return {
    run(call, input) {
      const read = schema.safeParse(input);
      if (!read.success)
        throw new AwsError(
          'SerializationException',
          `${read.error.issues[0]?.path.join('.') ?? ''}: ${read.error.issues[0]?.message ?? ''}`,
        );
      return run(call, read.data);
    },
  };
}
