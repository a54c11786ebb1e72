import { parse } from 'yaml';
import { z } from 'zod';

const manifestSchema = z.object({
  display_information: z.object({ name: z.string().max(35) }),
  features: z.object({
    app_home: z
      .object({ home_tab_enabled: z.boolean(), messages_tab_enabled: z.boolean().default(false) })
      .optional(),
    bot_user: z.object({ display_name: z.string().max(80) }),
    slash_commands: z
      .array(
        z.object({
          command: z.string().startsWith('/').max(32),
          description: z.string(),
          usage_hint: z.string().default(''),
          should_escape: z.boolean().default(false),
        }),
      )
      .default([]),
    shortcuts: z
      .array(
        z.object({
          name: z.string().max(24),
          type: z.enum(['message', 'global']),
          callback_id: z.string().max(255),
          description: z.string().max(150),
        }),
      )
      .max(10)
      .default([]),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
    interactivity: z.object({ is_enabled: z.boolean() }).optional(),
  }),
});

/** What the app declares about itself: it has no other scope, command, shortcut or event than these. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Reads manifest.yml (or manifest.json: YAML holds JSON). Throws with every fault of it. */
export function readManifest(text: string): Manifest {
  return manifestSchema.parse(parse(text));
}
