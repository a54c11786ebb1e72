/** A query that does not compile: what AWS answers as MalformedQueryException, with character offsets into the text. */
export class MalformedQuery extends Error {
  override readonly name = 'MalformedQuery';
  readonly startOffset: number;
  /** Of the last character of what is wrong, plus one. */
  readonly endOffset: number;

  constructor(message: string, startOffset: number, endOffset: number) {
    super(message);
    this.startOffset = startOffset;
    this.endOffset = endOffset;
  }
}
