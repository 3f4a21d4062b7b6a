import { suggester } from '../did-you-mean.ts';
import { replaceSpan } from '../edits/style.ts';
import type { Model, PluginView } from '../model.ts';
import { catalogue } from '../schema/catalogue.ts';
import { otherTypes } from '../schema/other-types.ts';
import { hostLocalFix, nestIPAM, ownerOfIPAM, swapWithNext } from './chain-fixes.ts';
import { bringsResult, panics } from './chain-order.ts';
import type { Finding, Rule } from './rule.ts';

const placeOf = (plugin: PluginView) => plugin.type?.value ?? { offset: plugin.node.offset, length: 1 };

/** Whether something in the list stands before a plugin that could not be read, as the `...` of a sample. */
function isUnreadBefore({ parsed, pluginsMember }: Model, { node }: PluginView): boolean {
  const from = pluginsMember?.value?.offset ?? node.offset;
  return parsed.problems.some(({ kind, offset }) => kind === 'syntax' && offset > from && offset < node.offset);
}

const chainedFirst: Rule = {
  id: 'R053',
  name: 'chained-plugin-first',
  severity: 'error',
  *check(model): Iterable<Finding> {
    const [first] = model.plugins;
    const chained = first?.described?.traits?.chained;
    if (first === undefined || first.index !== 0 || chained === undefined || model.sideLoaded) return;
    if (panics(first)) return; // R054
    if (bringsResult(first) || isUnreadBefore(model, first)) return;
    yield {
      span: placeOf(first),
      message: `${first.typeName} works on the result of the plugin before it, and there is none: it fails with "${chained}"`,
      fixes: () => swapWithNext(model),
    };
  },
};

const ipamRequired: Rule = {
  id: 'R071',
  name: 'ipam-required',
  severity: 'error',
  scope: 'plugin',
  *check(model) {
    for (const plugin of model.plugins) {
      const traits = plugin.described?.traits;
      if (traits?.ipam !== 'required' || plugin.ipam?.typeName) continue;
      if (traits.ipamFromChain && (plugin.index > 0 || bringsResult(plugin))) continue;
      if (model.sideLoaded && traits.ipamFromChain) continue;
      const { member } = plugin.ipam ?? {};
      yield {
        span: member?.keyNode ?? placeOf(plugin),
        message: `${plugin.typeName} needs addresses from an IPAM plugin, and "ipam" ${member === undefined ? 'is missing' : 'has no "type"'}: ADD fails with "${IPAM_WORDS.get(plugin.typeName ?? '') ?? 'no plugin name provided'}"`,
        fixes: () => (member === undefined ? [hostLocalFix(model, plugin, true)] : []),
      };
    }
  },
};

const IPAM_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    dummy: 'dummy interface requires an IPAM configuration',
    vlan: 'failed to execute IPAM delegate: no plugin name provided',
  }),
);

const isReferenceIPAM = (type: string | undefined): boolean => type === 'host-local' || type === 'static';

const ipamAsMain: Rule = {
  id: 'R072',
  name: 'ipam-plugin-as-main',
  severity: 'error',
  *check(model) {
    for (const plugin of model.plugins) {
      const { typeName, ipam } = plugin;
      if (catalogue.ipam.has(typeName ?? '') && plugin.described === undefined) {
        const message = `${typeName} assigns addresses for another plugin: it goes into "ipam" of that one, not into the chain`;
        const owner = ownerOfIPAM(model);
        const related = owner === undefined ? [] : [{ span: placeOf(owner), message: 'This has no "ipam" yet' }];
        // Run by itself it looks for its settings in "ipam", and works where it finds some.
        const fails = ipam === undefined;
        const says =
          fails && isReferenceIPAM(typeName) ? `. By itself it fails with "IPAM config missing 'ipam' key"` : '';
        yield {
          span: placeOf(plugin),
          ...(fails ? {} : { severity: 'warning' as const }),
          message: message + says,
          related,
          fixes: () => nestIPAM(model, plugin),
        };
      }
      if (
        ipam?.type?.value !== undefined &&
        ipam.described === undefined &&
        catalogue.plugins.has(ipam.typeName ?? '')
      ) {
        const message = `${ipam.typeName} is no IPAM plugin: "ipam" takes host-local, static, dhcp or the like`;
        yield { span: ipam.type.value, message };
      }
    }
  },
};

const nearPlugin = suggester([...catalogue.plugins.keys()]);
const nearIPAM = suggester([...catalogue.ipam.keys()]);

const unknownType: Rule = {
  id: 'R075',
  name: 'unknown-plugin-type',
  severity: 'warning',
  scope: 'plugin',
  *check(model) {
    for (const { type, typeName, described, ipam } of model.plugins) {
      if (described === undefined && !catalogue.ipam.has(typeName ?? ''))
        yield* misspelt(typeName, type?.value, nearPlugin);
      if (ipam !== undefined && ipam.described === undefined)
        yield* misspelt(ipam.typeName, ipam.type?.value, nearIPAM);
    }
  },
};

/** A type nobody knows is no mistake by itself; one that is a letter or two from a known one probably is. */
function* misspelt(
  name: string | undefined,
  span: Finding['span'] | undefined,
  nearest: (name: string) => string | undefined,
): Generator<Finding> {
  if (name === undefined || span === undefined || name.length < 5 || otherTypes.has(name.toLowerCase())) return;
  const near = nearest(name);
  if (near === undefined || near.length < 5) return;
  const changes = [replaceSpan(span, JSON.stringify(near))];
  yield {
    span,
    message: `There is no well-known plugin "${name}"; did you mean "${near}"?`,
    fixes: () => [{ title: `Change to "${near}"`, preferred: true, changes }],
  };
}

export const chainRules: readonly Rule[] = [chainedFirst, ipamRequired, ipamAsMain, unknownType];
