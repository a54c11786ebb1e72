import { describe, expect, it } from 'vitest';
import { evidenceMessages } from '../../../src/slack/blocks/evidence-messages.ts';
import { queriesMessages } from '../../../src/slack/blocks/queries-messages.ts';
import { bareFinding, ctx, lateFinding } from './samples.ts';

describe('evidenceMessages', () => {
  it('shows the lines of each source, and which sources had none', () => {
    expect(evidenceMessages(lateFinding, ctx)).toMatchSnapshot();
  });

  it('says that there is none', () => {
    expect(evidenceMessages(bareFinding, ctx)).toMatchSnapshot();
  });

  it('says how many lines it left out', () => {
    const lines = Array.from({ length: 60 }, (_, index) => ({ text: `line ${index} ${'x'.repeat(200)}` }));
    const [section] = lateFinding.evidence;
    const long = { ...lateFinding, evidence: section ? [{ ...section, lines }] : [] };
    const shown = JSON.stringify(evidenceMessages(long, ctx));
    expect(shown).toContain('…44 more lines');
    expect(shown).toContain('line 15 ');
    expect(shown).not.toContain('line 16 ');
  });

  it('makes no link of an address that is not the console', () => {
    const evil = lateFinding.evidence.map((section) => ({
      ...section,
      link: 'https://console.aws.amazon.com.evil.example/',
    }));
    expect(JSON.stringify(evidenceMessages({ ...lateFinding, evidence: evil }, ctx))).not.toContain('evil');
  });
});

describe('queriesMessages', () => {
  it('shows each query as it was run', () => {
    expect(queriesMessages(lateFinding, ctx)).toMatchSnapshot();
  });

  it('says that none was run', () => {
    expect(queriesMessages(bareFinding, ctx)).toMatchSnapshot();
  });

  it('says in words that a query had no filter', () => {
    const { receipt } = lateFinding.report;
    const queries = receipt.queries.slice(0, 1).map((query) => ({ ...query, text: ' ' }));
    const all = { ...lateFinding, report: { ...lateFinding.report, receipt: { ...receipt, queries } } };
    const said = JSON.stringify(queriesMessages(all, ctx));
    expect(said).toContain('every line of that time');
    expect(said).not.toContain('rich_text_preformatted');
  });

  it('spreads long queries over messages and counts what is left', () => {
    const { receipt } = lateFinding.report;
    const [query] = receipt.queries;
    const queries = query
      ? Array.from({ length: 20 }, () => ({ ...query, text: 'fields @message\n'.repeat(200) }))
      : [];
    const long = { ...lateFinding, report: { ...lateFinding.report, receipt: { ...receipt, queries } } };
    const messages = queriesMessages(long, ctx);
    expect(messages.length).toBe(4);
    expect(JSON.stringify(messages.at(-1))).toContain('…8 more queries.');
  });
});
