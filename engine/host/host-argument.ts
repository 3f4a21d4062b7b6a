import type { HostSpec } from './host.ts';
import { HostSettingError } from './host-setting-error.ts';
import { destinationProblem } from './host-settings.ts';
import { splitWords, WordsError } from './split-words.ts';

const cure = 'Give "local", "sandbox", "ssh:NAME" or "exec:COMMAND".';

/**
 * A host as the command line has it: `local`, `sandbox`, `ssh:NAME`, `exec:docker exec -i kind-worker`.
 * @param configFile of --ssh-config; only for ssh
 * @throws HostSettingError
 */
export function readHostArgument(text: string, configFile?: string): HostSpec {
  const spec = specOf(text);
  if (configFile === undefined) {
    return spec;
  }
  if (spec.kind !== 'ssh') {
    throw new HostSettingError(`--ssh-config is for hosts over ssh, and --host is "${text}".`, 'Leave it out.');
  }
  if (configFile === '') {
    throw new HostSettingError('--ssh-config is empty.', 'Give the path of an ssh configuration file.');
  }
  return { ...spec, configFile };
}

function specOf(text: string): HostSpec {
  if (text === 'local' || text === 'sandbox') {
    return { kind: text };
  }
  const [, kind, rest = ''] = /^(ssh|exec):(.*)$/s.exec(text) ?? [];
  if (kind === 'exec') {
    return { kind, argv: commandWords(rest) };
  }
  if (kind !== 'ssh') {
    throw new HostSettingError(`There is no host "${text}".`, cure);
  }
  const problem = destinationProblem(rest);
  if (problem !== undefined) {
    throw new HostSettingError(`"${text}" names no host: ${problem}.`, 'Give "ssh:NAME" or "ssh:USER@NAME".');
  }
  return { kind, destination: rest };
}

/**
 * The words of a command that gives a shell, such as `docker exec -i kind-worker`.
 * @throws HostSettingError
 */
export function commandWords(command: string): readonly [string, ...string[]] {
  const example = 'Give one, such as "docker exec -i kind-worker".';
  try {
    const [program, ...args] = splitWords(command);
    if (program !== undefined && program !== '') return [program, ...args];
  } catch (error) {
    if (!(error instanceof WordsError)) throw error;
    throw new HostSettingError(`The command '${command}' cannot be read: ${error.message}.`, example);
  }
  throw new HostSettingError('There is no command.', example);
}
