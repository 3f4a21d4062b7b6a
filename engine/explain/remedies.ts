import * as l10n from '@vscode/l10n';

/** Remedies of several failures. */
export const remedies = {
  fixFile: (): string => l10n.t('Fix the value in the configuration file. The editor and "cnitool lint" mark it.'),
  chained: (): string => l10n.t('Move the plugin after the one that creates the interface in "plugins".'),
  otherInterface: (): string =>
    l10n.t('Correct the interface name, or use a name that exists on every node of the cluster.'),
  deleteFirst: (): string => l10n.t('Delete the old attachment first (DEL), then run ADD again.'),
  addAgain: (): string =>
    l10n.t('Delete the attachment (DEL) and add it again, or find out what changed the interface after ADD.'),
  rulesFlushed: (): string =>
    l10n.t(
      'Find out what deletes rules on the host, such as a restart of firewalld or "iptables -F". Then delete the attachment (DEL) and add it again.',
    ),
  agentPod: (): string =>
    l10n.t("Check the pods of the network's DaemonSet on this node (kubectl get pods -A -o wide), and their logs."),
  agentLog: (): string => l10n.t("Read the log of the network's agent on this node, which has the reason."),
  freeAddresses: (): string => l10n.t('Widen the range, or release reservations of containers that no longer exist.'),
  waitRetry: (): string =>
    l10n.t(
      'Usually the runtime tries again and succeeds. If it does not, restart the agent on this node and read its log.',
    ),
  apiServer: (): string => l10n.t('Check the kubeconfig of the plugin, and that this node reaches the API server.'),
  moduleNeeded: (): string => l10n.t('Load the kernel module (modprobe), or use a kernel that has it.'),
} as const;
