import { foldedMember, members } from '../members.ts';
import type { PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import { changeTo, insertion, ofType, removal } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

/** A number of bits that is not negative; anything else is told by the schema. */
function bits({ node }: PluginView, key: string): { node: Node; value: number; key: Node } | undefined {
  const member = foldedMember(node, key);
  const value: unknown = member?.value?.value;
  if (member?.value === undefined || typeof value !== 'number' || value < 0) return undefined;
  return { node: member.value, value, key: member.keyNode };
}

/** Bits of a full frame of Ethernet. */
const FRAME = 1500 * 8;
const MOST_BURST = 34_359_738_359;

/** A bucket of a tenth of a second, not less than ten frames. */
const suggestedBurst = (rate: number): number => Math.min(Math.max(Math.round(rate / 10), FRAME * 10), MOST_BURST);

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
            message: `"${way}Rate" needs "${way}Burst": bandwidth fails with "if rate is set, burst must also be set"`,
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
            message: `"${way}Burst" needs "${way}Rate": bandwidth fails with "if burst is set, rate must also be set"`,
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

const limits: Rule = {
  id: 'R115',
  name: 'bandwidth-burst-limits',
  severity: 'error',
  *check(model) {
    for (const plugin of ofType(model, 'bandwidth')) {
      for (const key of ['ingressRate', 'egressRate', 'ingressBurst', 'egressBurst']) {
        const found = bits(plugin, key);
        if (found === undefined || found.value === 0) continue;
        if (found.value < 8) {
          yield {
            span: found.node,
            message: `"${key}" is in bits, and ${found.value} of them are no byte: bandwidth fails with "create qdisc: invalid argument"`,
          };
        } else if (key.endsWith('Burst') && found.value < FRAME) {
          yield {
            span: found.node,
            severity: 'warning',
            message: `"${key}" is in bits: ${found.value} of them are less than a frame of 1500 bytes (${FRAME}), and larger packets are dropped`,
            fixes: () => [changeTo(found.node, FRAME * 10)],
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
        if (!/^(?:un)?shapedSubnets$/i.test(member.key)) continue;
        yield {
          span: member.keyNode,
          message: `Only plugins 1.5.0 and 1.5.1 read "${member.key}": since 1.6.0 all traffic is shaped`,
          unnecessary: true,
          fixes: () => [removal(node, [member])],
        };
      }
    }
  },
};

export const bandwidthRules: readonly Rule[] = [pair, limits, removedKeys];
