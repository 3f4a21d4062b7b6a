import * as l10n from '@vscode/l10n';
import type { HostSpec } from '../host.ts';
import { hostSettingError } from './host-setting-error.ts';
import { destinationProblem } from './host-settings.ts';
import { splitWords } from './split-words.ts';

const remedy = (): string => l10n.t('Use "local", "sandbox", "ssh:NAME" or "exec:COMMAND".');

/**
 * Reads a host from the command line: `local`, `sandbox`, `ssh:NAME`, `exec:docker exec -i kind-worker`.
 * @param configFile value of --ssh-config, which only ssh supports
 * @throws HostSettingError
 */
export function readHostArgument(text: string, configFile?: string): HostSpec {
  const spec = specOf(text);
  if (configFile === undefined) {
    return spec;
  }
  if (spec.kind !== 'ssh') {
    throw hostSettingError(
      l10n.t('--ssh-config needs an ssh host, but --host is "{0}".', text),
      l10n.t('Remove {0}.', '--ssh-config'),
    );
  }
  if (configFile === '') {
    throw hostSettingError(
      l10n.t('{0} is empty.', '--ssh-config'),
      l10n.t('Enter the path of an ssh configuration file.'),
    );
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
    throw hostSettingError(l10n.t('There is no host "{0}".', text), remedy());
  }
  const problem = destinationProblem(rest);
  if (problem !== undefined) {
    throw hostSettingError(problem, l10n.t('Use "ssh:NAME" or "ssh:USER@NAME".'));
  }
  return { kind, destination: rest };
}

/**
 * Returns the command and arguments that start a shell, such as `docker exec -i kind-worker`.
 * @throws HostSettingError
 */
export function commandWords(command: string): readonly [string, ...string[]] {
  const example = l10n.t('Enter a command such as "docker exec -i kind-worker".');
  const { words, problem } = splitWords(command);
  if (problem !== undefined) {
    throw hostSettingError(l10n.t('The command {0} is invalid: {1}.', `'${command}'`, problem), example);
  }
  const [program, ...args] = words;
  if (program !== undefined && program !== '') {
    return [program, ...args];
  }
  throw hostSettingError(l10n.t('The command is missing.'), example);
}
