import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readArguments } from '../../../../cli/command-line/arguments.ts';
import { hostOfRequest, type RequestedHost } from '../../../../cli/hosts/hosts.ts';

const place = mkdtempSync(path.join(tmpdir(), 'cni-hosts-'));
afterAll(() => rmSync(place, { recursive: true }));

const file = path.join(place, 'settings.json');
const edge = {
  name: 'edge',
  kind: 'ssh',
  destination: 'root@edge',
  pluginPath: ['/opt/cni/bin'],
  confDir: '/etc/net.d',
  cacheDir: '/var/cni',
};
writeFileSync(file, JSON.stringify({ 'cni.hosts': [edge, { name: 'lab', kind: 'kubernetes', via: 'debug' }] }));

/** The host that the arguments of `facts` ask for. */
async function hostOf(...args: readonly string[]): Promise<RequestedHost> {
  const read = readArguments(['facts', ...args]);
  if (read.kind !== 'facts') {
    throw new Error(read.kind === 'usage' ? read.problem : read.kind);
  }
  return hostOfRequest(read.options.host, new AbortController().signal);
}

test('every verb accepts a host by its name in a hosts file, with the settings in the file', async () => {
  const { name, destination, kind, ...places } = edge;
  expect(await hostOf('--hosts', file, '--host', 'edge')).toEqual({ name, spec: { kind, destination }, ...places });
  expect(await hostOf('--hosts', file, '--host', 'sandbox')).toEqual({ name: 'sandbox', spec: { kind: 'sandbox' } });
  expect(await hostOf()).toEqual({ spec: { kind: 'local' } });
});

test.each([
  [['--hosts', file], '--hosts FILE needs the name of a host. Choose one of its hosts with --host NAME.'],
  [['--hosts', file, '--host', 'nope'], 'There is no host "nope".'],
  [['--hosts', file, '--host', 'lab'], '"lab" is a cluster, not a host.'],
  [['--hosts', path.join(place, 'none'), '--host', 'edge'], 'cannot be read: ENOENT'],
  [['--host', 'edge'], 'There is no host "edge".'],
])('%j is rejected: %s', async (args, said) => {
  await expect(hostOf(...args)).rejects.toThrow(said);
});
