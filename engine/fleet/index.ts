export { defaultRelease, releaseUrl } from './architecture.ts';
export { isUrl, openArchive, type Archive } from './archive.ts';
export type { PluginArchive } from './plugin-archive.ts';
export { askHosts, type Answer, type AskOptions, type FleetHost, type HostAnswer } from './ask-hosts.ts';
export { type InstallError, installErrorCodes } from './install-error.ts';
export {
  installPlugins,
  lookAtTarget,
  type InstallPhase,
  type InstallReport,
  type InstallTarget,
} from './install-plugins.ts';
export { surveyHost, type HostPlaces, type HostSurvey, type SurveyRequest } from './survey.ts';
export { clusterMembers, fleetHostOf, type Member } from './members.ts';
export {
  checkReplay,
  pluginDirsOfReplay,
  pluginsOfReplay,
  replayErrorCodes,
  replayOperation,
  type Replayed,
  type ReplayRequest,
} from './replay.ts';
