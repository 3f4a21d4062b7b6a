import * as l10n from '@vscode/l10n';
import type { Definition } from '../../carriers/embedded.ts';
import { poolsIn, type AddressPool } from '../../carriers/address-pools.ts';
import type { SourceLocation } from '../../directory/location.ts';
import { foldedMember, exactMember, textOf } from '../../document/members.ts';
import { parse } from '../../document/parse.ts';
import type { Span } from '../../document/span.ts';
import { spanInCarrier } from '../../carriers/position-map.ts';
import { carrierRule, type CarrierRule, type CarriersAround } from './carrier-rule.ts';
import type { Finding, Fix } from '../rule.ts';

/** Returns the fix that writes a mapping as text. */
function textFixes(asText: Definition['asText']): readonly Fix[] {
  const { done, isExact } = asText?.() ?? { done: undefined, isExact: false };
  return done === undefined || 'refused' in done
    ? []
    : [
        {
          title: l10n.t('Write the mapping as JSON text'),
          preferred: true,
          certain: isExact ? 'content' : undefined,
          changes: done.changes,
        },
      ];
}

/** What is wrong with a configuration that is not text. */
const notText: Readonly<Partial<Record<Definition['config'], () => string>>> = {
  mapping: () =>
    l10n.t(
      'The value of "spec.config" is a YAML mapping, and the API server rejects it with "must be of type string". Write the JSON as text after "config: |".',
    ),
  broken: () =>
    l10n.t(
      'A quote inside the text of "spec.config" ends it, so the file is not valid YAML. Write the JSON as text after "config: |".',
    ),
  notIndented: () =>
    l10n.t(
      'The lines after "config" are not indented more than it, so they are not part of its text and the file is not valid YAML. Indent them with spaces.',
    ),
  value: () =>
    l10n.t(
      'The value of "spec.config" is not text, and the API server rejects it with "must be of type string". Write the JSON as text after "config: |".',
    ),
};

const mapping = carrierRule(
  { id: 'R192', name: 'definition-config-mapping', severity: 'error' },
  function* ({ definitions }): Iterable<Finding> {
    for (const { config, span, asText } of definitions) {
      const message = notText[config]?.();
      if (message === undefined) {
        continue;
      }
      yield {
        span: { offset: span.offset, length: Math.min(span.length, 1) },
        message,
        fixes: () => textFixes(asText),
      };
    }
  },
);

const missing = carrierRule(
  { id: 'R193', name: 'definition-without-config', severity: 'information' },
  function* ({ definitions }): Iterable<Finding> {
    for (const { config, span, name } of definitions) {
      if (config !== 'missing' && config !== 'empty') {
        continue;
      }
      const message =
        name === undefined
          ? l10n.t(
              'The definition has no configuration. On each node, Multus searches its configuration directory for a network with the name of the definition.',
            )
          : l10n.t(
              'The definition has no configuration. On each node, Multus searches its configuration directory for a network named "{0}".',
              name,
            );
      yield { span, message };
    }
  },
);

type Pool = Pick<AddressPool, 'network' | 'name' | 'namespace'>;

/** Whether two pools belong to different definitions. */
const isOther = (one: Pool, two: Pool): boolean => one.name !== two.name || one.namespace !== two.namespace;

const directoryOf = (uri: string): string => uri.slice(0, uri.lastIndexOf('/') + 1);

/** Where a name is used: in this file, or at a location. */
interface Place {
  readonly span: Span;
  readonly location?: SourceLocation;
}

/**
 * Returns where another file uses the name of a network. Definitions with the same name in other directories are copies
 * for other clusters.
 */
function placeElsewhere(pool: Pool, { uri, others }: CarriersAround): Place | undefined {
  for (const { pools } of others()) {
    for (const { location, ...other } of pools) {
      const isNear = directoryOf(location.uri) === directoryOf(uri);
      if (other.network === pool.network && (isNear ? isOther(other, pool) : other.name !== pool.name)) {
        return { span: location.span, location };
      }
    }
  }
  return undefined;
}

const sharesName = carrierRule(
  { id: 'R194', name: 'shared-network-name', severity: 'warning' },
  function* (contents, around): Iterable<Finding> {
    const first = new Map<string, AddressPool>();
    for (const pool of poolsIn(contents)) {
      const { network, span } = pool;
      const before = first.get(network);
      first.set(network, before ?? pool);
      const here = before !== undefined && isOther(before, pool) ? { span: before.span } : undefined;
      const place = before === undefined ? placeElsewhere(pool, around) : here;
      if (place === undefined) {
        continue;
      }
      const message = l10n.t(
        'Two definitions use the network name "{0}", so host-local reserves the addresses of both in one directory. Give each network its own name.',
        network,
      );
      const related = [{ ...place, message: l10n.t('"{0}" is also used here.', network) }];
      yield { span, message, related };
    }
  },
);

/** Plugins that need a device from a device plugin. */
const needsDevice: ReadonlySet<string> = new Set(['sriov', 'ib-sriov', 'accelerated-bridge']);
const namesDevicePlugin = /"(?:sriov|ib-sriov|accelerated-bridge)"|\\u/;
const deviceKeys = ['deviceID', 'pciBusID', 'runtimeConfig'] as const;

const resourceName = carrierRule(
  { id: 'R195', name: 'definition-without-resource', severity: 'warning' },
  function* ({ definitions }): Iterable<Finding> {
    for (const { embedded, resourceName: resource } of definitions) {
      if (embedded === undefined || resource !== undefined || !namesDevicePlugin.test(embedded.text)) {
        continue;
      }
      const { root } = parse(embedded.text);
      const plugins = exactMember(root, 'plugins')?.value?.children ?? (root === undefined ? [] : [root]);
      for (const plugin of plugins) {
        if (plugin.type !== 'object') {
          continue;
        }
        const type = foldedMember(plugin, 'type')?.value;
        const text = textOf(type);
        if (type === undefined || text === undefined || !needsDevice.has(text)) {
          continue;
        }
        if (deviceKeys.some((key) => foldedMember(plugin, key) !== undefined)) {
          continue;
        }
        const message = l10n.t(
          '{0} gets its device from Multus, but the definition has no annotation "k8s.v1.cni.cncf.io/resourceName". Add it with the resource name of your device plugin.',
          text,
        );
        yield { span: spanInCarrier(embedded.map, type), message };
      }
    }
  },
);

/** Rules about NetworkAttachmentDefinitions. */
export const definitionRules: readonly CarrierRule[] = [mapping, missing, sharesName, resourceName];
