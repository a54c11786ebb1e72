import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RedactionPolicy, redactData, redactText } from '../../../src/evidence/redact.ts';
import { expectLinear } from '../../expect-linear.ts';
import { corpus, mustSurvive } from './corpus.ts';

const policy: RedactionPolicy = {
  emails: true,
  ipAddresses: false,
  phoneNumbers: true,
  cardNumbers: true,
  fields: [],
};

describe('redactText', () => {
  it('is tried on at least 200 planted secrets and 60 lines to keep', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(200);
    expect(mustSurvive.length).toBeGreaterThanOrEqual(60);
  });

  it.each(corpus.map(({ name, line, secret }) => [name, line, secret] as const))(
    'hides %s',
    (_name, line, secret) => {
      expect(line).toContain(secret);
      const { text, hidden } = redactText(line, policy);
      expect(text).not.toContain(secret);
      expect(text).toContain('[hidden]');
      expect(hidden).toBeGreaterThanOrEqual(1);
      expect(redactText(text, policy)).toEqual({ text, hidden: 0 });
    },
  );

  it.each(mustSurvive.map((line) => [line] as const))('keeps %s', (line) => {
    expect(redactText(line, policy)).toEqual({ text: line, hidden: 0 });
  });

  it.each<[string, (line: string) => string]>([
    ['inside JSON', (line) => JSON.stringify({ message: line, n: 1 })],
    ['inside JSON inside JSON', (line) => JSON.stringify({ log: JSON.stringify({ message: line }) })],
    ['behind a time stamp', (line) => `2026-11-21T10:00:00.000Z\tINFO\t${line}`],
    ['twice', (line) => `${line} ${line}`],
    ['in a table', (line) => `x | ${line} | y`],
    ['in a code fence', (line) => `\`\`\`${line}\`\`\``],
  ])('hides every one of them %s', (_name, wrap) => {
    const seen = corpus.filter(({ line, secret }) => {
      const { text } = redactText(wrap(line), policy);
      return text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1));
    });
    expect(seen.map(({ name }) => name)).toEqual([]);
  });

  it('leaves the rest of a line as it was', () => {
    expect(
      redactText(
        '(a) Method request headers: {Accept=*/*, Authorization=Bearer abc123def456, Host=api.example.com}',
        policy,
      ),
    ).toEqual({
      text: '(a) Method request headers: {Accept=*/*, Authorization=[hidden], Host=api.example.com}',
      hidden: 1,
    });
    expect(redactText('{"a":1,"pin":8812,"b":"x"}', policy)).toEqual({
      text: '{"a":1,"pin":"[hidden]","b":"x"}',
      hidden: 1,
    });
    expect(redactText('postgres://app:s3cret@db.example.com/x', policy).text).toBe(
      'postgres://app:[hidden]@db.example.com/x',
    );
    expect(redactText('GET /a?token=abc&page=2', policy).text).toBe('GET /a?token=[hidden]&page=2');
  });

  it.each([
    [
      'names of the policy',
      { ...policy, fields: ['customer-name'] },
      '{"customerName":"Ada","x":1}',
      '{"customerName":"[hidden]","x":1}',
    ],
    [
      'addresses when asked',
      { ...policy, ipAddresses: true },
      'connect ETIMEDOUT 10.0.0.1:443 from 2001:db8::7',
      'connect ETIMEDOUT [hidden]:443 from [hidden]',
    ],
    ['no address unless asked', policy, 'connect ETIMEDOUT 10.0.0.1:443', 'connect ETIMEDOUT 10.0.0.1:443'],
    [
      'no e-mail address when told so',
      { ...policy, emails: false },
      'to ada@example.com',
      'to ada@example.com',
    ],
    [
      'no telephone number when told so',
      { ...policy, phoneNumbers: false },
      'to +44 20 7946 0958',
      'to +44 20 7946 0958',
    ],
    [
      'no card number when told so',
      { ...policy, cardNumbers: false },
      'with 4111111111111111',
      'with 4111111111111111',
    ],
  ])('follows the policy: %s', (_name, own, line, expected) => {
    expect(redactText(line, own).text).toBe(expected);
  });

  it('is done after one pass, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(...corpus.map(({ line }) => line), ...mustSurvive),
      fc.string(),
      fc.constantFrom('"', '\\', '{', '}', '=', ': ', ', ', '\n', '[hidden]'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const once = redactText(pieces.join(''), policy).text;
        expect(redactText(once, policy).text).toBe(once);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['quotes', '"'],
    ['escaped quotes', '\\"'],
    ['an open field', '"password":"'],
    ['an open escaped field', '\\"token\\":'],
    ['header names', 'Authorization: '],
    ['map names', '{cookie=, '],
    ['digits', '4111 '],
    ['at signs', 'a@'],
    ['dots', 'a.'],
    ['key openings', '-----BEGIN PRIVATE KEY-----'],
    ['token openings', 'xoxb-'],
    ['JWT openings', 'eyJ'],
    ['colons', '::1:'],
    ['URLs', 'https://a:'],
    ['percent signs', '%40%'],
    ['equals signs', 'secret='],
  ])('stays linear on %s', (_name, unit) => {
    expectLinear(200_000, (size) => {
      redactText(unit.repeat(Math.ceil(size / unit.length)), { ...policy, ipAddresses: true });
    });
  });
});

describe('redactData', () => {
  it('walks all of it, hides by the name of a field, leaves ids alone, and counts a text once', () => {
    const id = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
    const data = {
      requestId: id,
      atMs: 5,
      headers: { authorization: 'whatever it is', accept: '*/*' },
      lines: ['password=tin-lantern-19', 'password=tin-lantern-19'],
      variables: { 'authorizer.claims.token': 'abc', status: '504', 'identity.user': '-' },
      none: null,
    };
    expect(redactData(data, policy)).toEqual({
      data: {
        requestId: id,
        atMs: 5,
        headers: { authorization: '[hidden]', accept: '*/*' },
        lines: ['password=[hidden]', 'password=[hidden]'],
        variables: { 'authorizer.claims.token': '[hidden]', status: '504', 'identity.user': '-' },
        none: null,
      },
      hidden: 3,
    });
  });

  it('does not trust a field for ids that holds something else', () => {
    expect(redactData({ requestId: 'Bearer abc123def456' }, policy)).toEqual({
      data: { requestId: 'Bearer [hidden]' },
      hidden: 1,
    });
  });
});
