import * as l10n from '@vscode/l10n';

/** The title of each kind of failure. */
export const topics = {
  address: () => l10n.t('No address assigned'),
  agent: () => l10n.t('Network agent not ready'),
  chain: () => l10n.t('Plugins in the wrong order'),
  check: () => l10n.t('Network changed after ADD'),
  cleanup: () => l10n.t('Network not removed'),
  cluster: () => l10n.t('Cluster object missing or invalid'),
  config: () => l10n.t('Invalid configuration'),
  device: () => l10n.t('Device not usable'),
  firewall: () => l10n.t('Firewall rules not set'),
  interface: () => l10n.t('Interface not created'),
  namespace: () => l10n.t('Network namespace not usable'),
  permission: () => l10n.t('Not permitted'),
  plugin: () => l10n.t('Plugin cannot run'),
  route: () => l10n.t('Route not added'),
  runtime: () => l10n.t('Runtime has no usable network'),
  stopped: () => l10n.t('Operation did not finish'),
  version: () => l10n.t('Versions do not match'),
} as const satisfies Readonly<Record<string, () => string>>;

export type Topic = keyof typeof topics;
