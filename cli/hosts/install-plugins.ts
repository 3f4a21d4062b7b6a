import * as l10n from '@vscode/l10n';
import {
  type Archive,
  installPlugins,
  lookAtTarget,
  openArchive,
  releaseUrl,
  type InstallPhase,
  type InstallTarget,
} from '../../engine/fleet/index.ts';
import type { Host } from '../../engine/host/index.ts';
import type { CommonOptions } from '../command-line/arguments.ts';
import { confirm } from '../output/confirm.ts';
import { type CliProcess, exitCodes } from '../output/cli-process.ts';
import type { InstallRequest } from './install-request.ts';
import { printJSON } from '../output/print-json.ts';
import { withSession } from './session.ts';

/** Runs `install-plugins`: installs the reference plugins on a host after the user confirmed. Returns the exit code. */
export function installOnHost(cli: CliProcess, request: InstallRequest, options: CommonOptions): Promise<number> {
  return withSession(cli, options, async ({ host }) => {
    const target = await lookAtTarget(host, request.directory, cli.signal);
    const source = request.archive ?? releaseUrl(target.architecture);
    const archive = await openArchive(source, {
      sha256: request.sha256,
      signal: cli.signal,
      onProgress: (done, total) => cli.progress(downloadedText(done, total)),
    });
    try {
      cli.progress('');
      if (!request.yes) {
        await confirmInstallation(cli, host, target, archive);
      }
      return await install(cli, host, target, archive, options.json);
    } finally {
      cli.progress('');
      await archive.dispose();
    }
  });
}

async function confirmInstallation(
  cli: CliProcess,
  host: Host,
  target: InstallTarget,
  archive: Archive,
): Promise<void> {
  const { directory, machine, uid, existing } = target;
  const none = l10n.t('none');
  const user = uid === 0 ? 'root' : String(uid);
  const text = [
    l10n.t('Install the plugins from {0}?', archive.source),
    l10n.t('  SHA-256 (verified): {0}', archive.sha256),
    l10n.t('  Host: {0} ({1}), as user {2}', host.label, machine, user),
    l10n.t('  Directory: {0}', directory),
    l10n.t('  Existing files: {0}', existing.join(' ') || none),
    l10n.t('  Plugins: {0}', archive.plugins.names.join(' ')),
    l10n.t('Each plugin is run on the host to check its version. Replaced files are kept.'),
  ];
  cli.stderr(text.map((line) => `${line}\n`).join(''));
  await confirm(cli, {
    withoutTerminal: l10n.t('Nothing was installed, because there is no terminal for the confirmation.'),
    byAnswer: l10n.t('Nothing was installed.'),
  });
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
    onPhase: (phase) => cli.progress(phaseText(phase)),
    onProgress: (done, total) => cli.progress(sentText(done, total)),
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
  const names = installed.join(' ');
  const count = installed.length;
  const summary =
    count === 1
      ? l10n.t('Installed {names} in {directory} on {host}.', { names, directory, host: host.label })
      : l10n.t('Installed {count} plugins in {directory} on {host}: {names}', {
          count,
          directory,
          host: host.label,
          names,
        });
  cli.stdout(`${summary}\n`);
  if (backup !== undefined) {
    cli.stderr(`note: ${l10n.t('The replaced files are in {0}: {1}', backup, replaced.join(' '))}\n`);
  }
  return exitCodes.ok;
}

const mega = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

function phaseText(phase: InstallPhase): string {
  switch (phase) {
    case 'send':
      return '';
    case 'unpack':
      return l10n.t('Unpacking…');
    case 'verify':
      return l10n.t('Checking the plugins…');
    case 'place':
      return l10n.t('Moving the plugins into place…');
  }
}

function downloadedText(done: number, total: number | undefined): string {
  return total === undefined
    ? l10n.t('Downloaded {0} MB', mega(done))
    : l10n.t('Downloaded {0} of {1} MB', mega(done), mega(total));
}

function sentText(done: number, total: number | undefined): string {
  return total === undefined
    ? l10n.t('Sent {0} MB', mega(done))
    : l10n.t('Sent {0} of {1} MB', mega(done), mega(total));
}
