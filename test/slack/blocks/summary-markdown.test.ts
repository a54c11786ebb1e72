import { describe, expect, it } from 'vitest';
import { summaryMarkdown, summaryMessage } from '../../../src/slack/blocks/summary-markdown.ts';
import { bareFinding, ctx, lateAnswer, lateFinding } from './samples.ts';

describe('summaryMarkdown', () => {
  it('tells the whole answer', () => {
    expect(summaryMarkdown(lateAnswer, ctx)).toMatchSnapshot();
  });

  it('turns nothing of a log into markup', () => {
    const hostile = '# heading <script>alert(1)</script> [x](http://evil.example) @everyone `code` | cell';
    const finding = {
      ...lateFinding,
      report: {
        ...lateFinding.report,
        request: { ...lateFinding.report.request, path: hostile },
        verdict: { ...lateFinding.report.verdict, summary: hostile },
      },
    };
    const [, summary] = summaryMarkdown({ findings: [finding], notes: [] }, ctx).split('\n\n');
    expect(summary).toBe(
      '\\# heading &lt;script\\>alert\\(1\\)&lt;/script\\> \\[x\\]\\(http:\u2060//evil.example\\) @\u2060everyone \\`code\\` \\| cell',
    );
    expect(summaryMarkdown({ findings: [finding], notes: [] }, ctx)).toContain(
      '`POST # heading <script>alert(1)',
    );
  });

  it('counts what it leaves out', () => {
    const findings = Array.from({ length: 12 }, () => bareFinding);
    expect(summaryMarkdown({ findings, notes: [] }, ctx)).toContain(
      '2 more requests are not in this summary.',
    );
  });
});

describe('summaryMessage', () => {
  it('says whether it holds all of it', () => {
    expect(summaryMessage(lateAnswer, ctx).isComplete).toBe(true);
    const long = summaryMessage({ findings: Array.from({ length: 10 }, () => lateFinding), notes: [] }, ctx);
    expect(long.isComplete).toBe(false);
    expect(JSON.stringify(long.blocks.at(-1))).toContain(
      'This is only the beginning; the file holds all of it.',
    );
  });
});
