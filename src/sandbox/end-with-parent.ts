/**
 * Loaded before the bot's own code (`node --import`), so that a sandbox that was killed leaves no bot behind. The bot
 * knows nothing of it.
 */
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 1_000).unref();
