export * from './host.ts';
export { createHost, type HostOptions } from './create-host.ts';
export { LocalConfigFiles } from './local-files.ts';
export {
  createNamespace,
  deleteNamespace,
  listNamespaces,
  namespaceExists,
  NamespaceError,
  runInNamespace,
} from './namespaces.ts';
export { collectFacts } from './facts.ts';
export { listReservations, type Reservation } from './reservations.ts';
export { findPluginDirs } from './plugin-dirs.ts';
export { FileChangedError, HostFiles, type HostDirectoryEntry, type HostFileStat } from './host-files.ts';
export type { Askpass, AskpassQuestion } from './askpass.ts';
export { QuestionQueue } from './question-queue.ts';
export { commandWords, readHostArgument } from './host-argument.ts';
export { HostSettingError } from './host-setting-error.ts';
export { readHostSettings } from './host-settings.ts';
export { type ClusterHosts, kubernetesHosts, removeDebugPods } from './kubernetes.ts';
export type { KubernetesCluster } from './kubernetes-settings.ts';
export { inspectAttachment, type Remains } from './remains.ts';
