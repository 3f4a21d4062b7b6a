import { execFile } from 'node:child_process';

/**
 * What the ssh of this machine can start to ask a question. `script`: a POSIX script. `program`: a program with arguments, as
 * supported by OpenSSH for Windows, where every shell would interpret the question.
 */
export type AskpassStarter = 'script' | 'program';

/** First version that supports SSH_ASKPASS_REQUIRE. Earlier ones ask on an invisible console. */
const firstForWindows = { major: 8, minor: 6 };

/** First version that marks remote questions (keyboard-interactive) with "(user@host) ". */
const firstWithMark = { major: 8, minor: 5 };

/** How the ssh of this machine asks questions. */
export interface SshAsking {
  /** What it can start; undefined if it cannot forward its questions. */
  readonly starter: AskpassStarter | undefined;
  /** Whether every question without a leading parenthesis is from ssh itself. */
  readonly marksRemote: boolean;
}

/**
 * Returns how ssh asks here. On Windows this depends on the ssh: that of Windows, or that of Git, MSYS2 or Cygwin, which have
 * a shell (Win32-OpenSSH: readpass.c, build_commandline_string).
 * @param env with the PATH on which ssh is found
 * @param version what `ssh -V` prints
 */
export async function sshAsking(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  version: (env: NodeJS.ProcessEnv) => Promise<string> = sshVersion,
): Promise<SshAsking> {
  const [, windows, ...numbers] = /^OpenSSH_(for_Windows_)?(\d+)\.(\d+)/m.exec(await version(env)) ?? [];
  const [major = 0, minor = 0] = numbers.map(Number);
  const isFrom = (first: typeof firstWithMark): boolean => (major - first.major || minor - first.minor) >= 0;
  const starter =
    platform !== 'win32' || windows === undefined ? 'script' : isFrom(firstForWindows) ? 'program' : undefined;
  return { starter, marksRemote: isFrom(firstWithMark) };
}

/** Returns '' without ssh, which its next start reports. */
function sshVersion(env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) => {
    execFile('ssh', ['-V'], { env, windowsHide: true, timeout: 10_000 }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}
