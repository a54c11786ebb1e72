import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { ChannelConfig, Config } from '../config-schema.ts';
import type { Alarm } from '../inquiry/alarms/alarm.ts';
import type { AlarmSubject } from '../inquiry/alarms/alarm-subject.ts';
import type { Inquiry } from '../inquiry/inquiry.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Progress } from '../progress.ts';
import type { Answer } from '../report/report.ts';
import type { WindowAnswer } from '../report/window.ts';
import type { Templates } from '../templates.ts';

/** What a diagnosis hands back. This room shows `answer` and only stores the rest, unread, to be judged again later. */
export interface Diagnosis {
  answer: Answer;
  evidences: unknown[];
  notes: unknown[];
}

/** One live look. `channel` narrows it to what may be asked about there. */
export type Diagnose = (
  inquiry: Inquiry,
  options: {
    signal: AbortSignal;
    onProgress: (progress: Progress) => void;
    channel: ChannelConfig;
  },
) => Promise<Diagnosis>;

/** The verdict on pasted text alone. */
export type Explain = (text: string, options: { nowMs: number }) => Diagnosis | Promise<Diagnosis>;

/** Every 5xx of a window, for "others like this". Times epoch ms. */
export type AnalyseWindow = (
  question: { scope: Inquiry['scope']; fromMs: number; toMs: number; askedBy: string },
  options: { signal: AbortSignal; channel: ChannelConfig },
) => Promise<WindowAnswer>;

/** Counts decisions: no ids, no content. */
export type Observe = (line: { decision: string; entry: string; why?: string }) => void;

/** What an alarm watches: from its message, the configuration or AWS. */
export type FindAlarm = (
  alarm: Alarm,
  options: { signal: AbortSignal; channel: ChannelConfig; askedBy: string },
) => Promise<AlarmSubject>;

/** What else must work, for App Home: access to AWS. `detail` says what is wrong and what to do. */
export type CheckHealth = () => Promise<{ name: string; isHealthy: boolean; detail: string }[]>;

/** One finding of the doctor, in words; everything of it is shown as it stands. */
export interface Examined {
  subject: string;
  /** `problem`: diagnoses fail or miss evidence. `advice`: they could see more. `unknown`: could not be looked at. */
  status: 'ok' | 'advice' | 'problem' | 'unknown';
  says: string;
  fix?: string;
  /** Ready to paste. */
  commands?: string[];
  paste?: string;
}

/** What `gw504 doctor` says, for administrators in App Home. May take half a minute. */
export type Examine = () => Promise<Examined[]>;

/** Stored votes to test cases, a folder each; what of them makes none is counted. */
export type ExportFeedback = (votes: readonly unknown[]) => {
  cases: { folder: string; files: { name: string; text: string }[] }[];
  right: number;
  wrong: number;
  unreadable: number;
};

/** What nobody should keep, taken out of a person's own words. */
export type Redact = (text: string) => string;

/** Everything that listeners and job handlers are given. */
export interface Bot {
  config: Config;
  jobs: Jobs;
  diagnose: Diagnose;
  explain: Explain;
  analyseWindow?: AnalyseWindow | undefined;
  findAlarm?: FindAlarm | undefined;
  checkHealth?: CheckHealth | undefined;
  examine?: Examine | undefined;
  exportFeedback?: ExportFeedback | undefined;
  redact: Redact;
  templates: Templates;
  logger: Logger;
  /** Epoch ms. */
  now: () => number;
  /** Tries again by itself. For all that may be said twice. */
  client: WebClient;
  /** Tries nothing again: for new messages (a lost response must not post twice) and for progress (the next edit says more). */
  poster: WebClient;
  /** For looking people and places up: what is refused for its pace waits without holding up anything else. */
  looker: WebClient;
  /** The workspace that may ask, and who we are in it. */
  self: { teamId: string; userId: string; botId: string; enterpriseId?: string | undefined };
  /** A sentence of templates/messages/slack: `say('denials:guest', { … })`. */
  say: (name: string, values?: Record<string, unknown>) => string;
  hasWords: (name: string) => boolean;
  isConnected: () => boolean;
  /** Slack's Web API answers nothing at the moment; what is to be posted waits. */
  isSlackAway: () => boolean;
  /** Told of each decision, for counting. */
  observe?: Observe | undefined;
}
