import type { Command, GroupSource } from './expression.ts';
import { MalformedQuery } from './malformed-query.ts';
import type { TokenReader } from './token-reader.ts';
import type { Token } from './tokenize.ts';

/** Most that one SOURCE may name. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Source.html */
const mostOfSource = { namePrefix: 5, class: 2, accountIdentifiers: 20 };

/** `SOURCE logGroups(…)`, which only the first command of a query may be; `word` is the token SOURCE itself. */
export function readSource(reader: TokenReader, word: Token): Command {
  if (word.start !== reader.first().start)
    throw new MalformedQuery('unexpected symbol found SOURCE', word.start, word.end);
  if (!reader.acceptWord('loggroups')) return reader.refuse("'logGroups'");
  const groups: GroupSource = {};
  reader.expect('(');
  while (!reader.accept(')')) {
    const { text, start, end } = reader.peek();
    const key = sourceKeys.find((each) => each === text);
    if (key === undefined) return reader.refuse(`{${sourceKeys.join(', ')}}`);
    reader.take();
    reader.expect(':');
    const values = readTexts(reader);
    if (values.length > mostOfSource[key])
      throw new MalformedQuery(`${key} takes at most ${mostOfSource[key]} values`, start, end);
    groups[key] = values;
    reader.accept(',');
  }
  return { kind: 'source', groups };
}

const sourceKeys = ['namePrefix', 'class', 'accountIdentifiers'] as const;

function readTexts(reader: TokenReader): string[] {
  const texts: string[] = [];
  reader.expect('[');
  do {
    if (reader.peek().kind !== 'string') return reader.refuse('{STRING}');
    texts.push(reader.take().text);
  } while (reader.accept(','));
  reader.expect(']');
  return texts;
}
