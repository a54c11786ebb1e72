import { expect, it } from 'vitest';
import { describeLogGroups } from '../../src/aws/log-groups.ts';
import { openAws } from '../../src/aws/open-aws.ts';
import { configSchema } from '../../src/config-schema.ts';
import { assumedRole, startScriptedAws } from './scripted-aws.ts';
import { useAmbientCredentials } from './use-ambient-credentials.ts';

const closers = useAmbientCredentials();

it('a region that is not switched on costs one more session, however much is asked there', async () => {
  const server = await startScriptedAws((call, nth) => {
    if (call.name === 'sts:AssumeRole') return assumedRole(nth);
    return call.region === 'me-central-1'
      ? { error: 'UnrecognizedClientException', message: 'The security token is invalid.', status: 403 }
      : { body: { logGroups: [] } };
  });
  process.env.AWS_ENDPOINT_URL = server.url;
  const config = configSchema.parse({
    accounts: [
      {
        id: '111122223333',
        roleArn: 'arn:aws:iam::111122223333:role/gw504',
        regions: ['eu-west-1', 'me-central-1'],
      },
    ],
  });
  const aws = openAws(config);
  closers.push(server.close, aws.close);
  const session = (region: string) =>
    aws.session({ account: config.accounts[0], region, askedBy: 'U1', count: { calls: 0 } });
  const look = (region: string, prefix: string) =>
    describeLogGroups(session(region), prefix, false, new AbortController().signal);
  const good = await look('eu-west-1', '/a');
  const refused = await Promise.all(['/a', '/b', '/c'].map((prefix) => look('me-central-1', prefix)));
  const later = await look('me-central-1', '/d');
  expect(good).toEqual({ ok: true, value: [] });
  for (const answer of [...refused, later]) expect(answer).toMatchObject({ reason: 'credentials-refused' });
  expect(await look('eu-west-1', '/e')).toEqual({ ok: true, value: [] });
  expect(server.names().filter((name) => name === 'sts:AssumeRole')).toHaveLength(2);
  // Three calls and their second attempts; the later one knows already.
  expect(server.calls.filter(({ region }) => region === 'me-central-1').length).toBeLessThanOrEqual(6);
});
