import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { schemaAt } from '../schema/schema-match.ts';
import { foldedMember, members } from '../../document/members.ts';
import type { PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { changeTo, insertion, ofType, removal } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';

/** A number of bits that is not negative; the schema reports anything else. */
function bits({ node }: PluginView, key: string): { node: Node; value: number; key: Node } | undefined {
  const member = foldedMember(node, key);
  const value: unknown = member?.value?.value;
  if (member?.value === undefined || typeof value !== 'number' || value < 0) {
    return undefined;
  }
  return { node: member.value, value, key: member.keyNode };
}

/** Bits of a full Ethernet frame. */
const frameSize = 1500 * 8;
const mostBurst = 34_359_738_359;

/** A bucket of a tenth of a second, but at least ten frames. */
const suggestedBurst = (rate: number): number => Math.min(Math.max(Math.round(rate / 10), frameSize * 10), mostBurst);

const pair: Rule = {
  id: 'R114',
  name: 'bandwidth-pair',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const plugin of ofType(model, 'bandwidth')) {
      for (const way of ['ingress', 'egress']) {
        const [rate, burst] = [bits(plugin, `${way}Rate`), bits(plugin, `${way}Burst`)];
        const [isRate, isBurst] = [(rate?.value ?? 0) > 0, (burst?.value ?? 0) > 0];
        if (
          rate !== undefined &&
          isRate &&
          !isBurst &&
          foldedMember(plugin.node, `${way}Burst`)?.value?.type !== 'string'
        ) {
          const value = suggestedBurst(rate.value);
          yield {
            span: rate.key,
            message: sentences(
              l10n.t('"{0}" needs "{1}".', `${way}Rate`, `${way}Burst`),
              failsWith('bandwidth', 'if rate is set, burst must also be set'),
            ),
            fixes: () => [
              burst === undefined
                ? insertion(model, plugin.node, `${way}Burst`, String(value), `${way}Rate`)
                : changeTo(burst.node, value),
            ],
          };
        } else if (
          burst !== undefined &&
          isBurst &&
          !isRate &&
          foldedMember(plugin.node, `${way}Rate`)?.value?.type !== 'string'
        ) {
          yield {
            span: burst.key,
            message: sentences(
              l10n.t('"{0}" needs "{1}".', `${way}Burst`, `${way}Rate`),
              failsWith('bandwidth', 'if burst is set, rate must also be set'),
            ),
            fixes: () => [
              rate === undefined
                ? insertion(model, plugin.node, `${way}Rate`, '1000000', `${way}Burst`)
                : changeTo(rate.node, 1_000_000),
            ],
          };
        }
      }
    }
  },
};

const tooLarge = (): string => 'burst cannot be more than 4GB';

const limits: Rule = {
  id: 'R115',
  name: 'bandwidth-burst-limits',
  severity: 'error',
  schema: [
    schemaAt('bandwidth/ingressBurst', tooLarge, ['maximum']),
    schemaAt('bandwidth/egressBurst', tooLarge, ['maximum']),
  ],
  *check(model) {
    for (const plugin of ofType(model, 'bandwidth')) {
      for (const key of ['ingressRate', 'egressRate', 'ingressBurst', 'egressBurst']) {
        const found = bits(plugin, key);
        if (found === undefined || found.value === 0) {
          continue;
        }
        if (found.value < 8) {
          yield {
            span: found.node,
            message: sentences(
              l10n.t('"{0}" is in bits, and {1} bits are less than a byte.', key, found.value),
              failsWith('bandwidth', 'create qdisc: invalid argument'),
            ),
          };
        } else if (key.endsWith('Burst') && found.value < frameSize) {
          yield {
            span: found.node,
            severity: 'warning',
            message: l10n.t(
              '"{0}" is in bits, and {1} bits are less than a frame of 1500 bytes ({2} bits). Larger packets are dropped.',
              key,
              found.value,
              frameSize,
            ),
            fixes: () => [changeTo(found.node, frameSize * 10)],
          };
        }
      }
    }
  },
};

const removedKeys: Rule = {
  id: 'R116',
  name: 'bandwidth-removed-key',
  severity: 'warning',
  *check(model) {
    for (const { node } of ofType(model, 'bandwidth')) {
      for (const member of members(node)) {
        if (!/^(?:un)?shapedSubnets$/i.test(member.key)) {
          continue;
        }
        yield {
          span: member.keyNode,
          message: l10n.t(
            'Only reference plugins 1.5.0 and 1.5.1 read "{0}". Since 1.6.0, all traffic is shaped.',
            member.key,
          ),
          unnecessary: true,
          fixes: () => [removal(node, [member])],
        };
      }
    }
  },
};

export const bandwidthRules: readonly Rule[] = [pair, limits, removedKeys];
