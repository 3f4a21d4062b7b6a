import * as vscode from 'vscode';
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
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { CommandHandler } from '../command-ids.ts';
import { hostShortName } from '../host-text.ts';
import { notify } from '../notify.ts';
import type { Services } from '../services.ts';
import { connected, givenHost } from './connect-host.ts';
import { pickHost } from './pick-host.ts';

/** «Install Reference Plugins…»: from a release archive into a directory of a host, once the user has agreed to all of it. */
export function installReferencePlugins(services: Services): CommandHandler {
  return async (target) => {
    const title = vscode.l10n.t('Install the reference plugins on which host?');
    const named = givenHost(services, target) ?? (await pickHost(services, title, 'existingOnly'));
    if (named === undefined) {
      return;
    }
    const directory = await askDirectory(services.placesOf(named).pluginPath[0]);
    const source = directory === undefined ? undefined : await askSource();
    if (directory === undefined || source === undefined) {
      return;
    }
    const host = await connected(services, named);
    const place = await lookAtTarget(host, directory);
    const archive = await withBytes(vscode.l10n.t('Getting the archive'), (signal, report) =>
      openArchive(source.given ?? releaseUrl(place.architecture), { signal, onProgress: report }),
    );
    try {
      if (await agreed(named, host, place, archive)) {
        const installed = await install(host, place, archive);
        services.knowledge.invalidate(named.name);
        tell(named, place, installed);
      }
    } finally {
      await archive.dispose();
    }
  };
}

function askDirectory(usual: string | undefined): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Install into which directory of the host?'),
    value: usual ?? '/opt/cni/bin',
    validateInput: (text) => (text.startsWith('/') ? undefined : vscode.l10n.t('Give an absolute path of the host.')),
  });
}

/** `given` is undefined for the official release, whose address depends on the host. */
async function askSource(): Promise<{ readonly given: string | undefined } | undefined> {
  const { t } = vscode.l10n;
  const release = {
    label: t('Official release {0}', defaultRelease),
    detail: t('From GitHub, for the architecture of the host.'),
  };
  const file = {
    label: t('Archive of this machine…'),
    detail: t('A .tgz with its checksum beside it as FILE.sha256.'),
  };
  const address = {
    label: t('Archive at an address…'),
    detail: t('A .tgz with its checksum beside it as URL.sha256.'),
  };
  const picked = await vscode.window.showQuickPick([release, file, address], { title: t('Install which archive?') });
  if (picked === file) {
    const title = t('Archive with the plugins');
    const [uri] = (await vscode.window.showOpenDialog({ title, filters: { [t('Archives')]: ['tgz', 'gz'] } })) ?? [];
    return uri === undefined ? undefined : { given: uri.fsPath };
  }
  if (picked === address) {
    const given = await vscode.window.showInputBox({
      title: t('Address of the archive'),
      value: 'https://',
      validateInput: (text) =>
        /^https?:\/\/[^/]+\/./.test(text) ? undefined : t('Give an address that begins with https://.'),
    });
    return given === undefined ? undefined : { given };
  }
  return picked === undefined ? undefined : { given: undefined };
}

/** Nothing is changed on a host before the user has read what, where and as whom. */
async function agreed(named: NamedHost, host: Host, place: InstallTarget, archive: Archive): Promise<boolean> {
  const { t } = vscode.l10n;
  const { directory, machine, uid, existing } = place;
  const detail = [
    t('Host: {0} ({1}, {2}), as {3}', named.name, host.label, machine, uid === 0 ? 'root' : t('user {0}', uid)),
    t('Directory: {0}', directory),
    t('Archive: {0}', archive.source),
    t('SHA-256: {0}, as it should be', archive.sha256),
    existing.length === 0
      ? t('The directory is empty or not there yet.')
      : t(
          'The directory holds {0}. Files of the same name are replaced, and kept in a directory beside.',
          existing.join(', '),
        ),
  ].join('\n');
  const confirm = t('Install');
  const question = t('Install the reference plugins on {0}?', hostShortName(t, named.name));
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, confirm)) === confirm;
}

function install(host: Host, place: InstallTarget, archive: Archive): Thenable<InstallReport> {
  return withBytes(vscode.l10n.t('Installing plugins on {0}', host.label), (signal, report) =>
    installPlugins(host, place, archive, { signal, onProgress: report }),
  );
}

function tell(named: NamedHost, { directory }: InstallTarget, { installed, replaced, backup }: InstallReport): void {
  const { t } = vscode.l10n;
  const done = t('Installed {0} plugins in {1} of {2}.', installed.length, directory, named.name);
  const kept =
    backup === undefined ? '' : ` ${t('{0} were there before and are in {1} now.', replaced.join(', '), backup)}`;
  notify('info', `${done}${kept}`, []);
}

/** Shows how far the bytes are, with a cancel button. */
function withBytes<T>(
  title: string,
  task: (signal: AbortSignal, report: (done: number, total?: number) => void) => Promise<T>,
): Thenable<T> {
  return withCancellableProgress(title, (signal, progress) => {
    let told = 0;
    return task(signal, (done, total) => {
      const percent = total === undefined ? 0 : Math.floor((done / total) * 100);
      if (total === undefined || percent > told) {
        progress.report({ message: `${(done / 1_000_000).toFixed(1)} MB`, increment: percent - told });
        told = percent;
      }
    });
  });
}
