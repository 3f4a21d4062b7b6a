export { CNIConfig, type CNIConfigOptions, type CachedConfig } from './operation/cni-config.ts';
export {
  confFromBytes,
  confListFromBytes,
  confListFromConf,
  networkConfFromBytes,
  networkPluginConfFromBytes,
} from './conf/conf.ts';
export { confFromFile, loadConf, loadNetworkConf, networkConfFromFile } from './conf/conf-files.ts';
export { dataDirsOf, sysctlsOf } from './operation/cached-attachment.ts';
export type { ChangeDocument } from './operation/change-document.ts';
export { staleAttachments } from './operation/gc.ts';
export { injectConf, type InjectedValue } from './conf/inject.ts';
export { CNIError, ErrorCode, isCNIError, type CNIErrorObject } from './errors.ts';
export {
  configProblemOf,
  isNoConfigsFoundError,
  isNotFoundError,
  NoConfigsFoundError,
  NotFoundError,
  type ConfigProblem,
} from './conf/conf-errors.ts';
export { interruptionOf, type Interruption } from './plugin/interruption.ts';
export type { Exec, PluginCall, PluginCommand, PluginOutcome, PluginRun } from './plugin/exec.ts';
export type { Operation, OperationState, Step, StepObserver, Verb } from './operation/operation.ts';
export {
  bytesOfText,
  operationDocument,
  textOrBase64,
  type BytesText,
  type CallDocument,
  type ErrorDocument,
  type OperationDocument,
  type OperationExtras,
  type SourceDocument,
  type StepDocument,
} from './operation/operation-document.ts';
export { operationOfDocument } from './operation/operation-of-document.ts';
export { isDocumentProblem, readOperationDocument } from './operation/read-operation-document.ts';
export { maskedArguments, maskedDocument } from './secrets/masked-document.ts';
export { FileError, isFileError, type ConfigFiles, type ResultStore, type StoredFile } from './operation/store.ts';
export type {
  GCArgs,
  JSONObject,
  JSONValue,
  NetworkAttachment,
  NetworkConfigList,
  PluginConfig,
  Result,
  RuntimeConf,
} from './result/types.ts';
export { indentJSON } from './json/indent.ts';
export { createFromBytes, getAsVersion, newResult, printResult } from './result/result.ts';
export { attachmentContainerID, parseCapabilityArgs, parseCNIArgs } from './operation/attachment.ts';
export { runOperation, type OperationRequest, type Recorded } from './operation/recorder.ts';
export {
  addWithRollback,
  type AddReport,
  type AddWithRollbackOptions,
  type RollbackSkipped,
} from './operation/rollback.ts';
export {
  allVersions,
  currentVersion,
  decodeVersion,
  greaterThan,
  greaterThanOrEqualTo,
  incompatibleVersions,
  parseVersion,
  type PluginInfo,
} from './plugin/version.ts';
export { validateContainerID, validateInterfaceName, validateNetworkName } from './conf/names.ts';
