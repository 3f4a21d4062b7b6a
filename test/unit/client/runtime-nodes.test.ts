import { describe, expect, test } from 'vitest';
import { isDirectoryReading, runtimeNodes, type RuntimeNode } from '../../../client/runtime-nodes.ts';
import { runtimePage, runtimeViews } from '../../../server/service/runtimes/all.ts';
import { t } from './attachments.ts';

const directory = '/etc/cni/net.d';
const list = (name: string): string => JSON.stringify({ cniVersion: '1.0.0', name, plugins: [{ type: 'loopback' }] });

function nodesOf(texts: Readonly<Record<string, string>>): readonly RuntimeNode[] {
  const runtimes = runtimeViews(
    Object.entries(texts).map(([name, text]) => ({ name, text })),
    directory,
  );
  return runtimeNodes({ directory, runtimes, markdown: '' }, t);
}

function row(nodes: readonly RuntimeNode[], runtime: string, file?: string): RuntimeNode {
  const top = nodes.find(({ label }) => label.startsWith(runtime));
  const found = top?.kind === 'runtime' && file !== undefined ? top.children.find(({ label }) => label === file) : top;
  if (found === undefined) throw new Error(`no row ${runtime} ${file ?? ''}`);
  return found;
}

const good = { '10-a.conflist': list('a'), '20-b.conflist': list('b'), 'notes.txt': 'x' };
const broken = { '10-a.conflist': '{', '20-b.conflist': list('b') };

describe('runtimeNodes', () => {
  test('have a row for each runtime, with what comes of the directory', () => {
    const nodes = nodesOf(good);
    expect(nodes.map(({ label }) => label)).toEqual([
      'libcni (cnitool)',
      'containerd (CRI)',
      'CRI-O',
      'nerdctl',
      'Podman 4 (CNI backend)',
      'Nomad',
    ]);
    expect(row(nodes, 'containerd')).toMatchObject({ description: 'a' });
    expect(row(nodes, 'containerd').tooltip).toContain('Every pod gets "a" of 10-a.conflist.');
    expect(row(nodes, 'libcni').description).toBe('networks: 2');
  });

  test('have below it each file, with what becomes of it and why', () => {
    const nodes = nodesOf(good);
    expect(row(nodes, 'containerd', '10-a.conflist')).toMatchObject({ description: 'default · a', icon: 'star-full' });
    expect(row(nodes, 'containerd', '20-b.conflist')).toMatchObject({ description: 'not reached · b' });
    expect(row(nodes, 'containerd', '20-b.conflist').tooltip).toContain('Only the first file counts');
    expect(row(nodes, 'containerd', 'notes.txt')).toMatchObject({ description: 'not read', icon: 'dash' });
  });

  test('mark a runtime that fails, and one that passes a file over', () => {
    const nodes = nodesOf(broken);
    expect(row(nodes, 'containerd').icon).toBe('error');
    expect(row(nodes, 'containerd').description).toBe('no network, stops at 10-a.conflist');
    expect(row(nodes, 'CRI-O')).toMatchObject({ icon: 'warning', description: 'b, skipped: 1' });
    expect(row(nodesOf(good), 'containerd').icon).toBe('server-process');
  });

  test('quote the runtime in the tooltip', () => {
    expect(row(nodesOf(broken), 'containerd', '10-a.conflist').tooltip).toContain(
      'containerd (CRI) says:\n\n    cni config load failed: failed to load CNI config list file /etc/cni/net.d/10-a.conflist',
    );
  });

  test('have ids that stay and are no two the same', () => {
    const ids = (nodes: readonly RuntimeNode[]): string[] =>
      nodes.flatMap((node) => [node.id, ...(node.kind === 'runtime' ? ids(node.children) : [])]);
    expect(ids(nodesOf(broken))).toEqual(ids(nodesOf({ ...broken })));
    expect(new Set(ids(nodesOf(good))).size).toBe(6 * 4);
  });
});

test('isDirectoryReading tells an answer of the server from anything else', () => {
  const runtimes = runtimeViews([], directory);
  expect(isDirectoryReading({ directory, runtimes, markdown: runtimePage(runtimes, directory) })).toBe(true);
  expect([null, undefined, {}, { directory }, { directory, runtimes, markdown: 1 }].some(isDirectoryReading)).toBe(
    false,
  );
});
