import type { AlarmRule } from '../../config-schema.ts';
import type { Alarm } from '../../inquiry/alarms/alarm.ts';
import { nameFits } from '../../inquiry/alarms/name-fits.ts';

/** The configuration's word on an alarm, by its name: the first rule that fits, and that is of the same region if told. */
export function configuredAlarm({ name, region }: Alarm, rules: readonly AlarmRule[]): AlarmRule | undefined {
  return rules.find(
    (rule) =>
      nameFits(rule.name, name) &&
      (rule.region === undefined || region === undefined || rule.region === region),
  );
}
