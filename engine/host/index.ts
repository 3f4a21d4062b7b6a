export * from './host.ts';
export { createHost, type HostOptions } from './create-host.ts';
export { LocalConfigFiles } from './files/local-files.ts';
export {
  createNamespace,
  deleteNamespace,
  listNamespaces,
  namespaceExists,
  namespaceErrorCodes,
  type NamespaceError,
  runInNamespace,
} from './facts/namespaces.ts';
export { collectFacts } from './facts/facts.ts';
export {
  type HeldAddresses,
  type LastReserved,
  listReservations,
  readHeldAddresses,
  type Reservation,
} from './facts/reservations.ts';
export { pluginLine } from './shell/plugin-line.ts';
export { workingDirectory } from './working-directory.ts';
export { findPluginDirs } from './facts/plugin-dirs.ts';
export { fileErrorCodes } from './files/file-errors.ts';
export { HostFiles, type HostDirectoryEntry, type HostFileStat } from './files/host-files.ts';
export type { Askpass, AskpassQuestion } from './login/askpass.ts';
export { QuestionQueue } from './login/question-queue.ts';
export { commandWords, readHostArgument } from './settings/host-argument.ts';
export { hostSettingErrorCodes, type HostSettingError } from './settings/host-setting-error.ts';
export { readHostSettings } from './settings/host-settings.ts';
export { type ClusterHosts, kubernetesHosts, removeDebugPods } from './kubernetes.ts';
export type { KubernetesCluster } from './settings/kubernetes-settings.ts';
export { type TimeLimits, timeLimitsOf } from './time-limits.ts';
export { inspectAttachment, type Remains } from './facts/remains.ts';
export { ChangeRecorder, type Recording } from './state/change-recorder.ts';
export { changeLine, changesText, changesTexts } from './state/changes-text.ts';
export { leaksOf, residueText } from './state/residue.ts';
export type * from './network/network.ts';
export type { Forwarding, NetworkNeighbor, NetworkRoute, NetworkRule } from './network/ip-report.ts';
export type { ListeningSocket } from './network/sockets.ts';
export type { NatRule } from './network/nat.ts';
export { networkLimits, readNetwork, type NetworkOptions } from './network/read-network.ts';
export { withCachedOwners } from './network/cached-owners.ts';
export { canonicalPath, podName, podOf } from './network/owner.ts';
export { differencesOf, type LiveDifference } from './network/differences.ts';
export { capture, type CaptureReport } from './inside/capture.ts';
export { isTarget, ping, type PingReport } from './inside/ping.ts';
export { interfacesInside } from './inside/run-inside.ts';
export { namespaceShell } from './inside/terminal.ts';
export { trace, type TraceReport } from './inside/trace.ts';
export { findWireshark, openInWireshark } from './inside/wireshark.ts';
export { testConnection, type ConnectionReport } from './connection/observe.ts';
export { findHosts } from './discovery/find-hosts.ts';
export type { FoundHost, FoundHosts } from './discovery/found-hosts.ts';
