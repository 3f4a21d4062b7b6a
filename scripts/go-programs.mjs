import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from './project.mjs';
import { note } from './progress.mjs';
import { runCommand } from './run-command.mjs';
import { hasTool } from './system-packages.mjs';

const cnitool = 'github.com/containernetworking/cni/cnitool@v1.3.0';
const plugins = 'github.com/containernetworking/plugins/plugins/...@v1.9.1';

/** Builds into a separate directory, once; an unfinished build is repeated. Returns undefined when the build fails. */
async function buildOnce(name, packages, finishedWith) {
  const directory = join(cacheDirectory(), name);
  if (finishedWith.every((file) => existsSync(join(directory, file)))) {
    return directory;
  }
  mkdirSync(directory, { recursive: true });
  note(`go install ${packages}`);
  const env = { GOBIN: directory, CGO_ENABLED: '0', GOFLAGS: '-trimpath' };
  const { code, output } = await runCommand(['go', 'install', packages], { cwd: directory, env });
  if (code === 0) {
    return directory;
  }
  note(`The build failed: ${output.split('\n').slice(-3).join(' ')}`);
  return undefined;
}

/**
 * With Go, builds Go's cnitool and the reference plugins from the Go module proxy in ~/.cache/cni-workbench. Prints what it
 * does.
 * @returns {Promise<Record<string, string>>} CNI_WORKBENCH_GO, CNI_WORKBENCH_GO_CNITOOL, CNI_WORKBENCH_TEST_PLUGINS
 *   for the tests, as far as available
 */
export async function buildGoPrograms() {
  if (!hasTool('go')) {
    note('Go is not installed. Comparisons with libcni, cnitool and plugins v1.9.1 are skipped.');
    return {};
  }
  const tool = await buildOnce('cnitool-v1.3.0', cnitool, ['cnitool']);
  const set = await buildOnce('plugins-v1.9.1', plugins, ['bridge', 'host-local', 'ptp', 'portmap', 'vrf']);
  if (set !== undefined) {
    note(`${readdirSync(set).length} reference plugins v1.9.1 in ${set}`);
  }
  return {
    CNI_WORKBENCH_GO: 'go',
    ...(tool === undefined ? {} : { CNI_WORKBENCH_GO_CNITOOL: join(tool, 'cnitool') }),
    ...(set === undefined ? {} : { CNI_WORKBENCH_TEST_PLUGINS: set }),
  };
}
