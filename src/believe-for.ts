/** Asks once and believes the answer for `ms`: everybody who comes within that time gets the same one, be it still on its way. */
export function believeFor<Value>(
  ms: number,
  now: () => number,
  look: () => Promise<Value>,
): () => Promise<Value> {
  let kept: { value: Promise<Value>; untilMs: number } | undefined;
  return () => {
    // A clock that was set back makes no answer last longer.
    if (kept && kept.untilMs > now() && kept.untilMs - now() <= ms) return kept.value;
    kept = { value: look(), untilMs: now() + ms };
    return kept.value;
  };
}
