import type { HostSpec, HostState, NamedHost } from '../engine/host/host.ts';
import type { Translate } from './translate.ts';

/** Name of a host where there is little room: the status bar, a tree. The two that need no settings have translated names. */
export function hostShortName(t: Translate, name: string): string {
  switch (name) {
    case 'sandbox':
      return t('sandbox');
    case 'local':
      return t('local');
    default:
      return name;
  }
}

/** What a host is, for the list from which one is selected. */
export function hostDescription(t: Translate, spec: HostSpec): string {
  switch (spec.kind) {
    case 'sandbox':
      return t('Namespaces of their own that vanish afterwards. Nothing on this machine changes.');
    case 'local':
      return t('This machine, as root or with sudo. What plugins do to its network is real.');
    case 'ssh':
      return t('Over ssh: {0}', spec.destination);
    case 'exec':
      return t('By command: {0}', spec.argv.join(' '));
  }
}

/** A host as a place in a sentence: "in the sandbox", "on node1 over ssh". `label` is the host's own. */
export function hostPlace(t: Translate, kind: HostSpec['kind'], label: string): string {
  return kind === 'sandbox' ? t('in {0}', label) : t('on {0}', label);
}

/** A connection in a word or two. */
export function hostStateText(t: Translate, state: HostState): string {
  switch (state.kind) {
    case 'idle':
      return t('not connected');
    case 'connecting':
      return t('connecting…');
    case 'ready':
      return t('connected');
    case 'failed':
      return t('failed: {0}', state.problem.message);
  }
}

/** Why a host cannot be used and what to do; undefined while nothing is known against it. */
export function hostFailureText(state: HostState): string | undefined {
  return state.kind === 'failed' ? `${state.problem.message} ${state.problem.cure}` : undefined;
}

/** Codicon of a kind of host. */
function hostIcon({ kind }: HostSpec): string {
  const icons = { sandbox: 'package', local: 'vm', ssh: 'remote', exec: 'terminal' } as const;
  return icons[kind];
}

/** Codicon of a host in its state. */
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
