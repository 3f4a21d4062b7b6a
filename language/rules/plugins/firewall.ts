import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { schemaAt, valueKeywords } from '../schema/schema-match.ts';
import { byteLength } from '../../document/byte-length.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import { ofType, removal, changeTo } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import { noFindings, type Finding, type Rule } from '../rule.ts';

const backend: Rule = {
  id: 'R117',
  name: 'firewall-backend-unknown',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const { node } of ofType(model, 'firewall')) {
      const member = foldedMember(node, 'backend');
      const text = textOf(member?.value);
      if (member?.value === undefined || !text || text === 'iptables' || text === 'firewalld') {
        continue;
      }
      const { value } = member;
      yield {
        span: value,
        message: l10n.t(
          'firewall has no backend "{0}". It uses firewalld if that is running, and iptables otherwise.',
          text,
        ),
        fixes: () => [removal(node, [member]), changeTo(value, 'iptables', false), changeTo(value, 'firewalld', false)],
      };
    }
  },
};

/** The maximum length of a chain name in bytes (iptables, XT_EXTENSION_MAXNAMELEN). */
const longestChain = 28;
/** Chains of the table filter that the kernel or firewall uses itself: a jump to one of them is a loop. */
const usedChains: ReadonlySet<string> = new Set(['INPUT', 'FORWARD', 'OUTPUT', 'CNI-FORWARD']);
/** Targets of rules other than chains; their case counts. */
const targets: ReadonlySet<string> = new Set(
  'ACCEPT DROP QUEUE RETURN LOG REJECT MARK CONNMARK NFLOG NFQUEUE NOTRACK SNAT DNAT MASQUERADE REDIRECT'.split(' '),
);

/** Why iptables rejects a name for the administrator's chain, and its error. Verified with iptables 1.8.9. */
function chainProblem(name: string): { problem: string; error: string } | undefined {
  const length = byteLength(name);
  if (length > longestChain) {
    const problem = l10n.t('The chain name is too long ({0} bytes; iptables allows {1}).', length, longestChain);
    return { problem, error: 'chain name … too long (must be under 29 chars)' };
  }
  if (/\s/.test(name)) {
    return { problem: l10n.t('The chain name contains whitespace.'), error: 'Invalid chain name' };
  }
  if (/^[-!]/.test(name)) {
    return { problem: l10n.t('The chain name starts with "{0}".', name.slice(0, 1)), error: 'Bad argument' };
  }
  if (targets.has(name)) {
    const problem = l10n.t('"{0}" is a target of iptables, not a valid chain name.', name);
    return { problem, error: 'chain name may not clash with target name' };
  }
  if (usedChains.has(name)) {
    return {
      problem: l10n.t('"{0}" already leads to this chain, so a jump to it would be a loop.', name),
      error: 'RULE_INSERT failed',
    };
  }
  return undefined;
}

const adminChain: Rule = {
  id: 'R191',
  name: 'firewall-admin-chain',
  severity: 'error',
  *check(model) {
    for (const { node } of ofType(model, 'firewall')) {
      if (textOf(foldedMember(node, 'backend')?.value) === 'firewalld') {
        continue;
      }
      const member = foldedMember(node, 'iptablesAdminChainName');
      const name = textOf(member?.value);
      const found = name === undefined ? undefined : chainProblem(name);
      if (member?.value === undefined || found === undefined) {
        continue;
      }
      yield {
        span: member.value,
        message: sentences(found.problem, failsWith('firewall', found.error)),
        fixes: () => [removal(node, [member])],
      };
    }
  },
};

const ingressPolicy: Rule = {
  id: 'R117b',
  name: 'firewall-ingress-policy',
  severity: 'error',
  schema: [
    schemaAt('firewall/ingressPolicy', (value) => `unknown ingress policy: ${JSON.stringify(value)}`, valueKeywords),
  ],
  check: noFindings,
};

export const firewallRules: readonly Rule[] = [ingressPolicy, backend, adminChain];
