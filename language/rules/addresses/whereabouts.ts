import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { unreadAmong } from '../../workspace/host-facts.ts';
import { knownDirectoryOf } from '../../directory/configuration-directories.ts';
import { ownOf } from '../../directory/neighbor.ts';
import { formatPrefixed } from '../../document/addresses.ts';
import { isReference } from '../../document/ipam-ranges.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import { changeTo, elementRemoval, insertion, removal } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';
import { insteadOfRange, keyFixes } from './ipam-keys.ts';
import { hasAddresses, isAllExcluded, noAddressError, whereaboutsRanges } from './whereabouts-ranges.ts';

/** A plugin with whereabouts as its IPAM plugin. */
interface Use {
  readonly plugin: PluginView;
  readonly ipam: NonNullable<PluginView['ipam']>;
}

const usesIn = ({ plugins }: Model): readonly Use[] =>
  plugins.flatMap((plugin) => (plugin.ipam?.typeName === 'whereabouts' ? [{ plugin, ipam: plugin.ipam }] : []));

const configurationPath = ({ node }: Use['ipam']): string =>
  textOf(foldedMember(node, 'configuration_path')?.value) ?? '';

/** Whether each node gets a part of the range, whose pool the nodes' operator creates. */
const isSliced = ({ node }: Use['ipam']): boolean => Boolean(foldedMember(node, 'node_slice_size')?.value?.value);

const noRange: Rule = {
  id: 'R197',
  name: 'whereabouts-no-range',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const { plugin, ipam } of usesIn(model)) {
      if (hasAddresses(ipam.node) || ipam.type?.value === undefined) {
        continue;
      }
      const foreign = insteadOfRange(ipam);
      const error = failsWith(plugin.typeName, 'IPAM plugin returned missing IP config');
      // The file that "configuration_path" names can have the range, and not every plugin needs an address.
      const isSure = isReference(plugin) && (configurationPath(ipam) === '' || foreign !== undefined);
      const problem =
        foreign === undefined
          ? l10n.t('whereabouts has no "range", so it assigns no address.')
          : l10n.t('whereabouts does not read "{0}" and has no "range", so it assigns no address.', foreign.member.key);
      yield {
        span: foreign?.member.keyNode ?? ipam.type.value,
        severity: isSure ? undefined : 'warning',
        message: isSure ? sentences(problem, error) : problem,
        fixes: () => (foreign === undefined ? [] : keyFixes(ipam, foreign)),
      };
    }
  },
};

const noAddress: Rule = {
  id: 'R199',
  name: 'whereabouts-no-address',
  severity: 'error',
  *check(model) {
    for (const { plugin, ipam } of usesIn(model)) {
      for (const range of isSliced(ipam) ? [] : whereaboutsRanges(plugin)) {
        const list = foldedMember(range.owner, 'exclude');
        if (range.usable === undefined) {
          const prefix = range.network.address.bits === 32 ? 30 : 126;
          yield {
            span: range.node,
            message: sentences(
              l10n.t(
                'whereabouts assigns neither the first nor the last address of a network, so "{0}" needs a prefix length of at most {1}.',
                range.text,
                prefix,
              ),
              failsWith('whereabouts', noAddressError(range)),
            ),
          };
        } else if (list !== undefined && isAllExcluded(range)) {
          yield {
            span: list.keyNode,
            message: sentences(
              l10n.t('"exclude" leaves no address of "{0}".', range.text),
              failsWith('whereabouts', noAddressError(range)),
            ),
            related: [{ span: range.node, message: l10n.t('This is the range.') }],
            fixes: () => [removal(range.owner, [list])],
          };
        }
      }
    }
  },
};

const unreadableExclude: Rule = {
  id: 'R200',
  name: 'whereabouts-exclude',
  severity: 'error',
  *check(model) {
    for (const { plugin, ipam } of usesIn(model)) {
      for (const { excluded, usable } of isSliced(ipam) ? [] : whereaboutsRanges(plugin)) {
        for (const { node, text, network } of usable === undefined ? [] : excluded) {
          if (network !== undefined) {
            continue;
          }
          const error = `error at storage engine: could not parse exclude range, err: "invalid CIDR address: ${text}"`;
          yield {
            span: node,
            message: sentences(
              l10n.t('An entry of "exclude" must be a CIDR or an IP address.'),
              failsWith('whereabouts', error),
            ),
            fixes: () => elementRemoval(node, l10n.t('Remove the entry')),
          };
        }
      }
    }
  },
};

