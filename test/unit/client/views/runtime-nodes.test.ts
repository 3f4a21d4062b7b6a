import { describe, expect, test } from 'vitest';
import { runtimeNodes, type RuntimeNode } from '../../../../client/views/runtime-nodes.ts';
import { runtimeViews } from '../../../../language/runtimes/all.ts';

const directory = '/etc/cni/net.d';
const list = (name: string): string => JSON.stringify({ cniVersion: '1.0.0', name, plugins: [{ type: 'loopback' }] });

function nodesOf(texts: Readonly<Record<string, string>>): readonly RuntimeNode[] {
  const runtimes = runtimeViews(
    Object.entries(texts).map(([name, text]) => ({ name, text })),
    directory,
  );
  return runtimeNodes({ directory, runtimes });
}

function row(nodes: readonly RuntimeNode[], runtime: string, file?: string): RuntimeNode {
  const top = nodes.find(({ label }) => label.startsWith(runtime));
  const found = top?.kind === 'runtime' && file !== undefined ? top.children.find(({ label }) => label === file) : top;
  if (found === undefined) {
    throw new Error(`no row ${runtime} ${file ?? ''}`);
  }
  return found;
}

const good = { '10-a.conflist': list('a'), '20-b.conflist': list('b'), 'notes.txt': 'x' };
const broken = { '10-a.conflist': '{', '20-b.conflist': list('b') };

describe('runtimeNodes', () => {
  test('have a row for each runtime, with what it loads', () => {
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
    expect(row(nodes, 'containerd').tooltip).toContain('Every pod gets the network "a" from 10-a.conflist.');
    expect(row(nodes, 'libcni').description).toBe('networks: 2');
  });

  test('have a row for each file, with its outcome and the reason', () => {
    const nodes = nodesOf(good);
    expect(row(nodes, 'containerd', '10-a.conflist')).toMatchObject({ description: 'default · a', icon: 'star-full' });
    expect(row(nodes, 'containerd', '20-b.conflist')).toMatchObject({ description: 'not reached · b' });
    expect(row(nodes, 'containerd', '20-b.conflist').tooltip).toContain('Only the first file is used');
    expect(row(nodes, 'containerd', 'notes.txt')).toMatchObject({ description: 'not read', icon: 'dash' });
  });

  test('mark a runtime that fails, and one that skips a file', () => {
    const nodes = nodesOf(broken);
    expect(row(nodes, 'containerd').icon).toBe('error');
    expect(row(nodes, 'containerd').description).toBe('no network, loading stops at 10-a.conflist');
    expect(row(nodes, 'CRI-O')).toMatchObject({ icon: 'warning', description: 'b, skipped: 1' });
    expect(row(nodesOf(good), 'containerd').icon).toBe('server-process');
  });

  test('quote the runtime in the tooltip', () => {
    expect(row(nodesOf(broken), 'containerd', '10-a.conflist').tooltip).toContain(
      'containerd (CRI) reports:\n\n    cni config load failed: failed to load CNI config list file /etc/cni/net.d/10-a.conflist',
    );
  });

  test('have stable and unique ids', () => {
    const ids = (nodes: readonly RuntimeNode[]): string[] =>
      nodes.flatMap((node) => [node.id, ...(node.kind === 'runtime' ? ids(node.children) : [])]);
    expect(ids(nodesOf(broken))).toEqual(ids(nodesOf({ ...broken })));
    expect(new Set(ids(nodesOf(good))).size).toBe(6 * 4);
  });
});
