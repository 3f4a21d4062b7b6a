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

export const firewallRules: readonly Rule[] = [backend];
