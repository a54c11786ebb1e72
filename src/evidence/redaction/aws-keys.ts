import { type Detector, hideMatches } from './detector.ts';

const keyId = /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g;
const secretShape = /(?<![A-Za-z0-9/+=])(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/g;
/** STS session tokens, by the openings that they have in fact. */
const sessionToken =
  /(?<![A-Za-z0-9/+])(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoDYXdz)[A-Za-z0-9/+=%]{16,4000}/g;
const signedHeader = /\b(?:Credential|Signature)=(?<secret>[A-Za-z0-9/+=_-]{8,400})/g;
const near = /(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}|secret.?(?:access)?.?key/i;

/** AWS access keys, secrets of 40 characters in a text that speaks of keys, session tokens, and signatures. */
export const hideAwsKeys: Detector = (text, _policy, count) => {
  const hasKey = near.test(text);
  const signed = hideMatches(text, signedHeader, count);
  const secrets = hasKey
    ? hideMatches(signed, secretShape, count, (value) => /[a-z]/.test(value) && /[A-Z]/.test(value))
    : signed;
  return hideMatches(hideMatches(secrets, keyId, count), sessionToken, count);
};
