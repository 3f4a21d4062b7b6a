import * as l10n from '@vscode/l10n';
import type { HostSpec, HostState, NamedHost } from '../../engine/host/host.ts';
import { problemText } from '../operations/explanation.ts';

/** Returns the name of a host. The two built-in hosts have translated names. */
export function hostShortName(name: string): string {
  switch (name) {
    case 'sandbox':
      return l10n.t('sandbox');
    case 'local':
      return l10n.t('local');
    default:
      return name;
  }
}

/** Describes a host, for quick picks and tooltips. */
export function hostDescription(spec: HostSpec): string {
  switch (spec.kind) {
    case 'sandbox':
      return l10n.t('Separate namespaces, removed when the window closes. Nothing on this machine changes.');
    case 'local':
      return l10n.t('This machine, as root or with sudo. Plugins change its network.');
    case 'ssh':
      return l10n.t('ssh: {0}', spec.destination);
    case 'exec':
      return l10n.t('Command: {0}', spec.argv.join(' '));
  }
}

/** Describes the state of a connection in a few words. */
export function hostStateText(state: HostState): string {
  switch (state.kind) {
    case 'idle':
      return l10n.t('not connected');
    case 'connecting':
      return l10n.t('connecting…');
    case 'ready':
      return l10n.t('connected');
    case 'failed':
      return l10n.t('failed: {0}', state.problem.message);
  }
}

/** Returns why a host cannot be used, with the remedy; undefined when it has not failed. */
export function hostFailureText(state: HostState): string | undefined {
  return state.kind === 'failed' ? problemText(state.problem) : undefined;
}

/** Returns the codicon of a kind of host. */
function hostIcon({ kind }: HostSpec): string {
  const icons = { sandbox: 'package', local: 'vm', ssh: 'remote', exec: 'terminal' } as const;
  return icons[kind];
}

/** Returns the codicon of a host in its state. */
export function hostStateIcon({ spec }: NamedHost, state: HostState): string {
  switch (state.kind) {
    case 'connecting':
      return 'loading~spin';
    case 'failed':
      return 'error';
    case 'idle':
    case 'ready':
      return hostIcon(spec);
  }
}
