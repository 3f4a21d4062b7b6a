import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Lower-case hexadecimal SHA-256 of a file. */
export function sha256Of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Writes a .tgz like that of the reference plugins: executable files at the top level, with the SHA-256 next to it. Returns the archive's path. */
export function packArchive(
  files: Readonly<Record<string, { readonly from: string } | { readonly bytes: Uint8Array }>>,
): string {
  const place = mkdtempSync(path.join(tmpdir(), 'cni-archive-'));
  const content = path.join(place, 'content');
  mkdirSync(content);
  for (const [name, file] of Object.entries(files)) {
    if ('from' in file) {
      copyFileSync(file.from, path.join(content, name));
    } else {
      writeFileSync(path.join(content, name), file.bytes, { mode: 0o755 });
    }
  }
  writeFileSync(path.join(content, 'README.md'), 'read me', { mode: 0o644 });
  const archive = path.join(place, 'plugins.tgz');
  execFileSync('tar', ['--sort=name', '-czf', archive, '-C', content, '.']);
  writeFileSync(`${archive}.sha256`, `${sha256Of(archive)}  plugins.tgz\n`);
  return archive;
}

/** The bytes of an ELF file, said to be for another machine. */
export function forMachine(file: string, machine: number): Uint8Array {
  const bytes = readFileSync(file);
  bytes.writeUInt16LE(machine, 18);
  return bytes;
}

/** Serves the files of a directory on loopback until it is closed. */
export async function serveDirectory(directory: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    try {
      response.end(readFileSync(path.join(directory, path.basename(request.url ?? ''))));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
