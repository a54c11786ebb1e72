import { isFields } from '../fields.ts';
import { all, type Check, matching, object, text, url } from './check.ts';
import { blockId, eitherOr, plainText } from './text-objects.ts';

/** Slack fetches the picture itself, from outside. */
const imageUrl: Check = (value, at, scope) => {
  url(3000)(value, at, scope);
  if (typeof value !== 'string' || !URL.canParse(value)) return;
  const { hostname, protocol } = new URL(value);
  const isPrivate = /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\])/.test(
    hostname,
  );
  if (isPrivate || !protocol.startsWith('http')) scope.report(at, 'downloading image failed');
};

const slackFile: Check = (value, at, scope) => {
  object({}, { id: matching(/^F[A-Z0-9]{8,}$/), url: url(3000) })(value, at, scope);
  if (isFields(value) && typeof value.id === 'string' && !scope.isFileUsable(value.id))
    scope.report(at, 'invalid slack file');
};

const source = eitherOr('image_url', 'slack_file');

export const imageElement = all(
  source,
  object({ alt_text: text(2000) }, { image_url: imageUrl, slack_file: slackFile }),
);

export const imageBlock = all(
  source,
  object(
    { alt_text: text(2000) },
    { image_url: imageUrl, slack_file: slackFile, title: plainText(2000), block_id: blockId },
  ),
);
