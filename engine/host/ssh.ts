import { Answers } from './answers.ts';
import type { Askpass } from './askpass.ts';
import { AskpassServer } from './askpass-server.ts';
import { HostError, type HostProblem, type HostSpec } from './host.ts';
import type { Launcher } from './launcher.ts';
import { logIn } from './login.ts';
import { missingTool } from './missing-tool.ts';
import { lastWords, type ShellStartError } from './shell-start-error.ts';

/**
 * Ours win over the user's configuration: each shell is a connection of its own that carries nothing else. Windows has
 * no ControlMaster, and older releases none of the newer options, so there is none here.
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

/** What of {@link HostOptions} concerns ssh. */
interface SshOptions {
  readonly name?: string;
  readonly askpass?: Askpass;
}

type SshSpec = Extract<HostSpec, { kind: 'ssh' }>;

/** A host reached by the user's own OpenSSH: its configuration, agent, jump hosts and known hosts. */
export function sshLauncher(spec: SshSpec, { name = spec.destination, askpass }: SshOptions): Launcher {
  const label = `${name} over ssh`;
  const answers = askpass === undefined ? undefined : new Answers(askpass, name);
  let server: AskpassServer | undefined;
  let starting: Promise<AskpassServer> | undefined;
  const argv = sshArgv(spec, answers !== undefined);
  const started = (): Promise<AskpassServer> => {
    starting ??= AskpassServer.start().then((one) => (server = one), cannotAsk);
    starting.catch(() => (starting = undefined));
    return starting;
  };
  return {
    label,
    isCostly: () => answers?.wantsCodes ?? false,
    prepare: async (env) => {
      const attempt = answers?.attempt();
      const asking = attempt === undefined ? {} : (await started()).environmentFor(attempt);
      return {
        argv,
        env: { ...env, ...asking },
        detached: process.platform !== 'win32',
        logIn: (child, signal) => logIn(child, { label, sudo: spec.sudo ?? 'auto', attempt }, signal),
      };
    },
    explain: (error) => explain(error, label, spec, answers !== undefined),
    dispose: () => {
      answers?.forget();
      server?.close();
      server = undefined;
      starting = undefined;
      return Promise.resolve();
    },
    killNow: () => server?.close(),
  };
}

function sshArgv(spec: SshSpec, mayAsk: boolean): readonly [string, ...string[]] {
  const all = mayAsk ? settings : [...settings, 'BatchMode=yes'];
  return [
    'ssh',
    '-T',
    '-x',
    ...all.flatMap((setting) => ['-o', setting]),
    ...(spec.configFile === undefined ? [] : ['-F', spec.configFile]),
    '--',
    spec.destination,
    // Every login shell takes these two words: sh, fish, csh and what a forced command makes of them.
    'exec /bin/sh',
  ];
}

function cannotAsk(error: unknown): never {
  throw new HostError(
    {
      code: 'authenticationFailed',
      message: `The questions of ssh cannot be passed on: ${error instanceof Error ? error.message : String(error)}.`,
      cure: 'See that the directory for temporary files can be written to.',
    },
    { cause: error },
  );
}

/** What ssh says when it fails, and what that means. Its own failures have exit status 255; any other is the far side's. */
const meanings: readonly (readonly [RegExp, HostProblem['code'], string])[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed|No \S+ host key is known/,
    'hostKey',
    'Find out whether the host was set up anew. If it was, remove its old key with "ssh-keygen -R NAME" and connect again; if not, somebody may be listening.',
  ],
  [
    /Permission denied|Too many authentication failures|no more authentication methods/i,
    'authenticationFailed',
    'See that your key is in the agent or named in the ssh configuration (IdentityFile), and that the user is right.',
  ],
];

/** The same where nobody can be asked, for what an answer would have mended. */
const unasked: typeof meanings = [
  [
    /Permission denied \([^)]*(?:password|keyboard-interactive)/,
    'authenticationFailed',
    'The host takes a password, and nobody is asked for one where there is no terminal. Run this at a terminal, or let a key do: in the agent, or named in the ssh configuration (IdentityFile).',
  ],
  [
    /No \S+ host key is known/,
    'hostKey',
    'The host is not known yet, and nobody is asked about its key where there is no terminal. Run this at a terminal, or connect once with ssh.',
  ],
];

function explain(error: ShellStartError, label: string, spec: SshSpec, mayAsk: boolean): HostProblem {
  if (error.errno === 'ENOENT') return missingTool('ssh', 'on this machine');
  const said = lastWords(
    error.stderr
      .split('\n')
      .filter((line) => !/^(?:@+|\s*)$|^Warning: Permanently added/.test(line))
      .join('\n'),
  );
  if (error.exitCode !== undefined && error.exitCode !== 255) {
    return {
      code: 'loginShell',
      message: `${label} let us in, but gave no shell (${error.message}): ${said || 'it said nothing'}.`,
      cure: 'The user needs a login shell there (chsh), and a key without a forced command, or one that runs "$SSH_ORIGINAL_COMMAND".',
    };
  }
  const known = mayAsk ? meanings : [...unasked, ...meanings];
  const [, code, cure] = known.find(([pattern]) => pattern.test(error.stderr)) ?? [];
  const hasEnded = error.errno !== undefined || /^(?:exit status|signal) /.test(error.message);
  const isSilent = error.exitCode === undefined && !hasEnded;
  return {
    code: code ?? (isSilent ? 'loginShell' : 'unreachable'),
    message: `There is no connection to ${label}: ${[isSilent ? error.message : '', said].filter(Boolean).join('; ') || error.message}.`,
    cure: cure ?? `Try "ssh ${spec.destination} /bin/sh" in a terminal; type "id" there.`,
  };
}
