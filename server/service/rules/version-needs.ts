import { parsePrefixed } from '../addresses.ts';
import { USUAL_VERSION } from '../edits/wrap.ts';
import { foldedMember, textOf } from '../members.ts';
import { perModel, type Model } from '../model.ts';
import type { Node } from '../parse.ts';
import { compareVersions, effectiveVersion } from '../spec-version.ts';
import type { Finding, Fix, Rule } from './rule.ts';
import { typePlace } from './simple-fixes.ts';
import { insertFix, refusal, replaceFix } from './version-fixes.ts';

/** A finding whose cure is another version. */
function aboutVersion(model: Model, finding: Finding, version: string): Finding {
  const value = model.cniVersion?.value;
  const { root } = model;
  const fixes = (): readonly Fix[] => {
    if (value !== undefined) return [replaceFix(value, version, true)];
    return root === undefined ? [] : [insertFix(model, root, version)];
  };
  const related = value === undefined ? {} : { related: [{ span: value, message: 'The version is set here' }] };
  return { ...finding, ...related, fixes };
}

/** The plugins that a version is too old for. */
function* belowMinimum(model: Model, version: string): Generator<Finding> {
  for (const { name, traits, span } of typesWith(model, 'minVersion')) {
    const minimum = traits.minVersion;
    if (minimum === undefined || compareVersions(version, minimum) >= 0) continue;
    const message = `${name} needs cniVersion ${minimum} or higher, and this is ${version}: it says "${refusal(version)}"`;
    yield aboutVersion(model, { span, message }, minimum);
  }
}

/** Plugins that hand back a result without addresses where nobody assigns one; `loopback` has its own. */
const LAYER_2: ReadonlySet<string> = new Set(['bridge', 'macvlan', 'tap', 'host-device']);

/** Plugins whose result a version before 0.3.0 cannot hold: it has no interfaces, and must have an address. */
function* withoutAddress(model: Model, version: string): Generator<Finding> {
  if (compareVersions(version, '0.3.0') >= 0) return;
  for (const plugin of model.plugins) {
    const { typeName = '', ipam } = plugin;
    if (!LAYER_2.has(typeName) || ipam?.typeName || foldedMember(plugin.node, 'ipam')?.value?.type === 'string')
      continue;
    const message = `${typeName} without IPAM hands back no address, and a result of version ${version} must have one: ADD fails with "cannot convert: no valid IP addresses"`;
    yield aboutVersion(model, { span: typePlace(plugin), message }, USUAL_VERSION);
  }
}

const textIn = (node: Node | undefined, key: string): string | undefined => textOf(foldedMember(node, key)?.value);

/** The ranges of which each gives an address: one per set of host-local, one per address of static. */
function addressSources(ipam: Node, type: string | undefined): (string | undefined)[] {
  const elements = (key: string): readonly Node[] => {
    const value = foldedMember(ipam, key)?.value;
    return value?.type === 'array' ? (value.children ?? []) : [];
  };
  if (type === 'static') return elements('addresses').map((node) => textIn(node, 'address'));
  if (type !== 'host-local') return [];
  return [textIn(ipam, 'subnet'), ...elements('ranges').map((set) => textIn(set.children?.[0], 'subnet'))];
}

function* severalAddresses(model: Model, version: string): Generator<Finding> {
  if (compareVersions(version, '0.3.0') >= 0) return;
  for (const { ipam } of model.plugins) {
    if (ipam?.type?.value === undefined) continue;
    const families = addressSources(ipam.node, ipam.typeName).map(
      (source) => parsePrefixed(source ?? '')?.address.bits,
    );
    const isDouble = [32, 128].some((family) => families.filter((one) => one === family).length > 1);
    if (!isDouble) continue;
    const says = `CNI version ${version} does not support more than 1 address per family`;
    yield aboutVersion(
      model,
      { span: ipam.type.value, message: `${ipam.typeName} fails with "${says}"` },
      USUAL_VERSION,
    );
  }
}

interface Needs {
  readonly minimum: readonly Finding[];
  readonly address: readonly Finding[];
  readonly family: readonly Finding[];
}

const NO_NEEDS: Needs = { minimum: [], address: [], family: [] };

const needs = perModel((model): Needs => {
  const version = effectiveVersion(model);
  // The version of a side-loaded plugin is that of the list.
  if (version === undefined || model.root === undefined || model.sideLoaded) return NO_NEEDS;
  const minimum = [...belowMinimum(model, version)];
  return {
    minimum,
    address: [...withoutAddress(model, version)],
    family: [...severalAddresses(model, version)],
  };
});

/** The findings that a newer version would cure. */
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

/** The types of plugins and IPAM plugins of which a limit is known, each with the place where it is written. */
function typesWith(model: Model, limit: 'minVersion' | 'maxVersion') {
  return model.plugins
    .flatMap((plugin) => (plugin.ipam === undefined ? [plugin] : [plugin, plugin.ipam]))
    .flatMap(({ typeName: name, described, type }) => {
      const [traits, span] = [described?.traits, type?.value];
      return traits?.[limit] === undefined || span === undefined ? [] : [{ name, traits, span }];
    });
}

const pluginMaximum: Rule = {
  id: 'R046',
  name: 'plugin-max-version',
  severity: 'error',
  *check(model) {
    const version = effectiveVersion(model);
    if (version === undefined || model.root === undefined || model.sideLoaded) return;
    for (const { name, traits, span } of typesWith(model, 'maxVersion')) {
      const maximum = traits.maxVersion;
      if (maximum === undefined || compareVersions(version, maximum) <= 0) continue;
      const message = `${name} knows versions up to ${maximum}, and this is ${version}: it says "${refusal(version)}"`;
      const finding = aboutVersion(model, { span, message }, maximum);
      // With cniVersions another place may set the version; there is no one change then.
      yield model.cniVersions === undefined ? finding : { ...finding, fixes: () => [] };
    }
  },
};

export const versionNeedRules: readonly Rule[] = [pluginMinimum, pluginMaximum, layer2, perFamily];
