import * as l10n from '@vscode/l10n';
import { suggester } from '../../document/did-you-mean.ts';
import { changeTo } from '../../edits/simple-fixes.ts';
import { hasCapability } from '../../document/ipam-ranges.ts';
import { foldedMember } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import { catalog } from '../../schema/catalog.ts';
import { isKnownElsewhere } from '../../schema/other-types.ts';
import { hostLocalFix, nestIPAM, ownerOfIPAM, swapWithNext } from './chain-fixes.ts';
import { hasPreviousResult, panics } from './chain-order.ts';
import type { Finding, Rule } from '../rule.ts';

const locationOf = (plugin: PluginView) => plugin.type?.value ?? { offset: plugin.node.offset, length: 1 };

/** Whether something before a plugin in the list could not be read, such as the `...` of a sample. */
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
    if (first === undefined || first.index !== 0 || chained === undefined || model.sideLoaded) {
      return;
    }
    // R054 reports it.
    if (panics(first)) {
      return;
    }
    if (hasPreviousResult(first) || isUnreadBefore(model, first)) {
      return;
    }
    yield {
      span: locationOf(first),
      message: l10n.t(
        '{type} works on the result of the previous plugin, but it is the first plugin. ADD fails with: {error}',
        {
          type: first.typeName ?? '',
          error: chained,
        },
      ),
      fixes: () => swapWithNext(model),
    };
  },
};

const ipamRequired: Rule = {
  id: 'R071',
  name: 'ipam-required',
  severity: 'error',
  *check(model) {
    for (const plugin of model.plugins) {
      const traits = plugin.described?.traits;
      if (traits?.ipam !== 'required' || plugin.ipam?.typeName) {
        continue;
      }
      if (traits.ipamFromChain && (plugin.index > 0 || hasPreviousResult(plugin))) {
        continue;
      }
      if (model.sideLoaded && traits.ipamFromChain) {
        continue;
      }
      const { member } = plugin.ipam ?? {};
      yield {
        span: member?.keyNode ?? locationOf(plugin),
        message: requiredMessage(plugin.typeName ?? '', member !== undefined),
        fixes: () => (member === undefined ? [hostLocalFix(model, plugin)] : []),
      };
    }
  },
};

function requiredMessage(type: string, hasIPAM: boolean): string {
  const error = ipamErrors.get(type) ?? 'no plugin name provided';
  return hasIPAM
    ? l10n.t('{0} needs addresses from an IPAM plugin, but "ipam" has no "type". ADD fails with "{1}".', type, error)
    : l10n.t('{0} needs addresses from an IPAM plugin, but "ipam" is missing. ADD fails with "{1}".', type, error);
}

const ipamErrors: ReadonlyMap<string, string> = new Map(
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
      if (catalog.ipam.has(typeName ?? '') && plugin.described === undefined) {
        const owner = ownerOfIPAM(model);
        const related =
          owner === undefined ? [] : [{ span: locationOf(owner), message: l10n.t('This plugin has no "ipam" yet.') }];
        // In the chain it reads its settings from "ipam", and works if it has some.
        const error = isReferenceIPAM(typeName) ? errorInChain(plugin) : undefined;
        yield {
          span: locationOf(plugin),
          severity: ipam === undefined || error !== undefined ? undefined : 'warning',
          message: misplacedMessage(typeName ?? '', error),
          related,
          fixes: () => nestIPAM(model, plugin),
        };
      }
      if (ipam?.type?.value !== undefined && ipam.described === undefined && catalog.plugins.has(ipam.typeName ?? '')) {
        const message = l10n.t(
          '{0} is not an IPAM plugin. Use an IPAM plugin such as host-local, static or dhcp.',
          ipam.typeName ?? '',
        );
        yield { span: ipam.type.value, message };
      }
    }
  },
};

/** Returns the error of host-local or static as a plugin of the chain; undefined if it has what it needs. */
function errorInChain(plugin: PluginView): string | undefined {
  const { typeName, ipam } = plugin;
  if (ipam === undefined) {
    return "IPAM config missing 'ipam' key";
  }
  const hasRange = ['subnet', 'ranges'].some((key) => foldedMember(ipam.node, key) !== undefined);
  return typeName === 'host-local' && !hasRange && !hasCapability(plugin, 'ipRanges')
    ? 'no IP ranges specified'
    : undefined;
}

function misplacedMessage(type: string, error: string | undefined): string {
  return error === undefined
    ? l10n.t(
        '{0} assigns addresses for another plugin and must be in the "ipam" of that plugin, not in the chain.',
        type,
      )
    : l10n.t(
        '{0} assigns addresses for another plugin and must be in the "ipam" of that plugin, not in the chain. ADD fails with "{1}".',
        type,
        error,
      );
}

const nearPlugin = suggester([...catalog.plugins.keys()]);
const nearIPAM = suggester([...catalog.ipam.keys()]);

const unknownType: Rule = {
  id: 'R075',
  name: 'unknown-plugin-type',
  severity: 'warning',
  *check(model) {
    for (const { type, typeName, described, ipam } of model.plugins) {
      if (described === undefined && !catalog.ipam.has(typeName ?? '')) {
        yield* misspelt(typeName, type?.value, nearPlugin);
      }
      if (ipam !== undefined && ipam.described === undefined) {
        yield* misspelt(ipam.typeName, ipam.type?.value, nearIPAM);
      }
    }
  },
};

/** Reports a type that is a letter or two from a known one; any other unknown type may be right. */
function* misspelt(
  name: string | undefined,
  span: Finding['span'] | undefined,
  nearest: (name: string) => string | undefined,
): Generator<Finding> {
  if (name === undefined || span === undefined || name.length < 5 || isKnownElsewhere(name)) {
    return;
  }
  const near = nearest(name);
  if (near === undefined || near.length < 5) {
    return;
  }
  yield {
    span,
    message: l10n.t('"{0}" is not a known plugin. Did you mean "{1}"?', name, near),
    fixes: () => [changeTo(span, near)],
  };
}

export const chainRules: readonly Rule[] = [chainedFirst, ipamRequired, ipamAsMain, unknownType];