const sameNetwork: Rule = {
  id: 'R201',
  name: 'whereabouts-same-network',
  severity: 'error',
  *check(model) {
    for (const { plugin, ipam } of usesIn(model)) {
      const pools = new Map<string, Finding['span']>();
      for (const { owner, node, network } of isSliced(ipam) ? [] : whereaboutsRanges(plugin)) {
        const pool = formatPrefixed(network);
        const before = pools.get(pool);
        pools.set(pool, before ?? node);
        if (before === undefined) {
          continue;
        }
        const problem = l10n.t(
          'An earlier range has the same network {0} and shares its pool, so the pod gets the same address twice.',
          pool,
        );
        const fails = isReference(plugin);
        yield {
          span: node,
          severity: fails ? undefined : 'warning',
          message: fails
            ? sentences(problem, failsWith(plugin.typeName, 'failed to add IP addr … file exists'))
            : problem,
          related: [{ span: before, message: l10n.t('This is the earlier range.') }],
          fixes: () => elementRemoval(owner, l10n.t('Remove the range')),
        };
      }
    }
  },
};

/** Where whereabouts looks for its own configuration (pkg/config, GetFlatIPAM). */
const usualFiles = ['/etc/kubernetes/cni/net.d', '/etc/cni/net.d', '/host/etc/cni/net.d'].map(
  (directory) => `${directory}/whereabouts.d/whereabouts.conf`,
);

/** Returns the distribution in whose directory a document is, and that directory. */
function distributionOf(model: Model): { readonly name: string; readonly directory: string } | undefined {
  const found = knownDirectoryOf(ownOf(model).directory);
  return found?.distribution === undefined ? undefined : { name: found.distribution, directory: found.directory };
}

const configurationMissing: Rule = {
  id: 'R202',
  name: 'whereabouts-configuration-path',
  severity: 'warning',
  *check(model, { hostFacts }) {
    const known = hostFacts?.files ?? {};
    const exists = (path: string): boolean | undefined => (path in known ? known[path] !== null : undefined);
    for (const { ipam } of usesIn(model)) {
      const distribution = distributionOf(model);
      const member = foldedMember(ipam.node, 'configuration_path');
      const own = configurationPath(ipam);
      const places = own === '' ? usualFiles : [own, ...usualFiles];
      const isAbsent = places.every((place) => exists(place) === false);
      const isHidden = hostFacts !== undefined && unreadAmong(hostFacts, places).length > 0;
      const isExpected = own !== '' || isHidden || places.some(exists);
      if (ipam.type?.value === undefined || (!isAbsent && (distribution === undefined || isExpected))) {
        continue;
      }
      const problem = isAbsent
        ? l10n.t('whereabouts finds no configuration file on {0}.', hostFacts?.host ?? '')
        : l10n.t(
            'whereabouts looks for its configuration file below /etc/cni/net.d, which {0} does not use; set "configuration_path".',
            distribution?.name ?? '',
          );
      const path = `${distribution?.directory ?? '/etc/cni/net.d'}/whereabouts.d/whereabouts.conf`;
      yield {
        span: member?.value ?? ipam.type.value,
        severity: isAbsent ? 'error' : undefined,
        message: sentences(problem, failsWith('whereabouts', 'config file not found')),
        fixes: () => {
          if (distribution === undefined || own === path) {
            return [];
          }
          return member?.value === undefined
            ? [insertion(model, ipam.node, 'configuration_path', JSON.stringify(path), 'type')]
            : [changeTo(member.value, path)];
        },
      };
    }
  },
};

/** Rules about the addresses of whereabouts v0.9.4. */
export const whereaboutsRules: readonly Rule[] = [
  noRange,
  noAddress,
  unreadableExclude,
  sameNetwork,
  configurationMissing,
];
