import { parseAddress } from '../addresses.ts';
import { foldedMember, textOf } from '../members.ts';
import { ofType, removal } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

const TABLES: Readonly<Record<number, string>> = { 253: 'default', 254: 'main', 255: 'local' };

/** What runtimes call the first interface of a container. */
const USUAL_INTERFACE = 'eth0';

const vrf: Rule = {
  id: 'R123',
  name: 'vrf-name',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const { node } of ofType(model, 'vrf')) {
      const name = foldedMember(node, 'vrfname')?.value;
      if (name !== undefined && textOf(name) === '') {
        const message = '"vrfname" is empty: vrf fails with "configuration is expected to have a valid vrf name"';
        yield { span: name, message };
      }
      if (name !== undefined && textOf(name) === USUAL_INTERFACE) {
        const message = `Runtimes call the interface of a container ${USUAL_INTERFACE}, and a VRF of the same name cannot be: vrf then fails with "Netlink ${USUAL_INTERFACE} is not a VRF"`;
        yield { span: name, severity: 'warning', message };
      }
      const table = foldedMember(node, 'table');
      const called = TABLES[Number(table?.value?.value)];
      if (table?.value === undefined || called === undefined) continue;
      yield {
        span: table.value,
        severity: 'warning',
        message: `Table ${Number(table.value.value)} is the kernel's table "${called}", which holds the routes of everything that is in no VRF`,
        fixes: () => [removal(node, [table])],
      };
    }
  },
};

/** `gateways` and `addSourceHints` come after plugins 1.9.1, which pass them over; so nothing here is an error. */
const sbr: Rule = {
  id: 'R124',
  name: 'sbr-options',
  severity: 'warning',
  *check(model) {
    for (const { node } of ofType(model, 'sbr')) {
      const families = new Set<number>();
      const entries = foldedMember(node, 'gateways')?.value?.children ?? [];
      for (const entry of entries.length > 2 ? [] : entries) {
        const text = textOf(entry);
        if (text === undefined) continue;
        const address = parseAddress(text);
        if (address === undefined) {
          yield { span: entry, message: `sbr will fail with "invalid static gateway IP address: ${text}"` };
        } else if (families.has(address.bits)) {
          const family = address.bits === 32 ? 'IPv4' : 'IPv6';
          yield { span: entry, message: `sbr will take one gateway of a family, and this is the second of ${family}` };
        } else families.add(address.bits);
      }
      const table = foldedMember(node, 'table')?.value;
      if (table?.type !== 'number') continue;
      for (const key of ['gateways', 'addSourceHints']) {
        const member = foldedMember(node, key);
        if (member === undefined) continue;
        yield {
          span: member.keyNode,
          severity: 'information',
          unnecessary: true,
          message: `With "table" sbr only adds rules, and takes no notice of "${key}"`,
          fixes: () => [removal(node, [member])],
        };
      }
    }
  },
};

export const vrfAndSbrRules: readonly Rule[] = [vrf, sbr];
