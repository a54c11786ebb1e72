import { type Command, Option } from 'commander';
import { type PolicyDocument, principalBlank, type RolePolicy, rolePolicies } from '../aws/role-policy.ts';
import type { Templates } from '../templates.ts';
import { BadInput } from './bad-input.ts';
import { loadOrRefuse } from './load-or-refuse.ts';

type Format = 'json' | 'cloudformation' | 'terraform';

export function addPolicy(program: Command): Command {
  return program
    .command('policy')
    .description('The least read-only IAM role and trust policy for the configuration.')
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['json', 'cloudformation', 'terraform'])
        .default('json'),
    )
    .option('--account <account>', 'the role of this account alone: its id or alias')
    .action(async ({ format, account }: { format: Format; account?: string }) => {
      const { config } = loadOrRefuse(process.env);
      const roles = chooseRoles(rolePolicies(config), format, account);
      const { loadTemplates } = await import('../templates.ts');
      process.stdout.write(`${printPolicies(roles, format, loadTemplates())}\n`);
    });
}

/** Those of one account, or of all. A template of CloudFormation holds one: it is deployed in its own account. */
export function chooseRoles(roles: RolePolicy[], format: Format, account: string | undefined): RolePolicy[] {
  const names = roles.map(nameOf).join(', ');
  if (account === undefined) {
    if (format === 'cloudformation' && roles.length > 1)
      throw new BadInput(
        `A CloudFormation template is deployed in one account, and the configuration names ${names}. Name one with --account.`,
      );
    return roles;
  }
  const chosen = roles.filter((role) => role.account === account || role.alias === account);
  if (chosen.length === 0)
    throw new BadInput(
      `The configuration names no account "${account.slice(0, 80)}". ${names === '*' ? 'It names none at all' : `It names ${names}`}; add it to accounts in gw504.yaml.`,
    );
  return chosen;
}

const nameOf = ({ account, alias }: RolePolicy) => alias ?? account;

/**
 * JSON: one object with every role. The others: a document that can be deployed as it is; in Terraform's, several roles
 * bear the names of their accounts, each with a provider of its own.
 */
export function printPolicies(roles: RolePolicy[], format: Format, templates: Templates): string {
  if (format === 'json') return JSON.stringify({ roles }, undefined, 2);
  // "terraform fmt" leaves the result as it is.
  const [indents, principal, colon]: [[number, number], string, string] =
    format === 'cloudformation'
      ? [[8, 12], '{ "Ref": "TrustedPrincipal" }', ':']
      : [[2, 2], 'var.trusted_principal', ' :'];
  return roles
    .map((role, index) =>
      templates.render(`policy/${format}`, {
        isFirst: index === 0,
        label: roles.length > 1 ? `gw504_${nameOf(role)}` : 'gw504',
        provider: roles.length > 1 ? `gw504_${nameOf(role)}` : '',
        account: role.account === '*' ? '' : role.account,
        roleName: role.roleName,
        path: role.path,
        trust: printDocument(role.trust, indents[0], principal, colon),
        permissions: printDocument(role.permissions, indents[1], principal, colon),
      }),
    )
    .join('\n\n');
}

/** JSON is YAML, and HCL takes its objects: so one text serves both, indented to stand below its key. */
function printDocument(document: PolicyDocument, indent: number, principal: string, colon: string): string {
  return JSON.stringify(document, undefined, 2)
    .replaceAll(/^( *"[^"]+"):/gm, `$1${colon}`)
    .replaceAll(`"${principalBlank}"`, principal)
    .replaceAll('\n', `\n${' '.repeat(indent)}`);
}
