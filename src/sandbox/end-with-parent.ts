import { whenOrphaned } from '../when-orphaned.ts';

/**
 * Loaded before the bot's own code (`node --import`), so that a sandbox that was killed leaves no bot behind. The bot
 * knows nothing of it.
 */
whenOrphaned(1_000, () => process.exit(1));
