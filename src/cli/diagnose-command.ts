import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { Diagnosis } from '../diagnose.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { UnavailableReason } from '../evidence/observation.ts';
import type { Inquiry } from '../inquiry/inquiry.ts';
import { BadInput } from './bad-input.ts';
import { liveContext } from './live-context.ts';
import { loadOrRefuse } from './load-or-refuse.ts';
import { printAnswer } from './print-answer.ts';
import { refuseUnwritable } from './save-bundle.ts';

interface DiagnoseOptions {
  account?: string;
  region?: string;
  api?: string;
  stage?: string;
  around?: string;
  window?: string;
  json?: boolean;
  save?: string;
}

export function addDiagnose(program: Command): Command {
  return program
    .command('diagnose')
    .description('One request, live from CloudWatch.')
    .argument('<id>', 'request id, extended request id, or X-Ray trace id')
    .option('--account <account>', 'account id or alias')
    .option('--region <region>', 'region, like eu-west-1')
    .option('--api <api>', 'API id or name')
    .option('--stage <stage>', 'stage')
    .option(
      '--around <time>',
      'when it happened: ISO time (UTC without a zone), 14:42 (the latest one, UTC), epoch, or 10m for ten minutes ago',
    )
    .option('--window <duration>', 'how far around that time to look, like 30m')
    .option('--json', 'print the JSON report')
    .option('--save <bundle>', 'write the evidence bundle to this file')
    .action(async (id: string, options: DiagnoseOptions) => {
      const { config } = loadOrRefuse(process.env);
      const inquiry = await readInquiry(id, options);
      if (options.save !== undefined) refuseUnwritable(options.save);
      const [{ diagnose }, context] = await Promise.all([
        import('../diagnose.ts'),
        liveContext(config, options),
      ]);
      const diagnosis = await diagnose(inquiry, context);
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
      if (context.signal.aborted) throw new Error('interrupted; nothing was judged.');
      const why = whyUnread(diagnosis.evidences[0]);
      // Nothing was asked of AWS at all: that is the set-up's fault, and no verdict.
      if (why === 'no-credentials') throw new BadInput(diagnosis.answer.notes[0] ?? noCredentials);
      // No API was looked at: where one was named, that was a slip of the pen.
      if (why === 'no-api') {
        const { refuseUnknownApi } = await import('./refuse-unknown-api.ts');
        await refuseUnknownApi(config, context.aws, options);
      }
      await printAnswer(diagnosis, options);
      // AWS takes none of the credentials: the set-up's fault as well, but its words of it are worth the report.
      if (why === 'credentials-refused' && isUnsearched(diagnosis)) process.exitCode = 2;
    });
}

const noCredentials =
  'There are no AWS credentials here. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and its secret.';

/** Why the log that would have held the request could not be looked at. */
function whyUnread(evidence: Evidence | undefined): UnavailableReason | undefined {
  const log = evidence?.observations.executionLog;
  return log?.status === 'unavailable' ? log.reason : undefined;
}

/** One region may refuse what others take; where a log was searched, the verdict is one. */
function isUnsearched({ answer }: Diagnosis): boolean {
  return answer.findings.every(({ report }) => report.receipt.queries.length === 0);
}

async function readInquiry(text: string, options: DiagnoseOptions): Promise<Inquiry> {
  const [{ classifyId }, { parseDuration }, { readMoment }] = await Promise.all([
    import('../inquiry/request-id.ts'),
    import('../inquiry/time.ts'),
    import('./read-moment.ts'),
  ]);
  const id = classifyId(text);
  if (!id)
    throw new BadInput(
      `"${text.slice(0, 80)}" is not a request id. Give a UUID, an extended request id (16 characters ending in =), or a trace id (1-…-…).`,
    );
  const aroundMs =
    options.around === undefined ? undefined : readMoment('--around', options.around, Date.now());
  const windowMs = options.window === undefined ? undefined : parseDuration(options.window);
  if (options.window !== undefined && windowMs === undefined)
    throw new BadInput(
      `--window does not understand "${options.window}". Give a duration like 30m or 2h, of 400 days at most.`,
    );
  return {
    id,
    scope: {
      ...(options.account ? { account: options.account } : {}),
      ...(options.region ? { region: options.region } : {}),
      ...(options.api ? { api: options.api } : {}),
      ...(options.stage ? { stage: options.stage } : {}),
    },
    ...(aroundMs === undefined ? {} : { aroundMs }),
    ...(windowMs === undefined ? {} : { windowMs }),
    askedBy: userInfo().username,
  };
}
