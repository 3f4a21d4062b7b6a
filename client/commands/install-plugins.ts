import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { commaList } from '../../engine/text/listing.ts';
import {
  defaultRelease,
  installPlugins,
  lookAtTarget,
  openArchive,
  releaseUrl,
  type Archive,
  type InstallReport,
  type InstallTarget,
} from '../../engine/fleet/index.ts';
import type { Host, NamedHost } from '../../engine/host/index.ts';
import { withCancellableProgress } from '../editor/cancellable-progress.ts';
import type { CommandHandler } from './command-ids.ts';
import { hostShortName } from '../hosts/host-text.ts';
import type { HostKnowledge } from '../hosts/host-knowledge.ts';
import { type HostPlaces, keepsFiles } from '../hosts/host-locations.ts';
import { isConfirmed, notify } from '../editor/notify.ts';
import { sentences } from '../../engine/text/sentences.ts';
import { connected, type Connector, givenHost } from './connect-host.ts';
import { type HostChoice, pickHost } from './pickers/host.ts';

/** Dependencies of "Install Reference Plugins…". */
export type InstallSources = HostChoice & {
  readonly connections: Connector;
  readonly placesOf: (named: NamedHost) => HostPlaces;
  readonly knowledge: Pick<HostKnowledge, 'invalidate'>;
};

/** "Install Reference Plugins…": installs a release archive into a directory of a host, after a confirmation. */
export function installReferencePlugins(sources: InstallSources): CommandHandler {
  return async (target) => {
    const title = l10n.t('Select a host to install the reference plugins on');
    const named = givenHost(sources.catalog, target) ?? (await pickHost(sources, title, 'existingOnly', keepsFiles));
    if (named === undefined) {
      return;
    }
    const directory = await askDirectory(sources.placesOf(named).pluginPath[0]);
    const source = directory === undefined ? undefined : await askSource();
    if (directory === undefined || source === undefined) {
      return;
    }
    const host = await connected(sources.connections, named);
    const place = await lookAtTarget(host, directory);
    const archive = await withBytes(l10n.t('Downloading the archive'), (signal, report) =>
      openArchive(source.given ?? releaseUrl(place.architecture), { signal, onProgress: report }),
    );
    try {
      if (await isInstallConfirmed(named, host, place, archive)) {
        const installed = await install(host, place, archive);
        sources.knowledge.invalidate(named.name);
        reportInstallation(named, place, installed);
      }
    } finally {
      await archive.dispose();
    }
  };
}

function askDirectory(usual: string | undefined): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: l10n.t('Enter the directory on the host to install into'),
    value: usual ?? '/opt/cni/bin',
    validateInput: (text) => (text.startsWith('/') ? undefined : l10n.t('Enter an absolute path on the host.')),
  });
}

/** Prompts for the archive. `given` is undefined for the official release, whose URL depends on the host. */
async function askSource(): Promise<{ readonly given: string | undefined } | undefined> {
  const release = {
    label: l10n.t('Official release {0}', defaultRelease),
    detail: l10n.t('From GitHub, for the architecture of the host'),
  };
  const file = {
    label: l10n.t('Local archive…'),
    detail: l10n.t('A .tgz file with its checksum next to it in FILE.sha256'),
  };
  const address = {
    label: l10n.t('Archive URL…'),
    detail: l10n.t('A .tgz file with its checksum in URL.sha256'),
  };
  const picked = await vscode.window.showQuickPick([release, file, address], {
    title: l10n.t('Select the archive to install'),
  });
  if (picked === file) {
    const title = l10n.t('Select the archive with the plugins');
    const [uri] =
      (await vscode.window.showOpenDialog({ title, filters: { [l10n.t('Archives')]: ['tgz', 'gz'] } })) ?? [];
    return uri === undefined ? undefined : { given: uri.fsPath };
  }
  if (picked === address) {
    const given = await vscode.window.showInputBox({
      title: l10n.t('URL of the archive'),
      value: 'https://',
      validateInput: (text) =>
        /^https?:\/\/[^/]+\/./.test(text) ? undefined : l10n.t('Enter a URL that starts with https://.'),
    });
    return given === undefined ? undefined : { given };
  }
  return picked === undefined ? undefined : { given: undefined };
}

/** Asks for confirmation with everything that will change, where, and as which user. */
function isInstallConfirmed(named: NamedHost, host: Host, place: InstallTarget, archive: Archive): Promise<boolean> {
  const { directory, machine, uid, existing } = place;
  const detail = [
    l10n.t('Host: {name} ({label}, {machine})', { name: named.name, label: host.label, machine }),
    l10n.t('User ID: {0}', uid),
    l10n.t('Directory: {0}', directory),
    l10n.t('Archive: {0}', archive.source),
    l10n.t('SHA-256: {0} (verified)', archive.sha256),
    l10n.t('Plugins: {0}', commaList(archive.plugins.names)),
    l10n.t('The plugins are copied there and run once with VERSION.'),
    existing.length === 0
      ? l10n.t('The directory is empty or does not exist.')
      : l10n.t(
          'The directory has {0}. Files with the same names are moved to a backup directory.',
          commaList(existing),
        ),
  ].join('\n');
  const confirm = l10n.t('Install');
  const question = l10n.t('Install the reference plugins on "{0}"?', hostShortName(named.name));
  return isConfirmed(question, detail, confirm);
}

function install(host: Host, place: InstallTarget, archive: Archive): Thenable<InstallReport> {
  return withBytes(l10n.t('Installing plugins on "{0}"', host.label), (signal, report) =>
    installPlugins(host, place, archive, { signal, onProgress: report }),
  );
}

function reportInstallation(
  named: NamedHost,
  { directory }: InstallTarget,
  { installed, backup }: InstallReport,
): void {
  const names = { count: installed.length, directory, host: hostShortName(named.name) };
  const done = l10n.t('Installed {count} plugins in {directory} on "{host}".', names);
  const kept = backup && l10n.t('The replaced plugins are in {0}.', backup);
  notify('info', sentences(done, kept), []);
}

/** Runs a task with a cancelable progress in bytes. */
function withBytes<T>(
  title: string,
  task: (signal: AbortSignal, report: (done: number, total?: number) => void) => Promise<T>,
): Thenable<T> {
  return withCancellableProgress(title, (signal, progress) => {
    let shown = 0;
    return task(signal, (done, total) => {
      const percent = total === undefined ? 0 : Math.floor((done / total) * 100);
      if (total === undefined || percent > shown) {
        progress.report({ message: `${(done / 1_000_000).toFixed(1)} MB`, increment: percent - shown });
        shown = percent;
      }
    });
  });
}
