/** What the work comes to, or undefined after so long, ms; the work goes on. Rejects as the work does. */
export function within<Value>(ms: number, work: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
