import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { FunctionSettings } from '../evidence/evidence.ts';
import { type Answer, success } from './answer.ts';
import type { AwsSession } from './open-aws.ts';
import { declareShelf } from './shelf.ts';

/** What Lambda tells of a function; `writesLifeLines` is false where its log level leaves out START, END and REPORT. */
export interface ReadFunction {
  settings: FunctionSettings;
  writesLifeLines: boolean;
}

const shelfOf = declareShelf<ReadFunction>(10 * 60_000);

/** A function's settings. The answer's environment is dropped here, before anything else sees it. */
export async function getFunctionSettings(
  session: AwsSession,
  functionName: string,
  qualifier: string | undefined,
  signal: AbortSignal,
): Promise<Answer<ReadFunction>> {
  return await shelfOf(session).get(`${functionName}:${qualifier ?? ''}`, signal, async () => {
    const [configuration, concurrency] = await Promise.all([
      session.send(
        { action: 'lambda:GetFunctionConfiguration', resource: functionName },
        async (clients, options) => {
          const { Environment: _dropped, ...kept } = await clients.lambda.send(
            new GetFunctionConfigurationCommand({
              FunctionName: functionName,
              ...(qualifier ? { Qualifier: qualifier } : {}),
            }),
            options,
          );
          return kept;
        },
        signal,
      ),
      session.send(
        { action: 'lambda:GetFunctionConcurrency', resource: functionName },
        (clients, options) =>
          clients.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: functionName }), options),
        signal,
      ),
    ]);
    if (!configuration.ok) return configuration;
    const found = configuration.value;
    const lastModifiedMs = found.LastModified
      ? Date.parse(found.LastModified.replace(/\+0000$/, 'Z'))
      : Number.NaN;
    const reserved = concurrency.ok ? concurrency.value.ReservedConcurrentExecutions : undefined;
    const settings: FunctionSettings = {
      functionName: found.FunctionName ?? functionName,
      // Lambda's own default is 3 seconds (https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html).
      timeoutMs: (found.Timeout ?? 3) * 1000,
      ...(found.MemorySize === undefined ? {} : { memoryMb: found.MemorySize }),
      ...(found.Runtime === undefined ? {} : { runtime: found.Runtime }),
      logGroup: found.LoggingConfig?.LogGroup ?? `/aws/lambda/${found.FunctionName ?? functionName}`,
      logFormat: found.LoggingConfig?.LogFormat === 'JSON' ? 'JSON' : 'Text',
      // Lambda's own default for the JSON format is INFO.
      ...(found.LoggingConfig?.LogFormat === 'JSON'
        ? { systemLogLevel: found.LoggingConfig.SystemLogLevel ?? 'INFO' }
        : {}),
      ...(reserved === undefined ? {} : { reservedConcurrency: reserved }),
      inVpc: (found.VpcConfig?.VpcId ?? '') !== '',
      ...(Number.isNaN(lastModifiedMs) ? {} : { lastModifiedMs }),
    };
    // With the JSON format the level of system logs can be raised; at WARN nothing marks an invocation
    // (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html).
    return success({ settings, writesLifeLines: found.LoggingConfig?.SystemLogLevel !== 'WARN' });
  });
}
