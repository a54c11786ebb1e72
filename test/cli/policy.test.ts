import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { permissions } from '../../src/aws/permissions.ts';
import { principalBlank, type RolePolicy, rolePolicies } from '../../src/aws/role-policy.ts';
import { chooseRoles, printPolicies } from '../../src/cli/policy-command.ts';
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

  it('prints the roles of several accounts as one Terraform file, with names of their own', () => {
    const text = printPolicies(rolePolicies(config), 'terraform', templates);
    const named = [...text.matchAll(/^(variable|resource) (.+) \{$/gm)].map(
      ([, kind, name]) => `${kind} ${name}`,
    );
    expect(named).toStrictEqual([
      'variable "trusted_principal"',
      'resource "aws_iam_role" "gw504_shop"',
      'resource "aws_iam_role_policy" "gw504_shop"',
      'resource "aws_iam_role" "gw504_444455556666"',
      'resource "aws_iam_role_policy" "gw504_444455556666"',
    ]);
    expect(text.match(/role = aws_iam_role\.\S+/g)).toStrictEqual([
      'role = aws_iam_role.gw504_shop.id',
      'role = aws_iam_role.gw504_444455556666.id',
    ]);
    expect(text.match(/^ {2}provider = .+$/gm)).toStrictEqual([
      '  provider = aws.gw504_shop',
      '  provider = aws.gw504_shop',
      '  provider = aws.gw504_444455556666',
      '  provider = aws.gw504_444455556666',
    ]);
    expect(text).toContain('provider "aws" { alias = "gw504_shop", … }');
    const [one] = rolePolicies(config);
    const alone = printPolicies(one ? [one] : [], 'terraform', templates);
    expect(alone).toContain('resource "aws_iam_role" "gw504" {\n  name = "gw504-reader"');
    expect(alone).not.toContain('provider');
  });

  it.each<['json' | 'cloudformation' | 'terraform', string | undefined, string[] | RegExp]>([
    ['json', undefined, ['111122223333', '444455556666']],
    ['terraform', undefined, ['111122223333', '444455556666']],
    ['cloudformation', 'shop', ['111122223333']],
    ['cloudformation', '444455556666', ['444455556666']],
    ['json', 'shop', ['111122223333']],
    [
      'cloudformation',
      undefined,
      /^A CloudFormation template is deployed in one account, and the configuration names shop, 444455556666\. Name one with --account\.$/,
    ],
    ['terraform', 'nope', /^The configuration names no account "nope"\. It names shop, 444455556666; add it/],
  ])('prints as %s, for account %s, what a tool can use', (format, account, expected) => {
    const choose = () => chooseRoles(rolePolicies(config), format, account);
    if (expected instanceof RegExp) expect(choose).toThrow(expected);
    else expect(choose().map((role) => role.account)).toStrictEqual(expected);
  });

  it('knows no account by name where none is configured', () => {
    expect(() => chooseRoles(rolePolicies(configSchema.parse({})), 'json', 'shop')).toThrow(
      'It names none at all',
    );
  });

  it('prints Terraform as "terraform fmt" would', () => {
    const lines = printPolicies(rolePolicies(config), 'terraform', templates).split('\n');
    const keys = lines.filter((line) => /^ +"/.test(line) && /"\s*:(?!\w)/.test(line));
    expect(keys.length).toBeGreaterThan(20);
    expect(keys.filter((line) => !/^ +"[\w:]+" : \S/.test(line))).toStrictEqual([]);
    expect(lines.filter((line) => /^ {2}\w+ {2,}=/.test(line))).toStrictEqual(['  type        = string']);
  });

  it.skipIf(!hasTerraform)('is left as it is by "terraform fmt", where that is installed', () => {
    const text = `${printPolicies(rolePolicies(config), 'terraform', templates)}\n`;
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
