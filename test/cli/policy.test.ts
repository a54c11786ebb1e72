import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { permissions } from '../../src/aws/permissions.ts';
import { principalBlank, type RolePolicy, rolePolicies } from '../../src/aws/role-policy.ts';
import { printPolicies } from '../../src/cli/policy-command.ts';
import { configSchema } from '../../src/config-schema.ts';
import { loadTemplates } from '../../src/templates.ts';

const hasTerraform = spawnSync('terraform', ['version']).status === 0;
const templates = loadTemplates();
const config = configSchema.parse({
  accounts: [
    {
      id: '111122223333',
      alias: 'shop',
      roleArn: 'arn:aws:iam::111122223333:role/ops/gw504-reader',
      externalId: 'shop-504',
      regions: ['eu-west-1', 'us-east-1'],
    },
    { id: '444455556666', regions: ['eu-west-1'] },
  ],
});

describe('gw504 policy', () => {
  it('names each role, its account, its regions and its external id, and nothing that writes', () => {
    const [shop, other] = rolePolicies(config);
    expect({ account: shop?.account, roleName: shop?.roleName, externalId: shop?.externalId }).toStrictEqual({
      account: '111122223333',
      roleName: 'gw504-reader',
      externalId: 'shop-504',
    });
    expect(shop?.permissions.Statement[0]).toStrictEqual({
      Sid: 'ReadLogs',
      Effect: 'Allow',
      Action: ['logs:StartQuery', 'logs:FilterLogEvents'],
      Resource: [
        'arn:aws:logs:eu-west-1:111122223333:log-group:*',
        'arn:aws:logs:us-east-1:111122223333:log-group:*',
      ],
    });
    expect(shop?.trust.Statement[0]).toMatchObject({
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'shop-504' } },
    });
    expect(other?.trust.Statement[0]).not.toHaveProperty('Condition');
    const actions = permissions.flatMap((permission) => [...permission.actions]);
    expect(
      actions.filter((action) => !/:(Get|GET|Describe|BatchGet|Filter|Start|Stop)/.test(action)),
    ).toStrictEqual([]);
    expect(actions.filter((action) => /:(Start|Stop)/.test(action))).toStrictEqual([
      'logs:StartQuery',
      'logs:StopQuery',
    ]);
  });

  it('prints CloudFormation that is YAML, with the documents whole and the principal as a parameter', () => {
    const [shop] = rolePolicies(config);
    const text = printPolicies(rolePolicies(config).slice(0, 1), 'cloudformation', templates);
    const role = parse(text, { logLevel: 'silent' }).Resources.Gw504Role.Properties;
    expect(role.RoleName).toBe('gw504-reader');
    expect(role.Policies[0].PolicyDocument).toStrictEqual(shop?.permissions);
    expect(role.AssumeRolePolicyDocument.Statement[0].Principal).toStrictEqual({
      AWS: { Ref: 'TrustedPrincipal' },
    });
    expect(text).not.toContain(principalBlank);
  });

  it('prints Terraform with the principal as a variable', () => {
    const text = printPolicies(rolePolicies(config).slice(0, 1), 'terraform', templates);
    expect(text).toContain('"AWS" : var.trusted_principal');
    expect(text).not.toContain(principalBlank);
    expect(text.match(/jsonencode\(\{/g)).toHaveLength(2);
  });

  it('keeps the path of a role, which is a part of its ARN', () => {
    const [shop, other] = rolePolicies(config);
    expect([shop?.path, other?.path]).toStrictEqual(['/ops/', '/']);
    const print = (format: 'cloudformation' | 'terraform') =>
      printPolicies(rolePolicies(config).slice(0, 1), format, templates);
    expect(parse(print('cloudformation'), { logLevel: 'silent' }).Resources.Gw504Role.Properties.Path).toBe(
      '/ops/',
    );
    expect(print('terraform')).toContain('  name = "gw504-reader"\n  path = "/ops/"\n');
  });

  it('prints Terraform as "terraform fmt" would', () => {
    const lines = printPolicies(rolePolicies(config), 'terraform', templates).split('\n');
    const keys = lines.filter((line) => /^ +"/.test(line) && /"\s*:(?!\w)/.test(line));
    expect(keys.length).toBeGreaterThan(20);
    expect(keys.filter((line) => !/^ +"[\w:]+" : \S/.test(line))).toStrictEqual([]);
    expect(lines.filter((line) => /^ {2}\w+ {2,}=/.test(line))).toStrictEqual([
      '  type        = string',
      '  type        = string',
    ]);
  });

  it.skipIf(!hasTerraform)('is left as it is by "terraform fmt", where that is installed', () => {
    const text = `${printPolicies(rolePolicies(config).slice(0, 1), 'terraform', templates)}\n`;
    expect(
      execFileSync('terraform', ['fmt', '-'], {
        input: text,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'ignore'],
      }),
    ).toBe(text);
  });

  it('says which account where none is configured: any', () => {
    const [any] = rolePolicies(configSchema.parse({}));
    expect(any?.account).toBe('*');
    expect(any?.permissions.Statement[0]?.Resource).toStrictEqual(['arn:aws:logs:*:*:log-group:*']);
    const told = (roles: RolePolicy[]) => printPolicies(roles, 'terraform', templates).split('\n')[0];
    expect(told(any ? [any] : [])).toBe(
      '# The read-only role that gw504 assumes in each account that it reads.',
    );
    expect(told(rolePolicies(config).slice(0, 1))).toMatch(/assumes in account \d{12}\.$/);
  });
});
