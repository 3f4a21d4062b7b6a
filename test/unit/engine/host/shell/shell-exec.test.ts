import { expect, test } from 'vitest';
import { ShellExec } from '../../../../../engine/host/shell/shell-exec.ts';

test('a connection that breaks while a plugin is looked for does not mean that there is none', async () => {
  const lost = { kind: 'lost', stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), reason: 'exit status 255' } as const;
  const exec = new ShellExec(() => Promise.resolve(lost), {
    label: () => 'node1',
    removes: true,
    outputLimit: 1,
    pluginTimeoutMs: () => undefined,
  });
  await expect(exec.findPlugin('bridge', ['/opt/cni/bin'])).rejects.toMatchObject({
    problem: {
      code: 'connectionLost',
      message: 'The connection to node1 was lost during the search for plugin "bridge" (exit status 255).',
    },
  });
});
