import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import { homedir } from 'node:os';
import { Answers, type Attempt } from '../login/answers.ts';
import type { Askpass } from '../login/askpass.ts';
import { AskpassServer } from '../login/askpass-server.ts';
import { sshAsking } from '../login/askpass-starter.ts';
import type { HostProblem, HostSpec } from '../host.ts';
import type { Launcher } from './launcher.ts';
import { logIn } from '../login/login.ts';
import { missingHere } from './missing-tool.ts';
import { lastWords } from '../clean-text.ts';
import type { StartFailure } from '../shell/start-failure.ts';

/**
 * Options that override the user's configuration: each shell has a separate connection, which carries nothing else. Only
 * options of older releases are used, and no ControlMaster, which Windows does not support.
 */
const settings = [
  'ControlMaster=no',
  'ControlPath=none',
  'ClearAllForwardings=yes',
  'PermitLocalCommand=no',
  'RemoteCommand=none',
  'ConnectTimeout=20',
  'ServerAliveInterval=15',
  'ServerAliveCountMax=3',
];

/** Options that override the user's configuration for a terminal, where ssh itself asks its questions. */
const atTerminal = ['ClearAllForwardings=yes', 'RemoteCommand=none'];

/** The {@link HostOptions} for ssh. */
interface SshOptions {
  readonly name?: string | undefined;
  readonly askpass?: Askpass | undefined;
}

type SshSpec = Extract<HostSpec, { kind: 'ssh' }>;

/** Whether questions of ssh reach the user: yes, no because there is no terminal, or no because this ssh is too old. */
type Asking = 'user' | 'noTerminal' | 'oldSsh';

/** Returns the launcher of a host that is reached by the user's OpenSSH with its configuration, agent, jump hosts and known hosts. */
export function sshLauncher(spec: SshSpec, { name = spec.destination, askpass }: SshOptions): Launcher {
  const label = l10n.t('{0} over ssh', name);
  const answers = askpass === undefined ? undefined : new Answers(askpass, name);
  let asking: Asking = answers === undefined ? 'noTerminal' : 'user';
  let server: AskpassServer | undefined;
  let starting: Promise<AskpassServer> | undefined;
  let abilities: ReturnType<typeof sshAsking> | undefined;
  const started = (): Promise<AskpassServer> => {
    starting ??= AskpassServer.start().then((one) => (server = one), cannotAsk);
    starting.catch(() => (starting = undefined));
    return starting;
  };
  const environmentFor = async (attempt: Attempt, env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> => {
    const { starter, marksRemote } = await (abilities ??= sshAsking(env));
    asking = starter === undefined ? 'oldSsh' : 'user';
    return starter === undefined ? {} : (await started()).environmentFor(attempt, starter, marksRemote);
  };
  return {
    label,
    isCostly: () => answers?.asksAgain ?? false,
    prepare: async (env) => {
      const attempt = answers?.attempt();
      const toAsk = attempt === undefined ? {} : await environmentFor(attempt, env);
      return {
        argv: sshArgv(spec, asking),
        env: { ...env, ...toAsk },
        detached: process.platform !== 'win32',
        logIn: (child, signal) => logIn(child, { label, sudo: spec.sudo ?? 'auto', attempt }, signal),
      };
    },
    terminal: (file) => Promise.resolve({ argv: [...sshCommand(spec, ['-t'], atTerminal), `exec /bin/sh ${file}`] }),
    explain: (failure) => explain(failure, label, spec, asking),
    dispose: () => {
      answers?.forget();
      server?.close();
      server = undefined;
      starting = undefined;
      abilities = undefined;
      return Promise.resolve();
    },
    killNow: () => server?.close(),
  };
}

function sshArgv(spec: SshSpec, asking: Asking): readonly [string, ...string[]] {
  const all = asking === 'user' ? settings : [...settings, 'BatchMode=yes'];
  // Every login shell accepts these two words: sh, fish, csh and those of a forced command.
  return [...sshCommand(spec, ['-T', '-x'], all), 'exec /bin/sh'];
}

function sshCommand(
  { configFile, destination }: SshSpec,
  options: readonly string[],
  all: readonly string[],
): readonly [string, ...string[]] {
  return [
    'ssh',
    ...options,
    ...all.flatMap((setting) => ['-o', setting]),
    // ssh expands ~ in its configuration, but not after -F.
    ...(configFile === undefined ? [] : ['-F', configFile.replace(/^~(?=[/\\]|$)/, () => homedir())]),
    '--',
    destination,
  ];
}

function cannotAsk(error: unknown): never {
  throw new WorkbenchError(
    {
      code: 'authenticationFailed',
      message: l10n.t(
        'The prompts of ssh cannot be forwarded: {0}.',
        error instanceof Error ? error.message : String(error),
      ),
      remedy: l10n.t('Check that the directory for temporary files is writable.'),
    },
    { cause: error },
  );
}

/** Messages of ssh, with their code and remedy. */
type Meanings = readonly (readonly [pattern: RegExp, code: HostProblem['code'], remedy: () => string])[];

/** Messages of ssh about its own failures, which have exit status 255. Any other status is that of the remote command. */
const meanings: Meanings = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed|No \S+ host key is known/,
    'hostKey',
    () =>
      l10n.t(
        'Find out whether the host was reinstalled. If so, remove its old key with "ssh-keygen -R NAME" and connect again. Otherwise the connection may be intercepted.',
      ),
  ],
  [
    /Permission denied|Too many authentication failures|no more authentication methods/i,
    'authenticationFailed',
    () => l10n.t('Check the user name, and that your key is in the agent or in the ssh configuration (IdentityFile).'),
  ],
];

