import {
  byType,
  type Check,
  flag,
  list,
  number,
  object,
  oneOf,
  only,
  text,
  url,
  wholeNumber,
} from './check.ts';
import { blockId } from './text-objects.ts';

const style = object(
  {},
  {
    bold: flag,
    code: flag,
    italic: flag,
    strike: flag,
    underline: flag,
    highlight: flag,
    client_highlight: flag,
    unlink: flag,
  },
);

/** As long as a whole message may be: what is shorter, the sum decides. */
const mostCharacters = 40_000;

const inline: Record<string, Check> = {
  text: object({ text: text(mostCharacters) }, { style }),
  link: object({ url: url(3000) }, { text: text(mostCharacters), unsafe: flag, style }),
  user: object({ user_id: text(255) }, { style }),
  usergroup: object({ usergroup_id: text(255) }, { style }),
  channel: object({ channel_id: text(255) }, { style }),
  team: object({ team_id: text(255) }, { style }),
  broadcast: object({ range: oneOf('here', 'channel', 'everyone') }, { style }),
  emoji: object(
    { name: text(255) },
    { unicode: text(255), url: url(3000), skin_tone: wholeNumber(1, 6), style },
  ),
  color: object({ value: text(255) }, { style }),
  date: object({ timestamp: number, format: text(255) }, { url: url(3000), fallback: text(3000), style }),
};

const border = oneOf(0, 1);
const elements = list(
  byType(() => inline),
  10_000,
  0,
);
const section = object({ elements }, {});

const parts: Record<string, Check> = {
  rich_text_section: section,
  rich_text_quote: object({ elements }, { border }),
  rich_text_preformatted: object(
    {
      elements: list(
        only(() => inline, 'text', 'link'),
        10_000,
        0,
      ),
    },
    { border, language: text(255) },
  ),
  rich_text_list: object(
    {
      elements: list(
        only(() => parts, 'rich_text_section'),
        10_000,
        0,
      ),
      style: oneOf('bullet', 'ordered'),
    },
    { indent: wholeNumber(0, 8), offset: wholeNumber(0, 10_000), border },
  ),
};

export const richTextBlock = object(
  {
    elements: list(
      byType(() => parts),
      10_000,
    ),
  },
  { block_id: blockId },
);

/** Where only rich text may stand. */
export const richText = byType(() => ({ rich_text: richTextBlock }));
