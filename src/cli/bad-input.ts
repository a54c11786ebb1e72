/** What the person typed or configured cannot be used; the message is the one sentence that they see. Exit code 2. */
export class BadInput extends Error {
  override name = 'BadInput';
}
