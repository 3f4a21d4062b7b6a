import { byteLength } from '../byte-length.ts';
import { foldedMember, textOf } from '../members.ts';
import { ofType, removal, changeTo } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

const backend: Rule = {
  id: 'R117',
  name: 'firewall-backend-unknown',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const { node } of ofType(model, 'firewall')) {
      const member = foldedMember(node, 'backend');
      const text = textOf(member?.value);
      if (member?.value === undefined || !text || text === 'iptables' || text === 'firewalld') continue;
      const { value } = member;
      yield {
        span: value,
        message: `firewall has no backend "${text}", and takes firewalld where it runs, else iptables`,
        fixes: () => [removal(node, [member]), changeTo(value, 'iptables', false), changeTo(value, 'firewalld', false)],
      };
    }
  },
};

/** The most bytes in the name of a chain (iptables, XT_EXTENSION_MAXNAMELEN). */
const LONGEST_CHAIN = 28;
/** Chains of the table filter that the kernel or firewall itself goes through: a jump to one of them makes a circle. */
const TAKEN: ReadonlySet<string> = new Set(['INPUT', 'FORWARD', 'OUTPUT', 'CNI-FORWARD']);
/** What rules jump to without a chain; in capital letters as here. */
const TARGETS: ReadonlySet<string> = new Set(
  'ACCEPT DROP QUEUE RETURN LOG REJECT MARK CONNMARK NFLOG NFQUEUE NOTRACK SNAT DNAT MASQUERADE REDIRECT'.split(' '),
);

/** Why iptables cannot have the administrator's chain under a name, with what it says. Run with 1.8.9. */
function chainComplaint(name: string): string | undefined {
  const length = byteLength(name);
  if (length > LONGEST_CHAIN) return `has ${length} bytes: "chain name … too long (must be under 29 chars)"`;
  if (/\s/.test(name)) return `has white space in it: "Invalid chain name"`;
  if (/^[-!]/.test(name)) return `begins with ${name.slice(0, 1)}: "Bad argument"`;
  if (TARGETS.has(name)) return 'is a target: "chain name may not clash with target name"';
  return TAKEN.has(name) ? 'is a chain that leads here: "RULE_INSERT failed"' : undefined;
}

const adminChain: Rule = {
  id: 'R191',
  name: 'firewall-admin-chain',
  severity: 'error',
  *check(model) {
    for (const { node } of ofType(model, 'firewall')) {
      if (textOf(foldedMember(node, 'backend')?.value) === 'firewalld') continue;
      const member = foldedMember(node, 'iptablesAdminChainName');
      const name = textOf(member?.value);
      const why = name === undefined ? undefined : chainComplaint(name);
      if (member?.value === undefined || why === undefined) continue;
      yield {
        span: member.value,
        message: `No chain can be made of this name; it ${why}, and firewall fails`,
        fixes: () => [removal(node, [member])],
      };
    }
  },
};

export const firewallRules: readonly Rule[] = [backend, adminChain];
