import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { schemaAt } from '../schema/schema-match.ts';
import { exactMember, foldedMember, members, textOf } from '../../document/members.ts';
import { mayCheck } from '../list/check-failures.ts';
import { changeTo, ofType } from '../../edits/simple-fixes.ts';
import { checkFailsWith, failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';

/** Settings of an interface or its neighbors: all of them are numbers, except one of IPv6. */
const ofInterface = /^net\/ipv[46]\/(?:conf|neigh)\/.+\/(?!stable_secret$)\w+$/;

/** Other settings that are a single number and common in configurations. */
const numbers: ReadonlySet<string> = new Set([
  'net/core/somaxconn',
  ...(
    'ip_forward ip_nonlocal_bind ip_default_ttl ip_unprivileged_port_start tcp_fin_timeout tcp_keepalive_intvl ' +
    'tcp_keepalive_probes tcp_keepalive_time tcp_max_syn_backlog tcp_syncookies tcp_tw_reuse'
  )
    .split(' ')
    .map((name) => `net/ipv4/${name}`),
]);

const checkError = 'Tuning configured value of … is …, current value is …';

const isNumber = (path: string): boolean => numbers.has(path) || ofInterface.test(path);

const sysctlValue: Rule = {
  id: 'R119',
  name: 'tuning-sysctl-value-string',
  severity: 'error',
  schema: [schemaAt('tuning/sysctl/*')],
  *check(model): Iterable<Finding> {
    for (const plugin of ofType(model, 'tuning')) {
      const object = foldedMember(plugin.node, 'sysctl')?.value;
      for (const { key, value } of members(object)) {
        // Go decodes null in a map of strings as an empty string.
        const text = value?.type === 'null' ? '' : textOf(value);
        if (value === undefined || text === undefined) {
          continue;
        }
        // The last one counts (R009).
        if (exactMember(object, key)?.value !== value) {
          continue;
        }
        if (/^-?\d+(?:\s+-?\d+)+$/.test(text)) {
          const shown = text.replaceAll(/\s+/g, '\t');
          if (shown === text || !mayCheck(model)) {
            continue;
          }
          yield {
            span: value,
            message: sentences(
              l10n.t('The kernel separates several numbers with tabs, and CHECK compares the exact text.'),
              checkFailsWith('tuning', checkError),
            ),
            fixes: () => [changeTo(value, shown)],
          };
        }
        if (!isNumber(key.replaceAll('.', '/'))) {
          continue;
        }
        if (/^(?:0|-?[1-9]\d*)$/.test(text)) {
          continue;
        }
        // The kernel reads another notation as the same number, but CHECK compares the exact text.
        const isRead = /^\s*(?:-?(?:0x[\da-f]+|\d+)\s*)?$/i.test(text);
        if (isRead && !mayCheck(model)) {
          continue;
        }
        const message = isRead
          ? sentences(
              l10n.t('"{0}" must be an integer in decimal digits, as CHECK compares the exact text.', key),
              checkFailsWith('tuning', checkError),
            )
          : sentences(
              l10n.t('"{0}" must be an integer.', key),
              failsWith('tuning', 'write /proc/sys/net/…: invalid argument'),
            );
        yield { span: value, message };
      }
    }
  },
};

/** Rules about sysctl values that are strings, but that the kernel or CHECK rejects. */
export const sysctlValueRules: readonly Rule[] = [sysctlValue];
