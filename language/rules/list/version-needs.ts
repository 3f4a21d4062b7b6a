import * as l10n from '@vscode/l10n';
import { parsePrefixed } from '../../document/addresses.ts';
import { usualVersion } from '../../edits/wrap.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import { perModel, type IPAMView, type Model, type PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import type { Span } from '../../document/span.ts';
import { compareVersions, effectiveVersion } from '../../document/spec-version.ts';
import type { PluginTraits } from '../../schema/schema.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { typeSpan } from '../../edits/simple-fixes.ts';
import { insertFix, rejection, replaceFix } from './version-fixes.ts';

/** Returns a finding whose fix is another version. */
function aboutVersion(model: Model, finding: Finding, version: string): Finding {
  const value = model.cniVersion?.value;
  const { root } = model;
  const fixes = (): readonly Fix[] => {
    if (value !== undefined) {
      return [replaceFix(value, version, true)];
    }
    return root === undefined ? [] : [insertFix(model, root, version)];
  };
  const related =
    value === undefined ? {} : { related: [{ span: value, message: l10n.t('The version is set here.') }] };
  return { ...finding, ...related, fixes };
}

/** Yields the plugins that need a newer version. */
function* belowMinimum(model: Model, version: string): Generator<Finding> {
  for (const { name, traits, span } of typesWith(model, 'minVersion')) {
    const minimum = traits.minVersion;
    if (minimum === undefined || compareVersions(version, minimum) >= 0) {
      continue;
    }
    const message = l10n.t('{name} needs cniVersion {minimum} or later. ADD fails with: {error}', {
      name: name ?? '',
      minimum,
      error: rejection(version),
    });
    yield aboutVersion(model, { span, message }, minimum);
  }
}

/** Plugins that return a result without addresses if there is no IPAM; `loopback` adds its own. */
const layer2Types: ReadonlySet<string> = new Set(['bridge', 'macvlan', 'tap', 'host-device']);

/** Yields plugins whose result has no address; versions before 0.3.0 have no interfaces and require an address. */
function* withoutAddress(model: Model, version: string): Generator<Finding> {
  if (compareVersions(version, '0.3.0') >= 0) {
    return;
  }
  for (const plugin of model.plugins) {
    const { typeName = '', ipam } = plugin;
    if (!layer2Types.has(typeName) || ipam?.typeName || foldedMember(plugin.node, 'ipam')?.value?.type === 'string') {
      continue;
    }
    const message = l10n.t(
      '{0} without IPAM returns no address, but a result of version {1} must have one. ADD fails with "cannot convert: no valid IP addresses".',
      typeName,
      version,
    );
    yield aboutVersion(model, { span: typeSpan(plugin), message }, usualVersion);
  }
}

const textIn = (node: Node | undefined, key: string): string | undefined => textOf(foldedMember(node, key)?.value);

/** Returns the ranges that give one address each: one per range set of host-local, one per address of static. */
function addressSources(ipam: Node, type: string | undefined): (string | undefined)[] {
  const elements = (key: string): readonly Node[] => {
    const value = foldedMember(ipam, key)?.value;
    return value?.type === 'array' ? (value.children ?? []) : [];
  };
  if (type === 'static') {
    return elements('addresses').map((node) => textIn(node, 'address'));
  }
  if (type !== 'host-local') {
    return [];
  }
  return [textIn(ipam, 'subnet'), ...elements('ranges').map((set) => textIn(set.children?.[0], 'subnet'))];
}

function* severalAddresses(model: Model, version: string): Generator<Finding> {
  if (compareVersions(version, '0.3.0') >= 0) {
    return;
  }
  for (const { ipam } of model.plugins) {
    if (ipam?.type?.value === undefined) {
      continue;
    }
    const families = addressSources(ipam.node, ipam.typeName).map(
      (source) => parsePrefixed(source ?? '')?.address.bits,
    );
    const isDouble = [32, 128].some((family) => families.filter((one) => one === family).length > 1);
    if (!isDouble) {
      continue;
    }
    const message = l10n.t(
      'Version {version} allows only one IPv4 and one IPv6 address. {type} fails with "CNI version {version} does not support more than 1 address per family".',
      { version, type: ipam.typeName ?? '' },
    );
    yield aboutVersion(model, { span: ipam.type.value, message }, usualVersion);
  }
}

interface Needs {
  readonly minimum: readonly Finding[];
  readonly address: readonly Finding[];
  readonly family: readonly Finding[];
}

const noNeeds: Needs = { minimum: [], address: [], family: [] };

const needs = perModel((model): Needs => {
  const version = effectiveVersion(model);
  // A side-loaded plugin has the version of the list.
  if (version === undefined || model.root === undefined || model.sideLoaded) {
    return noNeeds;
  }
  const minimum = [...belowMinimum(model, version)];
  return {
    minimum,
    address: [...withoutAddress(model, version)],
    family: [...severalAddresses(model, version)],
  };
});

/** Returns the findings that a newer version fixes. */
export function needsNewer(model: Model): readonly Finding[] {
  const { minimum, address, family } = needs(model);
  return [...minimum, ...address, ...family];
}

const pluginMinimum: Rule = {
  id: 'R045',
  name: 'plugin-min-version',
  severity: 'error',
  check: (model) => needs(model).minimum,
};

const layer2: Rule = {
  id: 'R048',
  name: 'l2-needs-0.3.0',
  severity: 'error',
  check: (model) => needs(model).address,
};

const perFamily: Rule = {
  id: 'R049',
  name: 'multi-ip-needs-0.3.0',
  severity: 'error',
  check: (model) => needs(model).family,
};

/** Returns the types of plugins and IPAM plugins with a known limit, each with its span. */
function typesWith(model: Model, limit: 'minVersion' | 'maxVersion') {
  const found: { readonly name: string | undefined; readonly traits: PluginTraits; readonly span: Span }[] = [];
  const add = ({ typeName: name, described, type }: PluginView | IPAMView): void => {
    const traits = described?.traits;
    const span = type?.value;
    if (traits?.[limit] !== undefined && span !== undefined) {
      found.push({ name, traits, span });
    }
  };
  for (const plugin of model.plugins) {
    add(plugin);
    if (plugin.ipam !== undefined) {
      add(plugin.ipam);
    }
  }
  return found;
}

const pluginMaximum: Rule = {
  id: 'R046',
  name: 'plugin-max-version',
  severity: 'error',
  *check(model) {
    const version = effectiveVersion(model);
    if (version === undefined || model.root === undefined || model.sideLoaded) {
      return;
    }
    for (const { name, traits, span } of typesWith(model, 'maxVersion')) {
      const maximum = traits.maxVersion;
      if (maximum === undefined || compareVersions(version, maximum) <= 0) {
        continue;
      }
      const message = l10n.t('{name} supports versions up to {maximum}. ADD fails with: {error}', {
        name: name ?? '',
        maximum,
        error: rejection(version),
      });
      const finding = aboutVersion(model, { span, message }, maximum);
      // With cniVersions another key may set the version, so that no single change fixes it.
      yield model.cniVersions === undefined ? finding : { ...finding, fixes: () => [] };
    }
  },
};

export const versionNeedRules: readonly Rule[] = [pluginMinimum, pluginMaximum, layer2, perFamily];
