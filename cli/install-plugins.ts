import {
  type Archive,
  installPlugins,
  lookAtTarget,
  openArchive,
  releaseUrl,
  type InstallTarget,
} from '../engine/fleet/index.ts';
import type { Host } from '../engine/host/index.ts';
import type { CommonOptions } from './arguments.ts';
import { type CliProcess, exitCodes } from './cli-process.ts';
import { ExplainedError } from './failure.ts';
import type { InstallRequest } from './install-request.ts';
import { printJSON } from './operation-json.ts';
import { withSession } from './session.ts';

/** `install-plugins`: puts the reference plugins on a host, once the user has agreed. Gives the exit code. */
export function installOnHost(cli: CliProcess, request: InstallRequest, options: CommonOptions): Promise<number> {
  return withSession(cli, options, async ({ host }) => {
    const target = await lookAtTarget(host, request.directory, cli.signal);
    const source = request.archive ?? releaseUrl(target.architecture);
    const archive = await openArchive(source, {
      sha256: request.sha256,
      signal: cli.signal,
      onProgress: (done, total) => cli.progress(bytesText('fetched', done, total)),
    });
    try {
      cli.progress('');
      if (!request.yes) await agree(cli, host, target, archive);
      return await install(cli, host, target, archive, options.json);
    } finally {
      cli.progress('');
      await archive.dispose();
    }
  });
}

async function agree(cli: CliProcess, host: Host, target: InstallTarget, archive: Archive): Promise<void> {
  const { directory, machine, uid, existing } = target;
  const there = existing.length === 0 ? 'nothing yet' : existing.join(' ');
  const answer = await cli.ask(
    `Install the plugins of ${archive.source}\n  SHA-256  ${archive.sha256}, as it should be\n` +
      `  into     ${directory}, which holds ${there}\n  on       ${host.label} (${machine}), as ${uid === 0 ? 'root' : `user ${uid}`}\n` +
      'Replaced files are kept beside. Go on? [y/N] ',
  );
  if (answer === undefined) {
    throw new ExplainedError({
      message: 'nothing was installed: there is no terminal to ask at',
      hint: 'Give --yes to go on without being asked.',
    });
  }
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new ExplainedError({ message: 'nothing was installed' });
}

async function install(
  cli: CliProcess,
  host: Host,
  target: InstallTarget,
  archive: Archive,
  json: boolean,
): Promise<number> {
  const { installed, replaced, backup } = await installPlugins(host, target, archive, {
    signal: cli.signal,
    onPhase: (phase) => cli.progress(phase === 'send' ? '' : `${phase}…`),
    onProgress: (done, total) => cli.progress(bytesText('sent', done, total)),
  });
  cli.progress('');
  const { directory } = target;
  if (json) {
    cli.stdout(
      printJSON({
        host: host.label,
        directory,
        archive: archive.source,
        sha256: archive.sha256,
        installed,
        replaced,
        backup,
      }),
    );
    return exitCodes.ok;
  }
  cli.stdout(`${installed.length} plugins in ${directory} of ${host.label}: ${installed.join(' ')}\n`);
  if (backup !== undefined) cli.stderr(`note: what was there before is in ${backup}: ${replaced.join(' ')}\n`);
  return exitCodes.ok;
}

const mega = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

function bytesText(what: string, done: number, total: number | undefined): string {
  return total === undefined ? `${what} ${mega(done)} MB` : `${what} ${mega(done)} of ${mega(total)} MB`;
}
