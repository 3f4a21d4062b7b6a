import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { LocalConfigFiles } from '../../../../../engine/host/files/local-files.ts';

test('everything but directories is listed, as by libcni, and unreadable files with the reason', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'cni-files-'));
  const at = (name: string): string => path.join(directory, name);
  writeFileSync(at('10-file.conf'), '{}');
  symlinkSync('nowhere', at('20-link.conf'));
  mkdirSync(at('30-directory.conf'));
  symlinkSync(at('30-directory.conf'), at('40-link.conf'));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(at('50-socket.conf'), resolve));
  try {
    const files = await new LocalConfigFiles().readDir(directory, ['.conf']);
    expect(files.map((file) => [path.basename(file.path), file.problem?.message])).toEqual([
      ['10-file.conf', undefined],
      ['20-link.conf', `open ${at('20-link.conf')}: no such file or directory`],
      ['40-link.conf', `read ${at('40-link.conf')}: is a directory`],
      ['50-socket.conf', `open ${at('50-socket.conf')}: no such device or address`],
    ]);
  } finally {
    server.close();
    rmSync(directory, { recursive: true });
  }
});
