import type { RedactionPolicy } from './detector.ts';

/** Headers whose values are secrets, lower case. */
export const headerNames: readonly string[] = [
  'authorization',
  'proxy-authorization',
  'authorizationtoken',
  'cookie',
  'set-cookie',
  'x-api-key',
  'api-key',
  'apikey',
  'x-amz-security-token',
  'x-auth-token',
  'x-access-token',
  'x-id-token',
  'x-refresh-token',
  'x-session-token',
  'x-csrf-token',
  'x-xsrf-token',
  'x-amzn-oidc-data',
  'x-amzn-oidc-accesstoken',
  'x-amzn-oidc-identity',
  'x-vault-token',
  'x-gitlab-token',
  'private-token',
  'x-hub-signature',
  'x-hub-signature-256',
  'x-slack-signature',
  'x-goog-api-key',
  'x-functions-key',
  'ocp-apim-subscription-key',
  'x-shopify-access-token',
  'x-forwarded-access-token',
  'cf-access-jwt-assertion',
  'x-client-secret',
  'x-webhook-secret',
];

/** Field names whose values are secrets wherever they stand, squeezed to letters and digits in lower case. */
const fieldNames = new Set(
  (
    'password passwd pwd pass passphrase passcode userpassword currentpassword newpassword oldpassword secret clientsecret ' +
    'secretkey secretaccesskey awssecretaccesskey awssessiontoken token accesstoken idtoken refreshtoken authtoken sessiontoken ' +
    'bearertoken csrftoken securitytoken apitoken devicetoken apikey privatekey signingkey encryptionkey accountkey ' +
    'sharedaccesskey pin pincode cvv cvv2 cvc cvc2 securitycode cardnumber ccnumber creditcard pan ssn socialsecuritynumber ' +
    'nationalid taxid iban otp totp mfacode onetimepassword credentials credential jwt sessionid jsessionid phpsessid connectsid ' +
    'samlresponse assertion clientassertion webhooksecret webhookurl connectionstring'
  ).split(' '),
);
const endings = ['password', 'passphrase', 'secret', 'token', 'apikey', 'privatekey', 'secretkey'];
/** Names that end alike and hold no secret. */
const harmless = new Set([
  'nexttoken',
  'nextpagetoken',
  'pagetoken',
  'paginationtoken',
  'continuationtoken',
  'clientrequesttoken',
]);
const phoneNames = new Set(['phone', 'phonenumber', 'mobile', 'mobilenumber', 'telephone', 'msisdn', 'tel']);

/** Names that are harmless as JSON fields ("code":"ETIMEDOUT") but carry secrets in a URL's query. */
export const queryOnlyNames = new Set([
  'key',
  'code',
  'sig',
  'signature',
  'auth',
  'sid',
  'policy',
  'keypairid',
  'awsaccesskeyid',
  'xamzsignature',
  'xamzcredential',
  'xamzsecuritytoken',
  'xgoogsignature',
  'xgoogcredential',
  'state',
  'session',
]);

const squeeze = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const headers = new Set(headerNames.map(squeeze));
const policies = new WeakMap<readonly string[], Set<string>>();

/** True where a field, header or parameter of this name holds a secret, or something the policy hides. */
export function isSensitiveName(name: string, policy: RedactionPolicy): boolean {
  const squeezed = squeeze(name);
  if (squeezed === '' || harmless.has(squeezed)) return false;
  if (fieldNames.has(squeezed) || headers.has(squeezed)) return true;
  if (policy.phoneNumbers && phoneNames.has(squeezed)) return true;
  if (policy.emails && (squeezed === 'email' || squeezed === 'emailaddress')) return true;
  return endings.some((ending) => squeezed.endsWith(ending)) || ownNames(policy).has(squeezed);
}

/** True where a query or form parameter of this name holds a secret. */
export function isSensitiveParameter(name: string, policy: RedactionPolicy): boolean {
  return queryOnlyNames.has(squeeze(name)) || isSensitiveName(name, policy);
}

function ownNames(policy: RedactionPolicy): Set<string> {
  const known = policies.get(policy.fields);
  if (known !== undefined) return known;
  const made = new Set(policy.fields.map(squeeze));
  policies.set(policy.fields, made);
  return made;
}
