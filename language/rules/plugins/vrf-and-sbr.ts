import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { schemaAt, valueKeywords } from '../schema/schema-match.ts';
import { contains, parseAddress, parsePrefixed } from '../../document/addresses.ts';
import { assignedIn, isOn, isReference } from '../../document/ipam-ranges.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import { ofType, removal } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';

const tables: Readonly<Record<number, string>> = { 253: 'default', 254: 'main', 255: 'local' };

/** The usual name of the first interface of a container. */
const usualInterface = 'eth0';

const vrf: Rule = {
  id: 'R123',
  name: 'vrf-name',
  severity: 'error',
  schema: [schemaAt('vrf/vrfname', () => 'configuration is expected to have a valid vrf name', valueKeywords)],
  *check(model): Iterable<Finding> {
    for (const { node } of ofType(model, 'vrf')) {
      const name = foldedMember(node, 'vrfname')?.value;
      if (name !== undefined && textOf(name) === '') {
        const message = sentences(
          l10n.t('"{0}" is empty.', 'vrfname'),
          failsWith('vrf', 'configuration is expected to have a valid vrf name'),
        );
        yield { span: name, message };
      }
      if (name !== undefined && textOf(name) === usualInterface) {
        const message = sentences(
          l10n.t(
            'Runtimes usually name the interface of a container {0}, so a VRF cannot have that name.',
            usualInterface,
          ),
          failsWith('vrf', `Netlink ${usualInterface} is not a VRF`),
        );
        yield { span: name, severity: 'warning', message };
      }
      const table = foldedMember(node, 'table');
      const called = tables[Number(table?.value?.value)];
      if (table?.value === undefined || called === undefined) {
        continue;
      }
      yield {
        span: table.value,
        severity: 'warning',
        message: l10n.t(
          'Table {0} is the "{1}" table of the kernel, with the routes of all interfaces outside VRFs. Use another table.',
          Number(table.value.value),
          called,
        ),
        fixes: () => [removal(node, [table])],
      };
    }
  },
};

const tooManyGateways = 'gateways list cannot contain more than 2 entries (one IPv4, one IPv6)';

const futureFailure = (error: string): string => l10n.t('Versions of sbr after 1.9.1 fail with "{0}".', error);

/** Plugins up to 1.9.1 ignore `gateways` and `addSourceHints`, so nothing here is an error. */
const sbr: Rule = {
  id: 'R124',
  name: 'sbr-options',
  severity: 'warning',
  schema: [{ ...schemaAt('sbr/gateways', () => tooManyGateways, valueKeywords), failure: futureFailure }],
  *check(model) {
    for (const { node } of ofType(model, 'sbr')) {
      const families = new Set<number>();
      const entries = foldedMember(node, 'gateways')?.value?.children ?? [];
      for (const entry of entries.length > 2 ? [] : entries) {
        const text = textOf(entry);
        if (text === undefined) {
          continue;
        }
        const address = parseAddress(text);
        if (address === undefined) {
          yield { span: entry, message: futureFailure(`invalid static gateway IP address: ${text}`) };
        } else if (families.has(address.bits)) {
          const message =
            address.bits === 32
              ? l10n.t(
                  'This is the second IPv4 gateway. Versions of sbr after 1.9.1 accept only one for each IP family.',
                )
              : l10n.t(
                  'This is the second IPv6 gateway. Versions of sbr after 1.9.1 accept only one for each IP family.',
                );
          yield { span: entry, message };
        } else {
          families.add(address.bits);
        }
      }
      const table = foldedMember(node, 'table')?.value;
      if (table?.type !== 'number') {
        continue;
      }
      for (const key of ['gateways', 'addSourceHints']) {
        const member = foldedMember(node, key);
        if (member === undefined) {
          continue;
        }
        yield {
          span: member.keyNode,
          severity: 'information',
          unnecessary: true,
          message: l10n.t('With "table", sbr only adds rules and ignores "{0}".', key),
          fixes: () => [removal(node, [member])],
        };
      }
    }
  },
};

const lostRoute: Rule = {
  id: 'R214',
  name: 'sbr-lost-default-route',
  severity: 'warning',
  *check(model) {
    const isMoving = ofType(model, 'sbr').some(({ node }) => !foldedMember(node, 'table')?.value?.value);
    for (const { plugin, addresses, routes } of isMoving ? assignedIn(model) : []) {
      // bridge adds the gateway itself.
      if (!isReference(plugin) || isOn(plugin, 'isGateway') || isOn(plugin, 'isDefaultGateway')) {
        continue;
      }
      for (const { address, parsed, gateway } of addresses) {
        const bits = parsed?.address.bits;
        const defaults = routes.filter(({ dst }) => {
          const destination = parsePrefixed(dst?.text ?? '');
          return destination?.prefix === 0 && destination.address.bits === bits;
        });
        const usual = addresses.find(
          (other) => other.parsed?.address.bits === bits && other.gateway !== undefined,
        )?.gateway;
        const isCopied = defaults.some(({ gw = usual }) => {
          const via = parseAddress(gw?.text ?? '');
          return via === undefined || (parsed !== undefined && contains(parsed, via));
        });
        if (address === undefined || gateway !== undefined || defaults.length === 0 || isCopied) {
          continue;
        }
        yield {
          span: address.node,
          message: l10n.t(
            'sbr copies a route into the table of an address only if its gateway is in the network of that address. {0} has no "gateway", so traffic from it has no default route.',
            address.text,
          ),
          related: defaults.map(({ node }) => ({ span: node, message: l10n.t('This default route is not copied.') })),
        };
      }
    }
  },
};

export const vrfAndSbrRules: readonly Rule[] = [vrf, sbr, lostRoute];
