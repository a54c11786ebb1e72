/**
 * What Slack itself tells a person. These are Slack's sentences, part of what is stood in for, so they live here and not
 * among our own words.
 */
export const notices = {
  commandTimedOut: (command: string) => `${command} failed with the error "operation_timeout"`,
  commandFailed: (command: string) => `${command} failed with the error "dispatch_failed"`,
  commandUnknown: (command: string) =>
    `${command} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands.`,
  commandInThread: (command: string) => `${command} is not supported in threads. Sorry!`,
  archived: () => 'This channel is archived, so nothing can be posted here.',
  actionFailed: (app: string) => `${app} did not respond to that. Please try again.`,
  viewFailed: () => 'We had some trouble connecting. Try again?',
  notInChannel: (app: string) => `@${app} was mentioned but is not in this channel.`,
};
