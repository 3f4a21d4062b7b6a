import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { isCarrierPath } from '../../../language/carriers/recognition.ts';
import { isOursByPath } from '../../../language/workspace/association.ts';
import { skipBecause } from '../../skip.ts';
import { good, mendable, Workspace } from '../../unit/cli/lint/workspace.ts';
import { obstacle, ReleaseTag, run, textOf } from './release-tag.ts';

let workspace: Workspace;
beforeAll(() => {
  workspace = new Workspace({ 'a.conflist': mendable, 'b.conflist': good('b') });
});
afterAll(() => workspace.remove());

/** The environment in which pre-commit installs and runs a hook of `language: node`, with the Node of this machine. */
function hookEnvironment(directory: string): NodeJS.ProcessEnv {
  const bin = join(directory, 'bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(process.execPath, join(bin, 'node'));
  return {
    ...process.env,
    NPM_CONFIG_PREFIX: directory,
    npm_config_prefix: directory,
    NODE_PATH: join(directory, 'lib/node_modules'),
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
  };
}

/** How versions of pre-commit install a repository of hooks: pre_commit/languages/node.py. */
const installations: Readonly<Record<string, (clone: string, env: NodeJS.ProcessEnv) => void>> = {
  'up to 4.6.0': (clone, env) => {
    const flags = ['--include=dev', '--include=prod', '--ignore-prepublish', '--no-progress', '--no-save'];
    run('npm', ['install', ...flags], { cwd: clone, env });
    // The whole output is the name of the archive.
    const { stdout } = run('npm', ['pack'], { cwd: clone, env });
    run('npm', ['install', '-g', join(clone, stdout.trim())], { cwd: clone, env });
  },
  'from 4.6.1': (clone, env) => {
    run('npm', ['install', '--allow-git=root', '--install-links', '-g', `git+file://${clone}`], { cwd: clone, env });
  },
};

describe('a tag with a release', skipBecause(obstacle), () => {
  let release: ReleaseTag;
  beforeAll(async () => {
    release = await ReleaseTag.create();
  });
  afterAll(() => release.remove());

  // docs/security.md: S16
  test('holds the built programs, and nothing to install or build', () => {
    const { scripts, dependencies, devDependencies, bin, version } = JSON.parse(release.read('package.json'));
    expect({ scripts, dependencies, devDependencies, version }).toEqual({ version: manifest.version });
    const files = release.files();
    expect(Object.values(bin).filter((file) => !files.includes(String(file)))).toEqual([]);
    const bundles = files.filter((file) => /^dist\/.*\.js$/.test(file));
    const loaded = bundles.flatMap((file) =>
      [...release.read(file).matchAll(/\brequire\("\.\/([\w.-]+)"\)/g)].map(([, other = '']) => `dist/${other}`),
    );
    expect(loaded).toEqual(expect.arrayContaining(['dist/cnitool-program.js', 'dist/cnitool-language.js']));
    expect(loaded.filter((file) => !bundles.includes(file))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'dist/THIRD-PARTY-NOTICES.txt', 'l10n/bundle.l10n.zh-cn.json']),
    );
  });

  test.each(Object.entries(installations))('installs as a hook of pre-commit %s', (_, install) => {
    const clone = release.checkOut();
    const env = hookEnvironment(join(clone, 'node_env-system'));
    install(clone, env);
    const [, id = '', entry = ''] =
      /^- id: (cni-lint)$[^]*?^ {2}entry: (.*)$/m.exec(release.read('.pre-commit-hooks.yaml')) ?? [];
    expect(id).toBe('cni-lint');
    const [command = '', ...args] = entry.split(' ');
    const lint = spawnSync(command, [...args, 'a.conflist', 'b.conflist'], {
      cwd: workspace.path,
      env,
      encoding: 'utf8',
    });
    expect([lint.status, lint.stderr]).toEqual([1, '']);
    expect(lint.stdout).toMatch(/^a\.conflist:4:37 +error +R003 /m);
    expect(run('cni-language-server', ['--version'], { env }).stdout).toBe(`cni-language-server ${manifest.version}\n`);
  });
});

test('the pre-commit hooks take the files that are ours by path', () => {
  const hooks = textOf('release/.pre-commit-hooks.yaml');
  const patterns = [...hooks.matchAll(/^ {2}files: (.*)$/gm)].map(([, pattern = '']) => new RegExp(pattern));
  const entries = [...hooks.matchAll(/^ {2}entry: (.*)$/gm)].map(([, entry]) => entry);
  expect(entries).toEqual(['cnitool lint', 'cnitool lint --fix']);
  const files = ['a.conflist', 'x/net.d/a.conf', 'net.d/a.json', 'package.json', 'nginx.conf', 'net.d/a/b.conf'];
  const carriers = [
    'a.yaml',
    'x/b.yml',
    'c.yaml.j2',
    'd.bu',
    'install.sh',
    'install.sh.j2',
    'user-data',
    'x/Dockerfile',
    'x/Dockerfile.dev',
    '_a.tpl',
    'a.txt',
    'yaml',
    'a.json',
  ];
  const templates = [
    'roles/net/templates/cni-conf.json.j2',
    'net.d/10-calico.conflist.template',
    'net.d/10-a.conf.tftpl',
    'x/a.conflist.tmpl',
    'etc_cni_net.d_10_x.conf',
  ];
  for (const pattern of patterns) {
    expect(templates.filter((file) => !pattern.test(file))).toEqual([]);
    expect(['values.json.j2', 'nginx.conf.j2', 'a.tmpl'].filter((file) => pattern.test(file))).toEqual([]);
    expect(files.filter((file) => pattern.test(file))).toEqual(files.filter(isOursByPath));
    expect(carriers.filter((file) => pattern.test(file))).toEqual(carriers.filter(isCarrierPath));
  }
});

test('the documentation names the release of this version', () => {
  const documents = ['docs/ci.md', 'docs/editors.md', 'CONTRIBUTING.md'].map(textOf).join('\n');
  const named = [...documents.matchAll(/(?:cni-workbench@|rev: |--branch )([^\s`]+)/g)].map(([, ref]) => ref);
  expect(named.length).toBeGreaterThan(3);
  expect(new Set(named)).toEqual(new Set([`v${manifest.version}`]));
  const archives = [...documents.matchAll(/cni-workbench-cli-(\S+?)\.tgz/g)].map(([, version]) => version);
  expect(new Set(archives)).toEqual(new Set([manifest.version]));
});
