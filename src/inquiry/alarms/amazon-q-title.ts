import { readRegion } from './regions.ts';

/**
 * The title of Amazon Q Developer (AWS Chatbot), "🚨 CloudWatch Alarm | name | eu-west-1 | Account: 111122223333". Region
 * and account are taken from its end, as far as they are there, for a name may hold the bar itself.
 */
export function readAmazonQTitle(
  line: string,
): { name: string; region?: string; account?: string } | undefined {
  const told = /CloudWatch alarm \| (.{1,600})$/i.exec(line)?.[1];
  if (told === undefined) return undefined;
  const parts = told.split(' | ').map((part) => part.replace(/^[*_\s]+|[*_\s]+$/g, ''));
  const account = parts.at(-1)?.match(/^Account:? ?(?:\D{0,80}\b)?(\d{12})\b/i)?.[1];
  if (account !== undefined) parts.pop();
  const region = readRegion(parts.slice(1).at(-1) ?? '');
  if (region !== undefined) parts.pop();
  const name = parts.join(' | ').slice(0, 255);
  return name === ''
    ? undefined
    : { name, ...(region === undefined ? {} : { region }), ...(account === undefined ? {} : { account }) };
}
