import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHost } from '../../engine/host/index.ts';
import { isRoot, sandboxObstacle } from './machine.ts';
import { SandboxStage, sandboxUsers } from './sandbox-stage.ts';
import { skipBecause } from '../skip.ts';

const obstacle = sandboxObstacle();
if (obstacle !== undefined) {
  console.log(`skipped: files shown in the sandbox, as ${obstacle}`);
}

/** A plugin that prints the file that its configuration names. */
const reader = `#!/bin/sh\ncat "$(sed 's/.*"file":"\\([^"]*\\)".*/\\1/')"\n`;

for (const user of sandboxUsers) {
  describe(`files shown in a sandbox of ${user.name}`, skipBecause(obstacle), () => {
    let stage: SandboxStage;
    beforeAll(async () => {
      stage = await SandboxStage.build(user);
    });
    afterAll(() => stage?.dispose());

    test.each([
      ['home', '700', '700'],
      ['home', '755', '755'],
      ['/opt', '700', '755'],
      ['/opt', '755', '700'],
      ['/var/lib', '700', '700'],
      ['/tmp', '755', '755'],
    ])('plugins run from a directory in %s with mode %s and files of mode %s, read-only', (parent, mode, fileMode) => {
      const plugins = stage.makeDirectory(
        path.join(stage.makeDirectoryIn(parent, mode), 'go 1\\2/bin'),
        Number.parseInt(mode, 8),
      );
      stage.write(
        path.join(plugins, 'here'),
        '#!/bin/sh\nprintf "%s\\n" "$0"\ntouch "${0%/*}/new" 2>/dev/null || echo refused\n',
        Number.parseInt(fileMode, 8),
      );
      const link = path.join(stage.home, 'link');
      rmSync(link, { force: true });
      symlinkSync(plugins, link);
      const { said, reports } = stage.run({
        pluginDirs: [plugins, link],
        plugins: [plugins, link].map((dir) => ({ type: 'here', pluginDirs: [dir], config: {} })),
      });
      expect(reports).toEqual([]);
      expect(said).toEqual([`${plugins}/here\nrefused\n`, `${link}/here\nrefused\n`]);
    });

    test.each([
      ['home', '700'],
      ['/etc', '755'],
      ['/etc', '700'],
      ['/var/log', '755'],
    ])(
      'a file of mode 600 that a configuration names is read in %s, in a directory of mode %s, and not changed',
      (parent, mode) => {
        const plugins = stage.makeDirectoryIn('/tmp', '755');
        stage.write(path.join(plugins, 'reader'), reader, 0o755);
        stage.write(path.join(plugins, 'writer'), reader.replace('cat', 'echo x | tee'), 0o755);
        const file = stage.write(path.join(stage.makeDirectoryIn(parent, mode), 'kubeconfig'), 'a token\n', 0o600);
        const { said, reports } = stage.run({
          pluginDirs: [plugins],
          plugins: ['reader', 'writer'].map((type) => ({ type, pluginDirs: [plugins], config: { deep: [{ file }] } })),
        });
        expect([said[0], reports]).toEqual(['a token\n', []]);
        expect(readFileSync(file, 'utf8')).toBe('a token\n');
      },
    );
  });
}

for (const user of sandboxUsers) {
  describe(`files not shown in a sandbox of ${user.name}`, skipBecause(obstacle), () => {
    let stage: SandboxStage;
    beforeAll(async () => {
      stage = await SandboxStage.build(user);
    });
    afterAll(() => stage?.dispose());

    test('what it cannot show is reported: a file and a directory that are not the user’s, a directory named too late', (context) => {
      const plugins = stage.makeDirectoryIn('/tmp', '755');
      stage.write(path.join(plugins, 'reader'), reader, 0o755);
      const late = stage.makeDirectoryIn('/tmp', '755');
      const big = stage.write(path.join(stage.home, 'big'), 'x'.repeat(2 * 1024 * 1024), 0o600);
      const run = (file: string, dirs: readonly string[]): readonly string[] =>
        stage.run({
          pluginDirs: dirs,
          plugins: [{ type: 'reader', pluginDirs: [...dirs, late], config: { file } }],
        }).reports;
      expect(run(big, [plugins])).toEqual([
        `The sandbox cannot use the plugin directory ${late}, which was added after the sandbox started. Disconnect the sandbox; a new one can use it.`,
        `The sandbox cannot provide the file ${big} that the configuration uses: it has 2097152 bytes, but the limit is 1048576.`,
      ]);
      if (user.uid === 0) {
        return;
      }
      if (!isRoot) {
        return context.skip('only root can make what is not the user’s');
      }
      expect(run('/root/.ssh/none', ['/root', plugins]).slice(0, 1)).toEqual([
        'The sandbox cannot read the plugin directory /root.',
      ]);
      expect(run('/root/.ssh/none', [plugins]).slice(1)).toEqual([
        'The sandbox cannot provide the file /root/.ssh/none that the configuration uses: you have no permission to read it.',
      ]);
    });
  });
}

test(
  'a file that a configuration names is as new in the sandbox as on the machine',
  skipBecause(obstacle),
  async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'cni-sandbox-'));
    const host = createHost({ kind: 'sandbox' }, { pluginDirs: [directory] });
    try {
      writeFileSync(path.join(directory, 'reader'), reader, { mode: 0o755 });
      const file = path.join(tmpdir(), `${path.basename(directory)}-token`);
      for (const token of ['first', 'second, which is longer', 'third']) {
        writeFileSync(file, token, { mode: 0o600 });
        const stdin = Buffer.from(JSON.stringify({ file }));
        const outcome = await host.exec.execPlugin({ type: 'reader', pluginDirs: [directory], env: {}, stdin });
        expect(outcome).toMatchObject({ exitCode: 0, stdout: Buffer.from(token) });
      }
      rmSync(file);
    } finally {
      await host.dispose();
      rmSync(directory, { recursive: true });
    }
  },
);
