import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies } from './install.mjs';
import { note } from './progress.mjs';
import { cacheDirectory, windowsPackage } from './project.mjs';
import { runCommand } from './run-command.mjs';
import { ensureSystemPackages, hasTool } from './system-packages.mjs';

const wine = '/usr/lib/wine/wine64';

/** The last Go version whose programs run in Debian 12's Wine; newer ones need a missing library. */
const oldGo = { GOTOOLCHAIN: 'go1.21.0', GOOS: 'windows', GOARCH: 'amd64', CGO_ENABLED: '0' };

function buildSsh({ directory }) {
  const build = ['go', 'build', '-trimpath', '-o', join(directory, 'ssh.exe'), '.'];
  return runCommand(build, { cwd: join(windowsPackage, 'ssh'), env: oldGo });
}

async function makePrefix({ prefix, env }) {
  if (existsSync(join(prefix, 'user.reg'))) {
    return { code: 0, output: '' };
  }
  const made = await runCommand([wine, 'wineboot', '-i'], { env });
  if (made.code !== 0) {
    return made;
  }
  const version = ['reg', 'add', String.raw`HKCU\Software\Wine`, '/v', 'Version', '/d', 'win10', '/f'];
  return runCommand([wine, ...version], { env });
}

/**
 * Prepares Wine for the tests on Windows: its Node, a stand-in for its ssh, and an otherwise empty Windows. Prints what is
 * missing, and those tests are skipped.
 * @returns {Promise<Record<string, string>>} CNI_WORKBENCH_WINDOWS: the directory with ssh.exe and Wine's prefix
 */
export async function prepareWindows() {
  if (process.platform !== 'linux' || process.arch !== 'x64' || !hasTool('go')) {
    note('The Windows tests are skipped, because they need x86-64 Linux and Go.');
    return {};
  }
  const wanted = [{ package: 'wine64', tool: wine, purpose: 'our side of a host on Windows' }];
  if ((await ensureSystemPackages(wanted)).length > 0) {
    return {};
  }
  await ensureDependencies(windowsPackage, { flags: ['--force', '--ignore-scripts'] });
  const directory = join(cacheDirectory(), 'windows');
  const prefix = join(directory, 'prefix');
  mkdirSync(directory, { recursive: true });
  const place = { directory, prefix, env: { WINEPREFIX: prefix, WINEDEBUG: '-all' } };
  for (const step of [makePrefix, buildSsh]) {
    const { code, output } = await step(place);
    if (code === 0) {
      continue;
    }
    note(`The Windows tests are skipped: ${output.split('\n').slice(-3).join(' ')}`);
    return {};
  }
  return { CNI_WORKBENCH_WINDOWS: directory };
}
