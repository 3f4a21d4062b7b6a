import { readFileSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isOurs, isOursByPath } from '../../../../language/workspace/association.ts';
import { good, lintJson, single, Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const found = async (...args: string[]): Promise<string[]> =>
  Object.keys((await lintJson(workspace, args.length === 0 ? [workspace.path] : args)).rules);

describe('of a directory', () => {
  test('the files of the editor are checked: by extension, by path, by content', async () => {
    const taken =
      'b/net.d/x.conf b/net.d/x.json b/x.CONFLIST net.d/a/deep.conflist net.d/a/fragment.conf x.conf x.json'.split(' ');
    const passedOver = ['README.md', 'nginx.conf', 'package.json', 'b/net.d/x.txt', 'net.d/a/b/deeper.conf'];
    for (const name of taken) {
      workspace.write(name, name.endsWith('list') ? good() : single);
    }
    workspace.write('b/net.d/x.conf', 'not even JSON');
    for (const name of passedOver) {
      workspace.write(name, '{"type": "tuning", "name": "x"}');
    }
    workspace.write('big.json', single.replace('"a"', `"${'a'.repeat(3_000_000)}"`));
    workspace.write('binary.json', '\0');
    expect(await found()).toEqual(taken.toSorted());
  });

  test('a file that is too large is reported if it may contain configurations', async () => {
    const definition = 'apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\n';
    workspace.write('net.yaml', definition + '# x\n'.repeat(1_100_000));
    workspace.write('other.yaml', 'kind: Deployment\n' + '# x\n'.repeat(1_100_000));
    const { code, report, err } = await lintJson(workspace, [workspace.path]);
    expect([code, report.files]).toEqual([0, []]);
    expect(err).toContain(
      `note: ${workspace.at('net.yaml')}: Not analyzed because of its size (4297 kB; the limit is 4096 kB).\n`,
    );
    expect(err).not.toContain('other.yaml');
    // The large file may define the network that a pod selects.
    const annotations = '  annotations:\n    k8s.v1.cni.cncf.io/networks: net\n';
    workspace.write('near.yaml', `${definition}metadata:\n  name: other\n`);
    workspace.write('pod.yaml', `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n${annotations}`);
    expect((await lintJson(workspace, [workspace.path])).rules['pod.yaml']).toEqual([]);
  });

  test('a file that no runtime reads of its directory, by its content', async () => {
    workspace.write('net.d/a.conflist.bak', good());
    workspace.write('net.d/b.yaml', good());
    workspace.write('net.d/README', 'what is here');
    workspace.write('other/c.yaml', good());
    expect(await found()).toEqual(['net.d/a.conflist.bak', 'net.d/b.yaml']);
  });

  test('directories of other programs and links to directories are skipped', async () => {
    for (const name of ['node_modules', '.git', '..2026_11_25', '.config']) {
      workspace.write(`${name}/a.conflist`, good());
    }
    symlinkSync(workspace.at('.config'), workspace.at('link'));
    symlinkSync('.config/a.conflist', workspace.at('b.conflist'));
    expect(await found()).toEqual(['.config/a.conflist', 'b.conflist']);
  });

  test('a file is reported once, even if it is named several times', async () => {
    workspace.write('a.conflist', good());
    const file = workspace.at('a.conflist');
    expect((await lintJson(workspace, [file, workspace.path, file])).report.files).toHaveLength(1);
  });
});

test('a file that is named is linted whatever its name and content', async () => {
  workspace.write('x.txt', '{"a": 1}');
  expect(await found(workspace.at('x.txt'))).toEqual(['x.txt']);
});

test('a definition that is written as JSON in a YAML file is a carrier, and a configuration is not', async () => {
  const config = '{ "cniVersion": "0.3.1", "type": "ptp", "mtu": "1" }';
  const kind = 'NetworkAttachmentDefinition';
  const metadata = { name: 'pier' };
  const object = { apiVersion: 'k8s.cni.cncf.io/v1', kind, metadata, spec: { config } };
  workspace.write('net.yaml', JSON.stringify(object, undefined, 2));
  workspace.write('configuration.yaml', single);
  for (const path of ['net.yaml', '']) {
    const { report } = await lintJson(workspace, [workspace.at(path)]);
    expect(report.files).toMatchObject([{ kind: 'carrier', embedded: 1 }]);
    expect(report.files[0]?.diagnostics.map(({ rule }) => rule)).toContain('R014');
  }
  const { report } = await lintJson(workspace, [workspace.at('configuration.yaml')]);
  expect(report.files[0]?.kind).not.toBe('carrier');
});

test('files are selected by path as in the manifest', () => {
  const manifest: { contributes: { languages: { id: string; extensions: string[]; filenamePatterns: string[] }[] } } =
    JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));
  const language = manifest.contributes.languages.find(({ id }) => id === 'cni');
  expect(language?.extensions).toEqual(['.conflist']);
  expect(language?.filenamePatterns).toEqual(['**/net.d/*.conf', '**/net.d/*/*.conf', '**/net.d/*.json']);
  const ours = ['/a/b.conflist', '/etc/cni/net.d/x.conf', '/NET.D/x.JSON', 'net.d/x.json', '/net.d/a/x.conf'];
  const others = ['/a/b.conf', '/net.d/a/b/x.conf', '/net.d/a/x.json', '/xnet.d/x.conf', '/net.d/x.conf.bak'];
  expect([...ours, ...others].filter(isOursByPath)).toEqual(ours);
});

test('an open document is ours by its language, its path or its content', () => {
  expect(isOurs('cni', '/x.json', () => '{}')).toBe(true);
  expect(isOurs('json', '/x.conflist', () => '')).toBe(true);
  expect(isOurs('json', '/x.json', () => single)).toBe(true);
  expect(isOurs('json', '/package.json', () => '{"name": "x", "type": "module"}')).toBe(false);
});
