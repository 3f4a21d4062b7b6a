export { CNIConfig, type CNIConfigOptions, type CachedConfig } from './cni-config.ts';
export {
  confFromBytes,
  confListFromBytes,
  confListFromConf,
  networkConfFromBytes,
  networkPluginConfFromBytes,
} from './conf.ts';
export { confFromFile, loadConf, loadNetworkConf, networkConfFromFile } from './conf-files.ts';
export { staleAttachments } from './gc.ts';
export { injectConf, type InjectedValue } from './inject.ts';
export { CNIError, ErrorCode, isCNIError, type CNIErrorObject } from './errors.ts';
export {
  configProblemOf,
  isNoConfigsFoundError,
  isNotFoundError,
  NoConfigsFoundError,
  NotFoundError,
  type ConfigProblem,
} from './conf-errors.ts';
export { interruptionOf, type Interruption } from './interruption.ts';
export type { Exec, PluginCommand, PluginOutcome, PluginRun } from './exec.ts';
export type { Operation, OperationState, Step, StepObserver, Verb } from './operation.ts';
export { FileError, isFileError, type ConfigFiles, type ResultStore, type StoredFile } from './store.ts';
export type {
  GCArgs,
  JSONObject,
  JSONValue,
  NetworkAttachment,
  NetworkConfigList,
  PluginConfig,
  Result,
  RuntimeConf,
} from './types.ts';
export { createFromBytes, getAsVersion, newResult, printResult } from './result.ts';
export { attachmentContainerID, parseCapabilityArgs, parseCNIArgs } from './attachment.ts';
export { runOperation, type OperationRequest, type Recorded } from './recorder.ts';
export { addWithRollback, type AddReport, type AddWithRollbackOptions, type RollbackSkipped } from './rollback.ts';
export {
  allVersions,
  currentVersion,
  decodeVersion,
  greaterThan,
  greaterThanOrEqualTo,
  incompatibleVersions,
  parseVersion,
  type PluginInfo,
} from './version.ts';
export { validateContainerID, validateInterfaceName, validateNetworkName } from './names.ts';
