import { WorkbenchError } from '../../errors/workbench-error.ts';

/** Codes of errors about a setting or an argument that does not describe a host. */
export const hostSettingErrorCodes = ['hostSetting'] as const;

/** Error about a host in a setting or an argument. The message has the entry and the value. */
export type HostSettingError = WorkbenchError<(typeof hostSettingErrorCodes)[number]>;

/** Creates a {@link HostSettingError}. */
export function hostSettingError(message: string, remedy: string): HostSettingError {
  return new WorkbenchError({ code: 'hostSetting', message, remedy });
}
