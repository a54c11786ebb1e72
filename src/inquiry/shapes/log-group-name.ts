/** A log group's name out of what Insights and ARNs write: `123456789012:name`, `arn:aws:logs:…:log-group:name:*`. */
export function logGroupName(text: string): string {
  return text
    .trim()
    .replace(/^arn:[\w-]{1,20}:logs:[\w-]{1,40}:\d{12}:log-group:/, '')
    .replace(/^\d{12}:/, '')
    .replace(/:\*$/, '');
}
