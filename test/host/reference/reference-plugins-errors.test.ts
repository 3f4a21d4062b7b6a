import { afterAll, expect, test, type TestContext } from 'vitest';
import type { ExplanationId } from '../../../engine/explain/index.ts';
import { allVersions, type CNIError, ErrorCode, type JSONObject } from '../../../engine/libcni/index.ts';
import { expectCause } from '../right-cause.ts';
import { failureOf } from './reference-life.ts';
import { bridge } from './reference-networks.ts';
import { noReferencePlugins, type Place, ReferenceSite, referencePlugins } from './reference-site.ts';

const site = new ReferenceSite({ kind: 'sandbox' }, referencePlugins ?? '');
afterAll(() => site.close());

async function withPlace(version: string, { skip }: TestContext, body: (place: Place) => Promise<void>): Promise<void> {
  skip(referencePlugins === undefined, noReferencePlugins);
  const place = site.place(version);
  try {
    await place.open();
    await body(place);
  } finally {
    await place.close();
  }
}

const eth0 = (place: Place) => place.attachment('a', 'eth0', {});

async function addFailure(place: Place, cause: ExplanationId, plugin: JSONObject): Promise<CNIError | undefined> {
  const error = await failureOf(site.engine(() => undefined).addNetworkList(place.list([plugin]), eth0(place)));
  expectCause(error, cause);
  return error;
}

test('a plugin says which spec versions it supports when it is asked in another', async (context) => {
  for (const [type, oldest] of [
    ['bandwidth', '0.3.0'],
    ['vrf', '0.3.1'],
    ['firewall', '0.4.0'],
  ] as const) {
    const unknown = allVersions.slice(0, allVersions.indexOf(oldest));
    const supported = allVersions.slice(unknown.length).map((version) => `"${version}"`);
    for (const version of unknown) {
      await withPlace(version, context, async (place) => {
        const error = await addFailure(place, 'versionIncompatible', { type });
        expect(error?.code).toBe(ErrorCode.incompatibleCNIVersion);
        expect(error?.message).toBe(
          `plugin type="${type}" failed (add): incompatible CNI versions; config is "${version}", plugin supports [${supported.join(' ')}]`,
        );
      });
    }
  }
});

test('a plugin that must not come first says so', async (context) => {
  await withPlace('1.1.0', context, async (place) => {
    const first = async (plugin: JSONObject) => (await addFailure(place, 'chainedFirst', plugin))?.message;
    expect(await first({ type: 'portmap' })).toBe(
      'plugin type="portmap" failed (add): must be called as chained plugin',
    );
    expect(await first({ type: 'tuning', sysctl: {} })).toBe(
      'plugin type="tuning" failed (add): Required prevResult missing',
    );
    expect(await first({ type: 'firewall' })).toBe(
      'plugin type="firewall" failed (add): missing prevResult from earlier plugin',
    );
  });
});

test('STATUS and ADD name the IPAM plugin that is not there, and where it was looked for', async (context) => {
  await withPlace('1.1.0', context, async (place) => {
    const plugin = { ...bridge(place), ipam: { type: 'no-such-ipam' } };
    const missing = `failed to find plugin "no-such-ipam" in path [${site.pluginDir}]`;
    const status = await failureOf(site.engine(() => undefined).getStatusNetworkList(place.list([plugin])));
    expect(status?.message).toContain(missing);
    expectCause(status, 'unknownPluginMissing');
    const add = await addFailure(place, 'unknownPluginMissing', plugin);
    expect(add?.message).toContain(`plugin type="bridge" failed (add): ${missing}`);
    expect(await place.cacheFiles()).toEqual([]);
  });
});

test('DEL goes well after the namespace is gone, and frees the address', async (context) => {
  await withPlace('1.1.0', context, async (place) => {
    const cni = site.engine(() => undefined);
    const list = place.list([bridge(place)]);
    await cni.addNetworkList(list, eth0(place));
    const reservation = `${place.dataDir}/${place.network}/198.18.77.2`;
    expect(await site.sh('cat "$1"', reservation)).toBe(`${place.namespace('a')}\r\neth0`);
    await site.sh('ip netns del "$1"', place.namespace('a'));
    await cni.delNetworkList(list, eth0(place));
    expect(await site.sh('[ -e "$1" ] || echo gone', reservation)).toBe('gone\n');
    expect(await place.cacheFiles()).toEqual([]);
    await site.sh('ip netns add "$1"', place.namespace('a'));
  });
});

test('a second ADD of the same attachment is refused by host-local, and the first stays', async (context) => {
  await withPlace('1.1.0', context, async (place) => {
    const cni = site.engine(() => undefined);
    const list = place.list([bridge(place)]);
    const first = await cni.addNetworkList(list, eth0(place));
    const error = await failureOf(cni.addNetworkList(list, eth0(place)));
    expect(error?.message).toMatch(/^plugin type="bridge" failed \(add\): .*eth0.* already exists/);
    expectCause(error, 'interfaceExists');
    expect((await cni.getNetworkListCachedResult(list, eth0(place)))?.json).toBe(first.json);
  });
});
