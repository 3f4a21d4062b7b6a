import * as l10n from '@vscode/l10n';
import { sentences } from '../../text/sentences.ts';
import type { HostProblem } from '../host.ts';
import { missingTool } from './missing-tool.ts';

/** How this machine creates a sandbox; from `process`, or from a test. */
export interface SandboxMachine {
  readonly platform: string;
  readonly uid: number | undefined;
  /** Returns the text of a file under /proc/sys, or undefined if it does not exist. */
  readSysctl(name: string): string | undefined;
}

/** The output of the setup of a sandbox that did not start. */
export interface SetupFailure {
  /** Lines of the setup on stdout. */
  readonly answer: string;
  readonly stderr: string;
  /** Set if unshare could not be started. */
  readonly errno?: string | undefined;
}

/** Returns why this machine cannot create a sandbox, with the remedy. */
export function explainSetup({ answer, stderr, errno }: SetupFailure, machine: SandboxMachine): HostProblem {
  if (errno === 'ENOENT') {
    return missingTool('unshare');
  }
  const [word, subject = ''] = /^(\S*)(?: (.*))?$/.exec(answer.trim().split('\n').at(-1) ?? '')?.slice(1) ?? [];
  if (word === 'missing') {
    return missingTool(subject);
  }
  const { reason, remedy } = reasonOf(word ?? '', subject) ?? refusal(machine);
  const output = stderr.trim().replaceAll('\n', '; ');
  const uid = machine.uid ?? '?';
  return {
    code: 'noUserNamespaces',
    message:
      output === ''
        ? l10n.t('The sandbox cannot be created for uid {0}: {1}.', uid, reason)
        : l10n.t('The sandbox cannot be created for uid {uid}: {reason} ({output}).', { uid, reason, output }),
    remedy: sentences(remedy, l10n.t('Otherwise use the host "local", as root or with sudo.')),
  };
}

interface Reason {
  readonly reason: string;
  readonly remedy: string;
}

/** Returns the obstacle that the setup has reported (see sandbox-mounts.sh). */
function reasonOf(word: string, subject: string): Reason | undefined {
  switch (word) {
    case 'proc':
      return {
        reason: l10n.t('this container covers parts of /proc, so that the sandbox cannot mount its own'),
        remedy: l10n.t(
          'Start the container with --privileged or --security-opt systempaths=unconfined (Podman: unmask=ALL).',
        ),
      };
    case 'ids':
      return {
        reason: l10n.t('this user namespace has only the user ID of root, which the sandbox never uses'),
        remedy: l10n.t('Run this as an ordinary user.'),
      };
    case 'writable':
      return {
        reason: l10n.t('the file system at {0} cannot be made read-only', subject),
        remedy: l10n.t('Unmount {0}.', subject),
      };
    default:
      return undefined;
  }
}

/** Returns the kernel setting that prohibits the namespaces, as far as known. */
function refusal(machine: SandboxMachine): Reason {
  if (machine.readSysctl('user.max_user_namespaces') === '0') {
    return {
      reason: l10n.t('the kernel allows no user namespaces ({0} is {1})', 'user.max_user_namespaces', 0),
      remedy: allowWith('user.max_user_namespaces=15000'),
    };
  }
  // These two do not affect root.
  if (machine.uid !== 0 && machine.readSysctl('kernel.unprivileged_userns_clone') === '0') {
    return {
      reason: l10n.t('only root may create user namespaces ({0} is {1})', 'kernel.unprivileged_userns_clone', 0),
      remedy: allowWith('kernel.unprivileged_userns_clone=1'),
    };
  }
  if (machine.uid !== 0 && machine.readSysctl('kernel.apparmor_restrict_unprivileged_userns') === '1') {
    return {
      reason: l10n.t(
        'AppArmor restricts user namespaces, as in Ubuntu since 24.04 ({0} is {1})',
        'kernel.apparmor_restrict_unprivileged_userns',
        1,
      ),
      remedy: allowWith('kernel.apparmor_restrict_unprivileged_userns=0'),
    };
  }
  return {
    reason: l10n.t('the kernel or the container does not allow the namespaces'),
    remedy: l10n.t('Start the container with --privileged or with a seccomp profile that allows unshare and mount.'),
  };
}

const allowWith = (setting: string): string => l10n.t('Allow them with "sudo sysctl -w {0}".', setting);
