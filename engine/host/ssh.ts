import { homedir } from 'node:os';
import { Answers, type Attempt } from './answers.ts';
import type { Askpass } from './askpass.ts';
import { AskpassServer } from './askpass-server.ts';
import { askpassStarter } from './askpass-starter.ts';
import { HostError, type HostProblem, type HostSpec } from './host.ts';
import type { Launcher } from './launcher.ts';
import { logIn } from './login.ts';
import { missingHere } from './missing-tool.ts';
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

/** Whether what ssh asks reaches somebody: it does, nobody is there, or the ssh of this machine cannot pass it on. */
type Asking = 'user' | 'nobody' | 'impossible';

/** A host reached by the user's own OpenSSH: its configuration, agent, jump hosts and known hosts. */
export function sshLauncher(spec: SshSpec, { name = spec.destination, askpass }: SshOptions): Launcher {
  const label = `${name} over ssh`;
  const answers = askpass === undefined ? undefined : new Answers(askpass, name);
  let asking: Asking = answers === undefined ? 'nobody' : 'user';
  let server: AskpassServer | undefined;
  let starting: Promise<AskpassServer> | undefined;
  let starter: ReturnType<typeof askpassStarter> | undefined;
  const started = (): Promise<AskpassServer> => {
    starting ??= AskpassServer.start().then((one) => (server = one), cannotAsk);
    starting.catch(() => (starting = undefined));
    return starting;
  };
  const environmentFor = async (attempt: Attempt, env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> => {
    const found = await (starter ??= askpassStarter(env));
    asking = found === undefined ? 'impossible' : 'user';
    return found === undefined ? {} : (await started()).environmentFor(attempt, found);
  };
  return {
    label,
    isCostly: () => answers?.asksAnew ?? false,
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
    explain: (error) => explain(error, label, spec, asking),
    dispose: () => {
      answers?.forget();
      server?.close();
      server = undefined;
      starting = undefined;
      starter = undefined;
      return Promise.resolve();
    },
    killNow: () => server?.close(),
  };
}

function sshArgv(spec: SshSpec, asking: Asking): readonly [string, ...string[]] {
  const all = asking === 'user' ? settings : [...settings, 'BatchMode=yes'];
  return [
    'ssh',
    '-T',
    '-x',
    ...all.flatMap((setting) => ['-o', setting]),
    // Within its configuration ssh knows what ~ is, though not behind -F.
    ...(spec.configFile === undefined ? [] : ['-F', spec.configFile.replace(/^~(?=[/\\]|$)/, () => homedir())]),
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

/** What ssh said, what that means, and its cure. */
type Meanings = readonly (readonly [RegExp, HostProblem['code'], string])[];

/** What ssh says when it fails. Its own failures have exit status 255; any other is the far side's. */
const meanings: Meanings = [
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

/** The same where nobody can answer, for what an answer would have mended: why, and what else does. */
function unanswered(why: string, cure: string): Meanings {
  return [
    [
      /Permission denied \([^)]*(?:password|keyboard-interactive)/,
      'authenticationFailed',
      `The host takes a password, and ${why}. ${cure}, or let a key do: in the agent, or named in the ssh configuration (IdentityFile).`,
    ],
    [
      /No \S+ host key is known/,
      'hostKey',
      `The host is not known yet, and ${why}. ${cure}, or connect once with ssh.`,
    ],
    ...meanings,
  ];
}

const meaningsWhere: Readonly<Record<Asking, Meanings>> = {
  user: meanings,
  nobody: unanswered('nobody is asked where there is no terminal', 'Run this at a terminal'),
  impossible: unanswered(
    'the ssh of this machine is too old to pass its questions on',
    'Install OpenSSH for Windows 8.6 or later (winget install Microsoft.OpenSSH.Preview)',
  ),
};

function explain(error: ShellStartError, label: string, spec: SshSpec, asking: Asking): HostProblem {
  if (error.errno === 'ENOENT') return missingHere('ssh');
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
  const [, code, cure] = meaningsWhere[asking].find(([pattern]) => pattern.test(error.stderr)) ?? [];
  const hasEnded = error.errno !== undefined || /^(?:exit status|signal) /.test(error.message);
  const isSilent = error.exitCode === undefined && !hasEnded;
  return {
    code: code ?? (isSilent ? 'loginShell' : 'unreachable'),
    message: `There is no connection to ${label}: ${[isSilent ? error.message : '', said].filter(Boolean).join('; ') || error.message}.`,
    cure: cure ?? cureOfDestination(spec.destination),
  };
}

function cureOfDestination(destination: string): string {
  const [, machine, port] = /^([^:/]+):(\d+)$/.exec(destination) ?? [];
  return port === undefined
    ? `Try "ssh ${destination} /bin/sh" in a terminal; type "id" there.`
    : `ssh takes a port from its configuration, or in a URI: ssh://${machine}:${port}.`;
}
