import { exactMember, foldedMember, members, textOf } from '../members.ts';
import { mayCheck } from './check-failures.ts';
import { changeTo, ofType } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

/** Settings of an interface or its neighbours: all of them numbers, but for one of IPv6. */
const OF_INTERFACE = /^net\/ipv[46]\/(?:conf|neigh)\/.+\/(?!stable_secret$)\w+$/;

/** Other settings that are one number each, as people put them into configurations. */
const NUMBERS: ReadonlySet<string> = new Set([
  'net/core/somaxconn',
  ...(
    'ip_forward ip_nonlocal_bind ip_default_ttl ip_unprivileged_port_start tcp_fin_timeout tcp_keepalive_intvl ' +
    'tcp_keepalive_probes tcp_keepalive_time tcp_max_syn_backlog tcp_syncookies tcp_tw_reuse'
  )
    .split(' ')
    .map((name) => `net/ipv4/${name}`),
]);

const isNumber = (path: string): boolean => NUMBERS.has(path) || OF_INTERFACE.test(path);

const sysctlValue: Rule = {
  id: 'R119',
  name: 'tuning-sysctl-value-string',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const plugin of ofType(model, 'tuning')) {
      const object = foldedMember(plugin.node, 'sysctl')?.value;
      for (const { key, value } of members(object)) {
        // Of a map of strings null makes an empty one.
        const text = value?.type === 'null' ? '' : textOf(value);
        if (value === undefined || text === undefined) continue;
        if (exactMember(object, key)?.value !== value) continue; // R009: a later one counts
        if (/^-?\d+(?:\s+-?\d+)+$/.test(text)) {
          const shown = text.replaceAll(/\s+/g, '\t');
          if (shown === text || !mayCheck(model)) continue;
          yield {
            span: value,
            message:
              'The kernel shows several numbers with a tab between them, and CHECK compares letter by letter: ' +
              'it fails with "Tuning configured value of … is …, current value is …"',
            fixes: () => [changeTo(value, shown)],
          };
        }
        if (!isNumber(key.replaceAll('.', '/'))) continue;
        if (/^(?:0|-?[1-9]\d*)$/.test(text)) continue;
        // Written in another way it is the same number to the kernel, and CHECK compares letter by letter.
        const isRead = /^\s*(?:-?(?:0x[\da-f]+|\d+)\s*)?$/i.test(text);
        if (isRead && !mayCheck(model)) continue;
        const says = isRead
          ? 'the kernel shows it in its own way, and CHECK fails with "Tuning configured value of … is …, current value is …"'
          : 'tuning fails with "write /proc/sys/net/…: invalid argument"';
        yield { span: value, message: `"${key}" is a whole number, in digits: ${says}` };
      }
    }
  },
};

/** Values of sysctls that are strings, and yet not what the kernel takes. */
export const sysctlValueRules: readonly Rule[] = [sysctlValue];
