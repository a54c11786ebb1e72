import { z } from 'zod';

/** A number without quotes is a fault that the schema tells; it names the same account. */
const name = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);
/** An entry that cannot be read keeps its place; what is no list at all is one such entry. */
const entries = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.array(z.object(shape).optional().catch(undefined)).prefault([]).catch([undefined]);
const targets = entries({ channel: name });

/** What in a file names something else in it, as far as it can be read: other parts may be at fault, and are told as well. */
const outline = z.object({
  accounts: entries({ id: name, alias: name, roleArn: z.string().optional().catch('') }),
  channels: entries({ id: name, accounts: z.array(name).catch([]), alarms: z.unknown().optional() }),
  backends: entries({ account: name }),
  alarms: entries({ account: name }),
  alarmReplies: z.object({ topics: targets, events: targets }).catch({ topics: [], events: [] }),
  slack: z.object({ admins: z.array(z.unknown()).catch([]) }).catch({ admins: [] }),
});
type Outline = z.infer<typeof outline>;

/** What does not fit together in a configuration, a sentence each; `path` is its name in the sentences. */
export function crossCheckConfig(path: string, yaml: unknown): string[] {
  const read = outline.safeParse(yaml);
  if (!read.success) return [];
  return [...checkAccounts(read.data), ...checkChannels(read.data)].map((says) => `${path}: ${says}`);
}

function checkAccounts({ accounts, channels, backends, alarms }: Outline): string[] {
  const readable = accounts.flatMap((account) => account ?? []);
  const names = readable.flatMap(({ id, alias }) => [...there(id), ...there(alias)]);
  const known = names.length > 0 ? names.join(', ') : 'none are configured';
  const roleless = readable.flatMap(({ id, alias, roleArn }) =>
    roleArn === undefined ? there(alias ?? id) : [],
  );
  // One that cannot be read may be the one that is meant.
  const isUnknown = (account: string) => readable.length === accounts.length && !names.includes(account);
  const missing = (where: string, account: string | undefined) =>
    there(account)
      .filter(isUnknown)
      .map((one) => `${where}: there is no account "${one}" (known: ${known}).`);
  return [
    ...twice(names).map((one) => `accounts: "${one}" is there twice; ids and aliases must differ.`),
    ...(roleless.length > 1
      ? [
          `accounts: ${roleless.join(', ')} have no roleArn. The credentials of the environment are of one account, so give a roleArn to all of these but that one.`,
        ]
      : []),
    ...accounts.flatMap((account, index) => {
      const owner = account?.roleArn?.split(':')[4] ?? account?.id;
      return owner === account?.id
        ? []
        : [`accounts[${index}].roleArn: this role is of account ${owner}, and the id says ${account?.id}.`];
    }),
    ...channels.flatMap((channel, index) =>
      (channel?.accounts ?? []).flatMap((account) => missing(`channels[${index}].accounts`, account)),
    ),
    ...backends.flatMap((backend, index) => missing(`backends[${index}].account`, backend?.account)),
    ...alarms.flatMap((alarm, index) => missing(`alarms[${index}].account`, alarm?.account)),
  ];
}

function checkChannels({ channels, alarmReplies, slack }: Outline): string[] {
  const readable = channels.flatMap((channel) => channel ?? []);
  const check = (where: string, id: string) => {
    const channel = readable.find((one) => one.id === id);
    if (!channel)
      return readable.length === channels.length
        ? [`${where}: ${id} is not listed under channels, so its alarms would be dropped.`]
        : [];
    // Administrators may switch them on in App Home.
    return channel.alarms === 'on' || slack.admins.length > 0
      ? []
      : [
          `${where}: alarms are off in ${id}, so they would be dropped. Write alarms: on below it in channels.`,
        ];
  };
  return [
    ...twice(readable.flatMap(({ id }) => there(id))).map((id) => `channels: "${id}" is there twice.`),
    ...(['topics', 'events'] as const).flatMap((way) =>
      alarmReplies[way].flatMap((target, index) =>
        there(target?.channel).flatMap((id) => check(`alarmReplies.${way}[${index}].channel`, id)),
      ),
    ),
  ];
}

const there = (value: string | undefined) => (value === undefined ? [] : [value]);

function twice(values: string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
