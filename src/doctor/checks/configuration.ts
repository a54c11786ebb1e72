import { advice, type Check, ok } from '../check.ts';

export const configuration: Check = {
  name: 'configuration',
  async run({ config, path }) {
    const file = path ?? 'gw504.yaml';
    return [
      path === undefined ? advice(file, 'no-configuration') : ok(file, 'configuration-valid'),
      ...(config.accounts.length === 0 ? [advice(file, 'no-accounts')] : []),
      ...(config.channels.length === 0 ? [advice(file, 'no-channels')] : []),
      ...config.accounts
        .filter((account) => account.roleArn !== undefined && account.externalId === undefined)
        .map((account) => advice(`account ${account.alias ?? account.id}`, 'no-external-id')),
    ];
  },
};
