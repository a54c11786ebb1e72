import { gatewayLogs, statedRule } from './stated-rule.ts';

/** The TLS handshake failed; the connection itself was made. */
export const tlsFailure = statedRule('tls-failure', gatewayLogs);
