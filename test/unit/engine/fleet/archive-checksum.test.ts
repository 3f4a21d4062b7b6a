import { createServer, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { openArchive } from '../../../../engine/fleet/archive.ts';
import { limits } from '../../../../engine/host/limits.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** A server whose answer to everything never ends, and how much of it was taken. */
async function endless(): Promise<{ readonly url: string; readonly sent: () => number }> {
  let sent = 0;
  const chunk = Buffer.alloc(65_536, '0');
  server = createServer((_request, response) => {
    const send = (): void => {
      while (!response.destroyed && response.write(chunk)) {
        sent += chunk.length;
      }
    };
    response.on('drain', send);
    send();
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/a.tgz`, sent: () => sent };
}

it('reads no more of a checksum than one can be long', async () => {
  const { url, sent } = await endless();
  await expect(openArchive(url)).rejects.toMatchObject({ code: 'archiveChecksum' });
  // What was on its way in the buffers of the system is not read.
  expect(sent()).toBeLessThan(256 * limits.checksum);
});
