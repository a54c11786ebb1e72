import type { UiEvent, UiState } from '../../slack/ui-protocol.ts';
import { isJson } from './read-json.ts';

/** First and longest pause before the next try to reach the sandbox again, ms. Ours: a restart takes a second or two. */
const firstPauseMs = 500;
const longestPauseMs = 5000;

export interface Listener {
  /** Everything anew: at the start, and after every gap. */
  onState(ui: UiState): void;
  onEvent(event: UiEvent): void;
  onLost(): void;
}

/**
 * Hears the sandbox for as long as the page lives. The stream opens first and the state is fetched second, and what comes
 * between is held back until the state is there, so that nothing falls into the gap.
 */
export function connect(listener: Listener): void {
  let pauseMs = firstPauseMs;
  const open = () => {
    const source = new EventSource('/ui/events');
    let held: UiEvent[] | undefined = [];
    let isOver = false;
    const again = () => {
      if (isOver) return;
      isOver = true;
      source.close();
      listener.onLost();
      setTimeout(open, pauseMs);
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    };
    source.onerror = again;
    source.onmessage = ({ data }) => {
      const event = eventOf(data);
      if (!event || isOver) return;
      if (held) held.push(event);
      else listener.onEvent(event);
    };
    source.onopen = () => {
      fetchState().then((ui) => {
        if (isOver) return;
        pauseMs = firstPauseMs;
        listener.onState(ui);
        for (const event of held ?? []) listener.onEvent(event);
        held = undefined;
      }, again);
    };
  };
  open();
}

async function fetchState(): Promise<UiState> {
  const answer = await fetch('/ui/state');
  if (!answer.ok) throw new Error(`/ui/state answered ${answer.status}`);
  return answer.json();
}

function eventOf(data: unknown): UiEvent | undefined {
  try {
    const event: UiEvent = JSON.parse(String(data));
    return isJson(event) ? event : undefined;
  } catch {
    return undefined; // a comment or a keep-alive is no event
  }
}
