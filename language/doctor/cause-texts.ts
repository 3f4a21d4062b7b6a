import * as l10n from '@vscode/l10n';
import type { Cause } from './diagnosis.ts';

/** The meaning of each cause, in a few words. */
export const causeTitles: Readonly<Record<Cause, () => string>> = {
  noConfiguration: () => l10n.t('The runtime loads no network configuration'),
  wrongFile: () => l10n.t('The runtime uses the wrong file'),
  pluginMissing: () => l10n.t('A plugin is missing'),
  pluginBroken: () => l10n.t('A plugin cannot be executed'),
  versionTooNew: () => l10n.t('A plugin does not support the version of the network'),
  fileMissing: () => l10n.t('A file or socket that a plugin needs is missing'),
  bridgeAddress: () => l10n.t('A bridge has the address of another subnet'),
  poolFull: () => l10n.t('All addresses are reserved'),
  configuration: () => l10n.t('A configuration file has errors'),
  interface: () => l10n.t('An interface does not fit the network'),
  subnetConflict: () => l10n.t('Something else uses the subnet'),
  requirement: () => l10n.t('The host lacks something that a plugin needs'),
  ipv6Disabled: () => l10n.t('IPv6 is disabled'),
  leakedReservations: () => l10n.t('Addresses are reserved for containers that no longer exist'),
  forwardingOff: () => l10n.t('IP forwarding is off'),
  brNetfilterOff: () => l10n.t('Rules of iptables do not apply inside a bridge'),
  iptablesMixed: () => l10n.t('Both backends of iptables are in use'),
};

/** The usual remedy of the causes that rules report. */
export const remedies: Readonly<Partial<Record<Cause, () => string>>> = {
  wrongFile: () =>
    l10n.t(
      'Remove the file that comes first if no network provider on this host needs it, or rename it so that it comes later.',
    ),
  pluginMissing: () =>
    l10n.t(
      'Install the plugin. "cnitool install-plugins" or "Install Reference Plugins…" installs those of the CNI project; others come with their network provider.',
    ),
  pluginBroken: () => l10n.t('Install the plugin for the architecture of this host, and make it executable.'),
  versionTooNew: () => l10n.t('Install a newer plugin, or lower "cniVersion" in the file.'),
  fileMissing: () =>
    l10n.t(
      'Look at the logs of the program that creates it: the pod of the network provider on this node, or the daemon of the plugin.',
    ),
  bridgeAddress: () =>
    l10n.t(
      'If no container uses the bridge, delete it with "ip link delete" and the name of the bridge. The next ADD creates it with the right address.',
    ),
  configuration: () => l10n.t('Open the file and fix the errors.'),
  interface: () =>
    l10n.t('Name an interface of this host that fits, or remove "master" to use the one of the default route.'),
  subnetConflict: () => l10n.t('Choose a subnet that nothing else on the host uses.'),
  requirement: () => l10n.t('Install or load what is missing, or remove the setting that needs it.'),
  ipv6Disabled: () =>
    l10n.t('Set net.ipv6.conf.all.disable_ipv6 and net.ipv6.conf.default.disable_ipv6 to 0, or remove the IPv6 range.'),
};