const passwordNeeded = /Permission denied \([^)]*(?:password|keyboard-interactive)/;
const unknownHostKey = /No \S+ host key is known/;

/** The messages for each {@link Asking}. Where the user cannot answer, some of them have another cause and remedy. */
const meaningsWhere: Readonly<Record<Asking, Meanings>> = {
  user: meanings,
  noTerminal: [
    [
      passwordNeeded,
      'authenticationFailed',
      () =>
        l10n.t(
          'The host needs a password, which requires a terminal. Run this in a terminal, or use a key in the agent or in the ssh configuration (IdentityFile).',
        ),
    ],
    [
      unknownHostKey,
      'hostKey',
      () =>
        l10n.t(
          'The host is unknown, and its key can only be confirmed in a terminal. Run this in a terminal, or connect once with ssh.',
        ),
    ],
    ...meanings,
  ],
  oldSsh: [
    [
      passwordNeeded,
      'authenticationFailed',
      () =>
        l10n.t(
          'The host needs a password, but the ssh of this machine is too old to prompt for it. Install OpenSSH for Windows 8.6 or later ("winget install Microsoft.OpenSSH.Preview"), or use a key in the agent or in the ssh configuration (IdentityFile).',
        ),
    ],
    [
      unknownHostKey,
      'hostKey',
      () =>
        l10n.t(
          'The host is unknown, but the ssh of this machine is too old to prompt for a confirmation. Install OpenSSH for Windows 8.6 or later ("winget install Microsoft.OpenSSH.Preview"), or connect once with ssh.',
        ),
    ],
    ...meanings,
  ],
};

function explain(failure: StartFailure, label: string, spec: SshSpec, asking: Asking): HostProblem {
  const { kind, how, printed, errno, exitCode } = failure;
  if (errno === 'ENOENT') {
    return missingHere('ssh');
  }
  const output = lastWords(
    printed
      .split('\n')
      .filter((line) => !/^(?:@+|\s*)$|^Warning: Permanently added/.test(line))
      .join('\n'),
  );
  if (exitCode !== undefined && exitCode !== 255) {
    return {
      code: 'loginShell',
      message:
        output === ''
          ? l10n.t('The login to {0} succeeded, but no shell started ({1}).', label, how)
          : l10n.t('The login to {host} succeeded, but no shell started ({how}): {output}.', {
              host: label,
              how,
              output,
            }),
      remedy: l10n.t(
        'The user needs a login shell on the host (chsh). If the key has a forced command, that must run "$SSH_ORIGINAL_COMMAND".',
      ),
    };
  }
  const [, code, remedy] = meaningsWhere[asking].find(([pattern]) => pattern.test(printed)) ?? [];
  const isSilent = kind === 'noShell';
  return {
    code: code ?? (isSilent ? 'loginShell' : 'unreachable'),
    message: l10n.t(
      'Could not connect to {0}: {1}.',
      label,
      [isSilent ? how : '', output].filter(Boolean).join('; ') || how,
    ),
    remedy: remedy?.() ?? remedyOfDestination(spec.destination),
  };
}

function remedyOfDestination(destination: string): string {
  const [, machine, port] = /^([^:/]+):(\d+)$/.exec(destination) ?? [];
  return port === undefined
    ? l10n.t('Run "ssh {0} /bin/sh" in a terminal and type "id".', destination)
    : l10n.t('Set the port in the ssh configuration, or use the URI {0}.', `ssh://${machine}:${port}`);
}
