import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AwsError, constraintError } from '../aws-error.ts';
import { restJson } from '../protocols/rest-json.ts';
import { type Call, operation, type Service } from '../service.ts';
import type { LambdaFunction } from '../world.ts';

const input = z.object({ FunctionName: z.string(), Qualifier: z.string().optional() });

/** Lambda, as far as its settings are read. */
export function createLambda(): Service {
  return {
    scope: 'lambda',
    name: 'lambda',
    protocol: restJson(
      [
        {
          method: 'GET',
          path: '/2015-03-31/functions/{FunctionName}/configuration',
          operation: 'GetFunctionConfiguration',
        },
        {
          method: 'GET',
          path: '/2019-09-30/functions/{FunctionName}/concurrency',
          operation: 'GetFunctionConcurrency',
        },
      ],
      'Message',
    ),
    operations: {
      GetFunctionConfiguration: operation(input, (call, { FunctionName, Qualifier }) => {
        const { found, qualifier } = find(call, 'lambda:GetFunctionConfiguration', FunctionName, Qualifier);
        return showConfiguration(call, found, qualifier);
      }),
      GetFunctionConcurrency: operation(input, (call, { FunctionName }) => {
        const { found } = find(call, 'lambda:GetFunctionConcurrency', FunctionName, undefined);
        return { ReservedConcurrentExecutions: found.reservedConcurrency };
      }),
    },
    throttled: () =>
      new AwsError('TooManyRequestsException', 'Rate exceeded', 429, {
        Reason: 'CallerRateLimitExceeded',
        Type: 'User',
      }),
  };
}

const functionNamePattern =
  /^(?:arn:[\w-]+:lambda:([a-z0-9-]+):(\d{12}):function:|(\d{12}):(?:function:)?)?([\w-]{1,140})(?::(\$LATEST|[\w-]+))?$/;

/** Takes a name, a partial or a whole ARN, with or without a qualifier. */
function find(call: Call, action: string, functionName: string, asked: string | undefined) {
  const match = functionName.match(functionNamePattern);
  if (!match)
    throw constraintError(
      'ValidationException',
      functionName,
      'functionName',
      'satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?',
    );
  const [, region = call.region, arnAccount, partAccount, name = '', inName] = match;
  const account = arnAccount ?? partAccount ?? call.account;
  const qualifier = asked ?? inName;
  if (asked && inName && asked !== inName)
    throw new AwsError(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  const plain = `arn:aws:lambda:${region}:${account}:function:${name}`;
  const arn = qualifier ? `${plain}:${qualifier}` : plain;
  call.allow(action, arn);
  // Another account's function has a policy of its own; none in these worlds lets strangers read.
  if (account !== call.account)
    throw new AwsError(
      'AccessDeniedException',
      `User: ${call.principal.arn} is not authorized to perform: ${action} on resource: ${arn} because no resource-based policy allows the ${action} action`,
      403,
    );
  const missing = () =>
    new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404, { Type: 'User' });
  const found = region === call.region ? call.here.functions.find((one) => one.name === name) : undefined;
  if (!found || (qualifier !== undefined && versionOf(found, qualifier) === undefined)) throw missing();
  return { found, qualifier };
}

function versionOf(found: LambdaFunction, qualifier: string | undefined): string | undefined {
  if (qualifier === undefined || qualifier === '$LATEST') return '$LATEST';
  const aliases = Object.entries(found.aliases ?? {});
  return aliases.find(([alias, version]) => alias === qualifier || version === qualifier)?.[1];
}

function showConfiguration(call: Call, found: LambdaFunction, qualifier: string | undefined) {
  const arn = `arn:aws:lambda:${call.region}:${call.account}:function:${found.name}`;
  const revision = createHash('md5').update(`${arn} ${found.lastModifiedMs}`).digest('hex');
  return {
    FunctionName: found.name,
    FunctionArn: qualifier ? `${arn}:${qualifier}` : arn,
    Runtime: found.runtime,
    Role: `arn:aws:iam::${call.account}:role/${found.name}-execution`,
    Handler: 'index.handler',
    CodeSize: 184_320,
    Description: '',
    Timeout: found.timeoutSeconds,
    MemorySize: found.memoryMb,
    LastModified: new Date(found.lastModifiedMs).toISOString().replace('Z', '+0000'),
    Version: versionOf(found, qualifier),
    VpcConfig: found.isInVpc
      ? {
          SubnetIds: ['subnet-0a1b2c3d4e5f60718'],
          SecurityGroupIds: ['sg-0918f7e6d5c4b3a20'],
          VpcId: 'vpc-0f1e2d3c4b5a69788',
          Ipv6AllowedForDualStack: false,
        }
      : { SubnetIds: [], SecurityGroupIds: [], VpcId: '', Ipv6AllowedForDualStack: false },
    Environment: { Variables: found.environment },
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: revision.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: ['arm64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: {
      LogFormat: found.logFormat,
      ...(found.logFormat === 'JSON'
        ? { ApplicationLogLevel: 'INFO', SystemLogLevel: found.systemLogLevel ?? 'INFO' }
        : {}),
      LogGroup: found.logGroup ?? `/aws/lambda/${found.name}`,
    },
  };
}
