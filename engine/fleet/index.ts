export { askHosts, type Answer, type AskOptions, type FleetHost, type HostAnswer } from './ask-hosts.ts';
export { surveyHost, type HostPlaces, type HostSurvey, type SurveyRequest } from './survey.ts';
