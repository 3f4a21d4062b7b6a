import { networkConfFromBytes } from '../../../../engine/libcni/conf/conf.ts';
import { CNIConfig } from '../../../../engine/libcni/operation/cni-config.ts';
import { encodeUTF8 } from '../../../../engine/libcni/json/utf8.ts';
import type { JSONValue, NetworkConfigList, RuntimeConf } from '../../../../engine/libcni/result/types.ts';
import { MemoryStore } from './memory-store.ts';
import { RecordingExec, type FakePlugin } from './recording-exec.ts';

/** A list from its JSON. */
export function listOf(value: JSONValue): NetworkConfigList {
  return networkConfFromBytes(encodeUTF8(JSON.stringify(value)));
}

/** An attachment to work with, in parts as wanted. */
export function runtimeConf(parts: Partial<RuntimeConf> = {}): RuntimeConf {
  return { containerID: 'c1', netNS: '/run/netns/x', ifName: 'eth0', args: [], capabilityArgs: {}, ...parts };
}

/** A {@link CNIConfig} over fake plugins and a store in memory. */
export function engineWith(plugins: Readonly<Record<string, FakePlugin>>, store = new MemoryStore()) {
  const exec = new RecordingExec(plugins);
  return { cni: new CNIConfig({ pluginDirs: ['/a', '/b'], exec, store }), exec, store };
}

/** Bytes as text. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
