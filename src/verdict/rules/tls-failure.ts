import { configurationDetail, statedFailure } from './stated-failure.ts';

/** The TLS handshake failed; the connection itself was made. */
export const tlsFailure = statedFailure('tls-failure', 'tls', (step) =>
  /^(?:PKIX path|General SSLEngine problem|Host name '.*' does not match the certificate)/.test(
    configurationDetail(step),
  ),
);
