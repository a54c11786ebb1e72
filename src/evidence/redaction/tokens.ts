import { type Detector, hideMatches } from './detector.ts';

/** Tokens that their vendors made recognisable. Each begins at a boundary and has a fixed opening, so none is slow. */
const vendors: readonly string[] = [
  'xox[a-z](?:\\.xox[a-z])?-[A-Za-z0-9-]{8,400}', // Slack
  'xapp-\\d-[A-Za-z0-9-]{8,300}',
  'gh[oprsu]_[A-Za-z0-9]{20,255}', // GitHub
  'github_pat_[A-Za-z0-9_]{20,255}',
  'gl(?:pat|ptt|dt|rt|soat|cbt|agent|ft)-[A-Za-z0-9_.-]{16,200}', // GitLab
  'sk-(?:ant-|proj-|svcacct-|or-)?[A-Za-z0-9_-]{20,300}', // model providers
  '(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,200}', // Stripe
  'whsec_[A-Za-z0-9+/=]{16,100}',
  'AIza[A-Za-z0-9_-]{30,40}', // Google
  'ya29\\.[A-Za-z0-9_-]{20,400}',
  'GOCSPX-[A-Za-z0-9_-]{20,60}',
  'npm_[A-Za-z0-9]{30,60}',
  'pypi-[A-Za-z0-9_-]{40,400}',
  'dop_v1_[a-f0-9]{40,80}', // DigitalOcean
  'hf_[A-Za-z0-9]{30,60}',
  'SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{30,60}', // SendGrid
  'key-[0-9a-f]{32}', // Mailgun
  'SK[0-9a-f]{32}', // Twilio
  'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}',
  'lin_api_[A-Za-z0-9]{32,60}',
  'dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,60}',
  'ATATT3[A-Za-z0-9_=-]{30,300}', // Atlassian
  'hv[sbr]\\.[A-Za-z0-9_-]{20,300}', // Vault
  'dapi[0-9a-f]{32}',
  'NRAK-[A-Z0-9]{20,40}',
  'sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{20,60}',
  'PMAK-[a-f0-9]{24}-[a-f0-9]{34}',
  '\\d{8,10}:AA[A-Za-z0-9_-]{30,40}', // Telegram
  'dp\\.(?:pt|st|sa|ct)\\.[A-Za-z0-9_.-]{30,80}', // Doppler
  '[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{40,100}', // Terraform Cloud
  'glsa_[A-Za-z0-9]{30,60}(?:_[a-f0-9]{8})?', // Grafana
  'glc_[A-Za-z0-9+/=]{30,300}',
  'xkeysib-[a-f0-9]{40,100}(?:-[A-Za-z0-9]{10,30})?',
  'AGE-SECRET-KEY-1[A-Z0-9]{50,70}',
  'amzn\\.mws\\.[a-f0-9-]{36}',
  'EAA[A-Za-z0-9]{60,400}', // Meta
  'rubygems_[a-f0-9]{40,60}',
  'sntrys_[A-Za-z0-9+/=_-]{40,300}',
  'pul-[a-f0-9]{40}',
  'ops_eyJ[A-Za-z0-9_=-]{40,2000}',
];
const vendor = new RegExp(`(?<![A-Za-z0-9_])(?:${vendors.join('|')})`, 'g');
const scheme = /\b(?:Bearer|Basic|Digest|ApiKey|Negotiate|Token)[ ]+(?<secret>[A-Za-z0-9._~+/=-]{8,8000})/gi;
const jwt = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,8000}(?:\.[A-Za-z0-9_-]{0,16000}){0,4}/g;

/** Bearer and Basic credentials, JWTs (cut ones too), and tokens with a vendor's mark. */
export const hideTokens: Detector = (text, _policy, count) => {
  const schemes = hideMatches(text, scheme, count, (value) => /\d|=|[a-z][A-Z]|[A-Z]{2}[a-z]/.test(value));
  const jwts = schemes.includes('eyJ') ? hideMatches(schemes, jwt, count) : schemes;
  return hideMatches(jwts, vendor, count);
};
