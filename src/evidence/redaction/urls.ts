import { type Detector, hideMatches } from './detector.ts';

const userInfo = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"'<>]{0,100}:(?<secret>[^\s@"'<>]{1,300})@/gi;
const bareUserInfo = /\bhttps?:\/\/(?<secret>[A-Za-z0-9_.~%-]{16,200})@/gi;
const connection =
  /\b(?:Password|Pwd|AccountKey|SharedAccessKey|SharedAccessSignature|AccessKey)[ ]?=[ ]?(?<secret>[^;&\s"',]{2,400})/gi;
const webhooks =
  /\bhttps:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/webhooks|[a-z0-9-]{1,60}\.webhook\.office\.com\/webhookb2|chat\.googleapis\.com\/v1\/spaces|api\.telegram\.org)\/(?<secret>[^\s"'<>\\)]{8,400})/gi;

/** Passwords in URLs and connection strings, and the secret part of webhook addresses. */
export const hideUrlSecrets: Detector = (text, _policy, count) => {
  const plain = text.includes('://')
    ? hideMatches(hideMatches(text, userInfo, count), bareUserInfo, count)
    : text;
  const hooked = plain.includes('https://') ? hideMatches(plain, webhooks, count) : plain;
  return hooked.includes('=') ? hideMatches(hooked, connection, count) : hooked;
};
