/** Slack gives three seconds for an acknowledgement; after this long we say that it takes longer, ms. */
export const patienceMs = 2_000;

/** What `work` gives, or undefined where it takes too long; the work goes on. */
export async function speedily<Result>(work: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
