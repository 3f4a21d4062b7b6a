import { boot } from '../../../generated/shell-programs.js';

/**
 * Returns the command for the shell of a host without a login.
 * @param directory where it starts; default: the current directory
 * @param shell argv of the shell that stays open
 */
export function bootArguments({
  directory = '',
  shell = ['/bin/sh'],
}: { readonly directory?: string; readonly shell?: readonly string[] } = {}): [string, ...string[]] {
  const noLogin = ['', '', ''];
  return ['/bin/sh', '-c', boot, 'sh', directory, ...noLogin, ...shell];
}
