import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OpenRequest, openRequests } from '../../../src/evidence/window/open-requests.ts';
import type { ByteLine } from '../../../src/evidence/window/skim-line.ts';

function lineOf(id: string, text: string, atMs: number): ByteLine {
  const bytes = Buffer.from(`..${id}${text}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const idTo = 2 + Buffer.byteLength(id);
  return { bytes, view, atMs, idFrom: 2, idTo, from: idTo, to: bytes.length };
}

const step = fc.record({
  id: fc.constantFrom('a', 'ab', 'abcd', 'abce', '914bad5e-1840-41e9-83f1-efc9a0398ffc', 'é'.repeat(130)),
  text: fc.constantFrom('', 'x', 'HTTP Method: POST', 'ü', 'y'.repeat(200), 'z'.repeat(900)),
  ends: fc.nat(5).map((one) => one === 0),
});

describe('openRequests', () => {
  it('keeps what a map of lists keeps, in the order of opening, sixteen lines a request', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const open = openRequests(10);
        const model = new Map<string, OpenRequest>();
        for (const [atMs, { id, text, ends }] of steps.entries()) {
          const line = lineOf(id, text, atMs);
          const place = open.find(line);
          expect(place >= 0).toBe(model.has(id));
          if (ends && place >= 0) {
            open.remove(place);
            model.delete(id);
            continue;
          }
          open.append(place < 0 ? open.open(line) : place, line);
          const known = model.get(id) ?? { id, lines: [], firstMs: atMs, lastMs: atMs };
          model.set(id, { ...known, lines: [...known.lines, text].slice(0, 16), lastMs: atMs });
        }
        const kept: OpenRequest[] = [];
        for (let place = open.oldest(); place >= 0; place = open.next(place)) kept.push(open.read(place));
        expect(kept).toStrictEqual([...model.values()]);
        expect(open.size()).toBe(model.size);
      }),
    );
  });
});
