import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';

// What the judge's tests use of vitest, and no more: a test that asks for anything else fails the first run plainly.

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

export const expect = Object.assign((value) => {
  setState({ assertionCalls: 0 }, expect);
  return chai.expect(value);
}, chai.expect);
Object.defineProperties(expect, Object.getOwnPropertyDescriptors(globalThis[ASYMMETRIC_MATCHERS_OBJECT]));
globalThis[GLOBAL_EXPECT] = expect;

let file = '';
let around = [];
let tests = [];

/** Every test that importing these files describes, in order. `load` imports one. */
export async function collect(files, load) {
  tests = [];
  for (file of files) await load(file);
  return tests;
}

chai.expect.extend(expect, {
  toMatchFileSnapshot: (text, path) => ({
    pass: readFileSync(resolve(dirname(file), path), 'utf8') === text,
    message: () => `${path} says otherwise.`,
  }),
});

const each = (add) => (table) => (title, run) => {
  for (const [index, row] of table.entries())
    add(`${title} #${index}`, () => run(...(Array.isArray(row) ? row : [row])));
};

export function it(title, test) {
  const own = file;
  const name = [own, ...around, title].join(' › ');
  const run = () => {
    file = own;
    return test();
  };
  tests.push({ id: String(tests.length), name, run, file });
}
it.each = each(it);

export function describe(title, run) {
  around = [...around, title];
  run();
  around = around.slice(0, -1);
}
describe.each = each(describe);
