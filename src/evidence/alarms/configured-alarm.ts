import type { AlarmRule } from '../../config-schema.ts';
import type { Alarm } from '../../inquiry/alarms/alarm.ts';

/** The configuration's word on an alarm, by its name: the first rule that fits, and that is of the same region if told. */
export function configuredAlarm({ name, region }: Alarm, rules: readonly AlarmRule[]): AlarmRule | undefined {
  return rules.find(
    (rule) =>
      fits(rule.name, name) && (rule.region === undefined || region === undefined || rule.region === region),
  );
}

/** `*` stands for anything; all else for itself. Walks once, so that no pattern takes long. */
function fits(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at === -1 || at + part.length > name.length - last.length) return false;
    from = at + part.length;
  }
  return true;
}
