import * as l10n from '@vscode/l10n';
import type { PluginUse } from '../../directory/neighbor.ts';
import { foldedMember } from '../../document/members.ts';
import type { Model } from '../../document/model.ts';
import { insertion } from '../../edits/simple-fixes.ts';
import type { Fix, Rule } from '../rule.ts';
import { elsewhere, pairs } from './same-directory.ts';

const valueOf = (plugin: PluginUse, key: string): string | number | boolean | undefined => plugin.settings[key]?.value;

/** Returns the bridge to which a plugin assigns the gateway address of its network; undefined if there is none. */
function routedBridge(plugin: PluginUse): string | undefined {
  const isDelegated = plugin.type === 'flannel' && (valueOf(plugin, 'delegateType') ?? 'bridge') === 'bridge';
  const isOff = isDelegated ? valueOf(plugin, 'isGateway') === false : valueOf(plugin, 'isGateway') !== true;
  if ((!isDelegated && plugin.type !== 'bridge') || (isOff && valueOf(plugin, 'isDefaultGateway') !== true)) {
    return undefined;
  }
  return valueOf(plugin, 'vlan') ? undefined : String(valueOf(plugin, 'bridge') || 'cni0');
}

/** Returns the file from which flannel reads its subnet; '' for another plugin, which has its own subnet. */
function subnetFileOf(plugin: PluginUse): string {
  return plugin.type === 'flannel' ? String(valueOf(plugin, 'subnetFile') || '/run/flannel/subnet.env') : '';
}

/** Returns a fix that names a separate bridge in the delegate of flannel. */
function separateBridge(model: Model, mine: PluginUse): readonly Fix[] {
  const plugin = model.plugins.find(({ index }) => index === mine.index);
  const delegate = foldedMember(plugin?.node, 'delegate');
  if (plugin?.typeName !== 'flannel' || foldedMember(delegate?.value, 'bridge') !== undefined) {
    return [];
  }
  if (delegate?.value?.type === 'object') {
    return [insertion(model, delegate.value, 'bridge', '"cni1"', undefined, false)];
  }
  return delegate === undefined
    ? [insertion(model, plugin.node, 'delegate', '{ "bridge": "cni1" }', plugin.type?.key, false)]
    : [];
}

const sharedBridge: Rule = {
  id: 'R208',
  name: 'flannel-shared-bridge',
  severity: 'error',
  *check(model, context) {
    for (const { mine, theirs, other } of pairs(model, context)) {
      const bridge = routedBridge(mine);
      const isFlannel = mine.type === 'flannel' || theirs.type === 'flannel';
      if (!isFlannel || bridge === undefined || bridge !== routedBridge(theirs) || other.name?.text === undefined) {
        continue;
      }
      const isSameSubnet = subnetFileOf(mine) === subnetFileOf(theirs);
      const isForced = valueOf(mine, 'forceAddress') === true || valueOf(theirs, 'forceAddress') === true;
      yield {
        span: (mine.settings['bridge'] ?? mine).location.span,
        severity: isSameSubnet || isForced ? 'warning' : undefined,
        message: isSameSubnet
          ? l10n.t(
              '{0} uses the same bridge {1} and the same subnet. Each network assigns addresses independently, so two containers can get the same one.',
              other.file,
              bridge,
            )
          : isForced
            ? l10n.t(
                '{0} uses the same bridge {1} with a different subnet, and "forceAddress" removes the address of the network that was added first. Set "delegate.bridge".',
                other.file,
                bridge,
              )
            : l10n.t(
                '{0} uses the same bridge {1} with a different subnet. Unless "delegate.bridge" is set, ADD of the second network fails with: "{1}" already has an IP address different from …',
                other.file,
                bridge,
              ),
        related: [
          elsewhere((theirs.settings['bridge'] ?? theirs).location, l10n.t('This network uses the same bridge.')),
        ],
        fixes: () => (isSameSubnet ? [] : separateBridge(model, mine)),
      };
      return;
    }
  },
};

/** Rules about flannel and other files of the directory. */
export const flannelBridgeRules: readonly Rule[] = [sharedBridge];
