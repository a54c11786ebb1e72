import type { UiAction, UiSend, UiShortcut, UiViewSubmit } from '../../slack/ui-protocol.ts';
import { isJson, type Json } from './read-json.ts';

/** What the page may tell the stand-in, by address. */
export interface Posts {
  '/ui/send': UiSend;
  '/ui/action': UiAction;
  '/ui/view-submit': UiViewSubmit;
  '/ui/view-close': { user: string; viewId: string };
  '/ui/shortcut': UiShortcut;
  '/ui/home': { user: string };
}

/** The answer's object, empty where there is none. Throws where the stand-in refused, with its own words. */
export async function postJson<Path extends keyof Posts>(path: Path, body: Posts[Path]): Promise<Json> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  const said = jsonIn(text);
  if (answer.ok) return said;
  throw new Error(typeof said.error === 'string' ? said.error : `${path} answered ${answer.status}`);
}

function jsonIn(text: string): Json {
  try {
    const said: unknown = JSON.parse(text);
    return isJson(said) ? said : {};
  } catch {
    return {};
  }
}
