import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inProject, manifest } from '../project.mjs';
import { mustRun } from '../run-command.mjs';
import { noticesFile } from './third-party-notices.mjs';

const bundles = ['cnitool.js', 'cnitool-program.js', 'cnitool-language.js', 'server.js', 'l10n.js', 'yaml.js'].map(
  (file) => `dist/${file}`,
);

/** The translations that they load, by the same path as in the VSIX. */
const translations = ['l10n/bundle.l10n.zh-cn.json'];

/** The files of a release besides its package.json: their paths in the project and in the release. */
const contents = [
  ...[...bundles, ...translations, noticesFile, 'schemas/cni.schema.json', 'LICENSE', 'CHANGELOG.md'].map((file) => [
    file,
    file,
  ]),
  ...['README.md', 'action.yml', 'lint-action.mjs', '.pre-commit-hooks.yaml'].map((file) => [`release/${file}`, file]),
];

/** Returns the package.json of a release, which has only programs, without dependencies or build steps. */
export function releaseManifest() {
  const { version, license } = manifest();
  return {
    name: 'cni-workbench-cli',
    version,
    description: 'cnitool and the language server of Workbench for CNI',
    license,
    repository: { type: 'git', url: 'git+https://github.com/cni-workbench/cni-workbench.git' },
    bin: { 'cni-language-server': 'dist/server.js', cnitool: 'dist/cnitool.js' },
    engines: { node: '>=20' },
  };
}

/**
 * Packages the built command line and language server for npm. The content is also the tree of a release tag.
 * @param {string} destination directory for the archive
 * @returns {Promise<string>} path of cni-workbench-cli-VERSION.tgz
 */
export async function packRelease(destination) {
  const staging = await mkdtemp(join(tmpdir(), 'cni-workbench-release-'));
  try {
    for (const [from, to] of contents) {
      await mkdir(dirname(join(staging, to)), { recursive: true });
      await cp(inProject(from), join(staging, to));
    }
    await writeFile(join(staging, 'package.json'), `${JSON.stringify(releaseManifest(), undefined, 2)}\n`);
    const packed = await mustRun(['npm', 'pack', '--silent', '--pack-destination', destination], { cwd: staging });
    return join(destination, packed);
  } finally {
    await rm(staging, { recursive: true });
  }
}

/**
 * Creates the tag of a release. Its commit has the content of the archive, and its parent is the built commit.
 * @param {string} archive of {@link packRelease}
 * @param {{repository: string, tag: string}} where a Git repository and the name of a tag that does not exist yet
 */
export async function tagRelease(archive, { repository, tag }) {
  const staging = await mkdtemp(join(tmpdir(), 'cni-workbench-tag-'));
  const tree = join(staging, 'tree');
  try {
    await mkdir(tree);
    await mustRun(['tar', '-xzf', archive, '--strip-components=1', '-C', tree]);
    const directory = await mustRun(['git', 'rev-parse', '--absolute-git-dir'], { cwd: repository });
    const env = { GIT_DIR: directory, GIT_WORK_TREE: tree, GIT_INDEX_FILE: join(staging, 'index') };
    const git = (...args) => mustRun(['git', ...args], { cwd: tree, env });
    await git('add', '--all', '--force', '.');
    const commit = await git('commit-tree', await git('write-tree'), '-p', 'HEAD', '-m', `Release ${tag}`);
    await git('tag', tag, commit);
  } finally {
    await rm(staging, { recursive: true });
  }
}
