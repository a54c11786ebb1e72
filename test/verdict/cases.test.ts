import { describe, expect, it } from 'vitest';
import type { RequestFacts } from '../../src/evidence/evidence.ts';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { type Case, readCases } from './read-cases.ts';

const cases = readCases();
type Expected = Case['expect'][number];

describe.each(cases)('$name: $about', ({ evidences, expect: expected }) => {
  it('has an evidence for each request that is expected', () => {
    expect(evidences.map(({ request }) => request.id)).toEqual(
      expected.length === 1 && expected[0]?.request === undefined
        ? [expect.any(String)]
        : expect.arrayContaining(expected.map(({ request }) => request)),
    );
  });

  it.each(expected)('$cause, $phase, $confidence', (item) => {
    const evidence =
      item.request === undefined
        ? evidences[0]
        : evidences.find(({ request }) => request.id === item.request);
    if (evidence === undefined) throw new Error(`No evidence of ${item.request}.`);
    expect({ ...tell(decideVerdict(evidence), item), ...tellRequest(evidence.request, item) }).toEqual(
      withoutRequest(item),
    );
  });
});

/** What is known of the request, as far as it was asked. */
function tellRequest({ status, apiId, traceId, stage, method, path }: RequestFacts, asked: Expected) {
  const known = Object.entries({ status, apiId, traceId, stage, method, path });
  return Object.fromEntries(known.filter(([name]) => name in asked));
}

/** What the verdict says, in the terms of the expectation: lists that need not be complete are cut to what was asked. */
function tell(verdict: Verdict, asked: Expected) {
  const among = (all: readonly string[], wanted: readonly string[] | undefined) =>
    wanted?.filter((each) => all.includes(each));
  const gaps = verdict.notChecked.map(({ source }) => source);
  const said = {
    cause: verdict.cause,
    phase: verdict.phase,
    confidence: verdict.confidence,
    completedAfterTimeout: verdict.completion.answer,
    quote:
      asked.quote === undefined
        ? undefined
        : verdict.because.some(({ quote }) => quote?.includes(asked.quote ?? ''))
          ? asked.quote
          : verdict.because.map(({ quote }) => quote),
    facts: among(
      verdict.because.map(({ fact }) => fact),
      asked.facts,
    ),
    retry: asked.retry === undefined ? undefined : verdict.retry,
    ledger: asked.ledger === undefined ? undefined : verdict.ledger.segments.map(({ segment }) => segment),
    lengthMs: asked.lengthMs === undefined ? undefined : verdict.ledger.lengthMs,
    notChecked: among(gaps, asked.notChecked),
    notMissed: asked.notMissed?.filter((each) => !gaps.some((gap) => gap === each)),
    ruledOut: among(
      verdict.ruledOut.map(({ cause }) => cause),
      asked.ruledOut,
    ),
    notRuledOut: asked.notRuledOut?.filter((each) => !verdict.ruledOut.some(({ cause }) => cause === each)),
    alsoMatched: among(verdict.alsoMatched, asked.alsoMatched),
    gatewayMs: asked.gatewayMs === undefined ? undefined : verdict.budget.gatewayMs,
    budget: among(
      verdict.budget.findings.map(({ finding }) => finding),
      asked.budget,
    ),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

const withoutRequest = ({ request: _request, ...rest }: Expected) => rest;
