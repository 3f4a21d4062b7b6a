import { execFile } from 'node:child_process';

/**
 * What the ssh of this machine can start to ask a question. `script`: a POSIX one. `program`: a program with arguments,
 * as OpenSSH for Windows takes it, which has no shell that would not read meaning into the question.
 */
export type AskpassStarter = 'script' | 'program';

/** From this one on SSH_ASKPASS_REQUIRE is heeded; before, questions went to a console that nobody sees. */
const firstForWindows = { major: 8, minor: 6 };

/**
 * How ssh can pass on its questions here; undefined when it cannot. On Windows that depends on whose ssh it is: that of
 * Windows, or one of Git, MSYS2 or Cygwin, which have a shell (Win32-OpenSSH: readpass.c, build_commandline_string).
 * @param env with the PATH on which ssh is found
 * @param version what `ssh -V` prints
 */
export async function askpassStarter(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  version: (env: NodeJS.ProcessEnv) => Promise<string> = sshVersion,
): Promise<AskpassStarter | undefined> {
  if (platform !== 'win32') return 'script';
  const [, major, minor] = /^OpenSSH_for_Windows_(\d+)\.(\d+)/m.exec(await version(env)) ?? [];
  if (major === undefined) return 'script';
  const newer = Number(major) - firstForWindows.major || Number(minor) - firstForWindows.minor;
  return newer < 0 ? undefined : 'program';
}

/** Empty where there is no ssh: what is started next says so. */
function sshVersion(env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) => {
    execFile('ssh', ['-V'], { env, windowsHide: true, timeout: 10_000 }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}
