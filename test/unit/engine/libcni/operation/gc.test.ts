import { describe, expect, test } from 'vitest';
import { FileError } from '../../../../../engine/libcni/operation/store.ts';
import { engineWith, listOf, runtimeConf } from '../fixtures.ts';
import { rejectionOf } from '../message-of.ts';
import { exited } from '../recording-exec.ts';

const list = listOf({ name: 'net', cniVersion: '1.1.0', plugins: [{ type: 'p' }, { type: 'q' }] });
const works = { p: () => exited(0, '{"cniVersion":"1.1.0"}'), q: () => exited(0, '{"cniVersion":"1.1.0"}') };

async function withAttachments(plugins: Parameters<typeof engineWith>[0] = works) {
  const engine = engineWith(works);
  await engine.cni.addNetworkList(list, runtimeConf({ containerID: 'a', args: [['K', 'v']] }));
  await engine.cni.addNetworkList(list, runtimeConf({ containerID: 'b' }));
  await engine.cni.addNetworkList({ ...list, name: 'other' }, runtimeConf({ containerID: 'a' }));
  return engineWith(plugins, engine.store);
}

describe('GC', () => {
  test('deletes the cached attachments that are not valid, then passes the valid ones to each plugin, under both keys', async () => {
    const { cni, exec, store } = await withAttachments();
    await cni.gcNetworkList(list, { validAttachments: [{ containerID: 'b', ifName: 'eth0' }] });
    expect(exec.calls).toEqual(['DEL q', 'DEL p', 'GC p', 'GC q']);
    expect(exec.commands[0]?.env).toMatchObject({ CNI_CONTAINERID: 'a', CNI_ARGS: 'K=v', CNI_NETNS: '/run/netns/x' });
    const valid = '[{"containerID":"b","ifname":"eth0"}]';
    expect(exec.stdin(2)).toBe(
      `{"cni.dev/attachments":${valid},"cni.dev/valid-attachments":${valid},"cniVersion":"1.1.0","name":"net","type":"p"}`,
    );
    expect(exec.commands[2]?.env).toMatchObject({ CNI_CONTAINERID: '', CNI_IFNAME: '', CNI_NETNS: '', CNI_ARGS: '' });
    expect([...store.files.keys()].toSorted()).toEqual([
      '/var/lib/cni/results/net-b-eth0',
      '/var/lib/cni/results/other-a-eth0',
    ]);
  });

  test('without arguments deletes all of the list and names none', async () => {
    const { cni, exec, store } = await withAttachments();
    await cni.gcNetworkList(list, undefined);
    expect(exec.stdin(4)).toBe('{"cniVersion":"1.1.0","name":"net","type":"p"}');
    expect([...store.files.keys()]).toEqual(['/var/lib/cni/results/other-a-eth0']);
  });

  test('with nothing that stays names an empty list', async () => {
    const { cni, exec } = engineWith(works);
    await cni.gcNetworkList(list, { validAttachments: [] });
    expect(exec.stdin(0)).toContain('"cni.dev/attachments":[],"cni.dev/valid-attachments":[]');
  });

  test('below 1.1.0 only deletes', async () => {
    const { cni, exec } = await withAttachments();
    await cni.gcNetworkList({ ...list, cniVersion: '1.0.0' }, undefined);
    expect(exec.calls).toEqual(['DEL q', 'DEL p', 'DEL q', 'DEL p']);
  });

  test('does nothing with disableGC, or when the cache cannot be listed', async () => {
    const { cni, exec, store } = await withAttachments();
    await cni.gcNetworkList({ ...list, disableGC: true }, undefined);
    const dir = '/var/lib/cni/results';
    store.broken.set(dir, new FileError(dir, 'EACCES', 'no'));
    await cni.gcNetworkList(list, undefined);
    expect(exec.commands).toEqual([]);
  });
});

describe('a GC that fails', () => {
  test('goes on after failures and gives them all, one a line', async () => {
    const { cni, exec } = await withAttachments({
      p: works.p,
      q: ({ env }) => exited(1, `{"msg":"no ${env['CNI_COMMAND']}"}`),
    });
    const error = await rejectionOf(cni.gcNetworkList(list, undefined));
    expect(error.message).toBe(
      [
        'failed to delete stale attachment a eth0: plugin type="q" failed (delete): no DEL',
        'failed to delete stale attachment b eth0: plugin type="q" failed (delete): no DEL',
        'failed to GC plugin q: no GC',
      ].join('\n'),
    );
    expect(exec.calls).toEqual(['DEL q', 'DEL q', 'GC p', 'GC q']);
  });

  test('stops at once when the connection is lost', async () => {
    const { cni, exec } = await withAttachments({
      ...works,
      q: () => ({ kind: 'unknown', pluginPath: undefined, reason: 'eof' }),
    });
    const error = await rejectionOf(cni.gcNetworkList(list, undefined));
    expect(error.message).toBe('connection to the host was lost while plugin "q" ran: the outcome is unknown');
    expect(exec.calls).toEqual(['DEL q']);
  });
});
