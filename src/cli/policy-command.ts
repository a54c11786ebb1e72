import { type Command, Option } from 'commander';
import { type PolicyDocument, principalBlank, type RolePolicy, rolePolicies } from '../aws/role-policy.ts';
import type { Templates } from '../templates.ts';
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
    .action(async ({ format }: { format: Format }) => {
      const { config } = loadOrRefuse(process.env);
      const { loadTemplates } = await import('../templates.ts');
      process.stdout.write(`${printPolicies(rolePolicies(config), format, loadTemplates())}\n`);
    });
}

/** JSON: one object with every role. The others: one document a role, since each is deployed in its own account. */
export function printPolicies(roles: RolePolicy[], format: Format, templates: Templates): string {
  if (format === 'json') return JSON.stringify({ roles }, undefined, 2);
  // "terraform fmt" leaves the result as it is.
  const [indents, principal, separator, colon]: [[number, number], string, string, string] =
    format === 'cloudformation'
      ? [[8, 12], '{ "Ref": "TrustedPrincipal" }', '\n---\n', ':']
      : [[2, 2], 'var.trusted_principal', '\n\n', ' :'];
  return roles
    .map((role) =>
      templates.render(`policy/${format}`, {
        account: role.account === '*' ? '' : role.account,
        roleName: role.roleName,
        path: role.path,
        trust: printDocument(role.trust, indents[0], principal, colon),
        permissions: printDocument(role.permissions, indents[1], principal, colon),
      }),
    )
    .join(separator);
}

/** JSON is YAML, and HCL takes its objects: so one text serves both, indented to stand below its key. */
function printDocument(document: PolicyDocument, indent: number, principal: string, colon: string): string {
  return JSON.stringify(document, undefined, 2)
    .replaceAll(/^( *"[^"]+"):/gm, `$1${colon}`)
    .replaceAll(`"${principalBlank}"`, principal)
    .replaceAll('\n', `\n${' '.repeat(indent)}`);
}
