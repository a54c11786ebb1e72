/** Every action_id that a button, select or overflow of ours carries. Listeners match these and nothing else. */
export const actionIds = {
  runAgain: 'gw504_run_again',
  /** Ends a search that is under way. */
  stop: 'gw504_stop',
  widen: 'gw504_widen',
  showEvidence: 'gw504_show_evidence',
  showQueries: 'gw504_show_queries',
  /** The overflow menu of the root message; its options are {@link moreChoices}. */
  more: 'gw504_more',
  /** Full answer for one of several requests. */
  showDetails: 'gw504_show_details',
  /** Select of a checklist step to mark done; option value: {@link stepValue}. */
  markStep: 'gw504_mark_step',
  /** Select of a checklist step whose mark is taken back. */
  unmarkStep: 'gw504_unmark_step',
  feedback: 'gw504_feedback',
  muteAlarm: 'gw504_mute_alarm',
  unmuteAlarm: 'gw504_unmute_alarm',
  lookAgain: 'gw504_look_again',
  /** One of the requests worth a look; the option's value is its id, to be read like any id that a person typed. */
  pickRequest: 'gw504_pick_request',
  homeAsk: 'gw504_home_ask',
  homeRefresh: 'gw504_home_refresh',
  homeAlarms: 'gw504_home_alarms',
  /** Feedback as test cases, to the administrator who asks. */
  homeFeedback: 'gw504_home_feedback',
} as const;

/** Callback ids of forms, and of the two shortcuts exactly as manifest.yml names them. */
export const callbackIds = {
  explainMessage: 'gw504_explain_message',
  openForm: 'gw504_open_form',
  askForm: 'gw504_ask_form',
  feedbackForm: 'gw504_feedback_form',
} as const;

/** Options of the overflow menu, at most five. */
export const moreChoices = ['others', 'integration', 'phase', 'share', 'delete'] as const;
type MoreChoice = (typeof moreChoices)[number];

/** block_id of each input of the form; Slack shows an error beside the input that it names. */
export const askFields = {
  id: 'gw504_ask_id',
  account: 'gw504_ask_account',
  region: 'gw504_ask_region',
  api: 'gw504_ask_api',
  stage: 'gw504_ask_stage',
  around: 'gw504_ask_around',
  window: 'gw504_ask_window',
} as const;
export type AskField = keyof typeof askFields;

export const feedbackFields = { cause: 'gw504_feedback_cause', reason: 'gw504_feedback_reason' } as const;

/** action_id of the one element in each input block of a form. */
export const inputAction = 'value';

/** What a button says of where it stands. Untrusted when it comes back: whoever clicks is authorised again. */
export interface ButtonTarget {
  answerId: string;
  /** Index in the answer's findings. */
  finding: number;
}

export function buttonValue({ answerId, finding }: ButtonTarget): string {
  return `${answerId}/${finding}`;
}

/** Undefined for anything that no button of ours carries. */
export function readButtonValue(value: string | undefined): ButtonTarget | undefined {
  const match = /^([\w-]{1,60})\/(\d{1,3})$/.exec(value ?? '');
  return match?.[1] && match[2] ? { answerId: match[1], finding: Number(match[2]) } : undefined;
}

export function moreValue(choice: MoreChoice, target: ButtonTarget): string {
  return `${choice}/${buttonValue(target)}`;
}

export function readMoreValue(
  value: string | undefined,
): { choice: MoreChoice; target: ButtonTarget } | undefined {
  const [first = '', ...rest] = (value ?? '').split('/');
  const choice = moreChoices.find((known) => known === first);
  const target = readButtonValue(rest.join('/'));
  return choice && target ? { choice, target } : undefined;
}

/** `step`: 1 to 15. */
export function stepValue(step: number, target: ButtonTarget): string {
  return `${step}/${buttonValue(target)}`;
}

export function readStepValue(value: string | undefined): { step: number; target: ButtonTarget } | undefined {
  const [first = '', ...rest] = (value ?? '').split('/');
  const step = /^(?:[1-9]|1[0-5])$/.test(first) ? Number(first) : undefined;
  const target = readButtonValue(rest.join('/'));
  return step !== undefined && target ? { step, target } : undefined;
}

/** Value of the two feedback buttons. */
export function feedbackValue(vote: 'right' | 'wrong', target: ButtonTarget): string {
  return `${vote}/${buttonValue(target)}`;
}

export function readFeedbackValue(
  value: string | undefined,
): { vote: 'right' | 'wrong'; target: ButtonTarget } | undefined {
  const [first, ...rest] = (value ?? '').split('/');
  const target = readButtonValue(rest.join('/'));
  return (first === 'right' || first === 'wrong') && target ? { vote: first, target } : undefined;
}
