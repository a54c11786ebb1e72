import { readCliText } from './cli-text.ts';
import { readClientAnswer } from './client-answer.ts';
import { readClientReport } from './client-report.ts';
import { readConsoleCopy } from './console-copy.ts';
import { readCsv } from './csv.ts';
import { readErrorPage } from './error-page.ts';
import { readEscapedTest } from './escaped-test.ts';
import { readGatewayWords } from './gateway-words.ts';
import { readJsonDocument } from './json-document.ts';
import { readLogLines } from './log-lines.ts';
import { readPackedMessage } from './packed-message.ts';
import type { Shape } from './shape.ts';
import { readTable } from './table.ts';

/** Every shape, the more telling before the more general: the first that knows a line reads its region. */
export const shapes: readonly Shape[] = [
  readJsonDocument,
  readPackedMessage,
  readTable,
  readCliText,
  readCsv,
  readConsoleCopy,
  readEscapedTest,
  readClientReport,
  readClientAnswer,
  readErrorPage,
  readGatewayWords,
  readLogLines,
];
