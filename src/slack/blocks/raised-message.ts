import type { Templates } from '../../templates.ts';
import { oneLine } from '../escape.ts';
import { limits, truncate } from '../limits.ts';
import { consoleLink } from './console-link.ts';
import { fallback, remark } from './elements.ts';
import type { Message } from './message.ts';
import { richText, section, text } from './rich-text.ts';

/** An alarm that AWS itself delivered, as the beginning of its thread: its name, why, where, and the way to it. */
export function raisedMessage(
  alarm: { name: string; region?: string | undefined; account?: string | undefined },
  reason: string | undefined,
  { templates, accounts }: { templates: Templates; accounts: Record<string, string> },
): Message {
  const say = (key: string) => templates.fill(`messages/slack/alarms:raised.${key}`, {});
  const { name, region, account } = alarm;
  const place = [account === undefined ? undefined : (accounts[account] ?? account), region].filter(Boolean);
  return {
    text: fallback(`${say('mark')} ${name} ${say('is')}`, reason),
    blocks: [
      richText(
        section(
          text(`${say('mark')} `),
          text(oneLine(name), { bold: true }),
          text(` ${say('is')}`),
          ...consoleLink(addressOf(name, region), say('open'), limits.buttonUrl),
        ),
        ...(reason ? [section(text(truncate(oneLine(reason), 500)))] : []),
      ),
      ...(place.length > 0 ? [remark(place.join(' · '))] : []),
    ],
  };
}

/** The alarm in the console of its region. */
function addressOf(name: string, region: string | undefined): string | undefined {
  if (region === undefined || !/^[a-z0-9-]+$/.test(region)) return undefined;
  const domain = region.startsWith('cn-')
    ? 'console.amazonaws.cn'
    : region.startsWith('us-gov-')
      ? 'console.amazonaws-us-gov.com'
      : 'console.aws.amazon.com';
  return `https://${region}.${domain}/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(name)}`;
}
