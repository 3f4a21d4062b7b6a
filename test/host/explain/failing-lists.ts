import type { ExplanationId } from '../../../engine/explain/index.ts';
import type { JSONObject } from '../../../engine/libcni/index.ts';
import { referencePlugins } from '../reference/reference-site.ts';
import { bridge, directly, type FailingNetwork, local, one } from './failing-network.ts';

const text = (id: ExplanationId, content: string): FailingNetwork => ({ id, plugins: [], text: content });
const list = (id: ExplanationId, content: unknown): FailingNetwork => text(id, JSON.stringify(content));

const run = (id: ExplanationId, variables: string, config: JSONObject): FailingNetwork => ({
  id,
  plugins: [],
  command: directly(`${variables} "$2/bridge"`, JSON.stringify(config)),
});

const own = '/run/own-plugins';
/** Has bridge call a program for addresses that is not a CNI plugin. */
const program = (id: ExplanationId, file: string, more = 'chmod +x'): FailingNetwork =>
  one(id, bridge({}, { type: 'own' }), {
    pluginDirs: [referencePlugins ?? '', own],
    prepare: `mkdir -p ${own}; rm -f ${own}/own; printf '${file}' >${own}/own; ${more} ${own}/own`,
  });

const withResults = 'for f in /var/lib/cni/results/*; do';

/** Networks that libcni rejects, or with which it cannot run a plugin. */
export const failingLists: readonly FailingNetwork[] = [
  text('notJSONFile', '{ "cniVersion": "1.0.0", }'),
  list('listWithoutName', { cniVersion: '1.0.0', plugins: [{ type: 'bridge' }] }),
  list('listVersionInvalid', { cniVersion: 1, name: 'n', plugins: [{ type: 'bridge' }] }),
  list('listValueType', { cniVersion: '1.0.0', name: 5, plugins: [{ type: 'bridge' }] }),
  list('pluginsNotArray', { cniVersion: '1.0.0', name: 'n', plugins: {} }),
  list('noPlugins', { cniVersion: '1.0.0', name: 'n', plugins: [] }),
  {
    ...list('fileNameTooLong', { cniVersion: '1.0.0', name: 'n'.repeat(256), plugins: [{ type: 'bridge' }] }),
    isFile: true,
  },
  list('typeMissing', { cniVersion: '1.0.0', name: 'n', plugins: [{}] }),
  one('networkNameInvalid', bridge(), { name: 'my net' }),
  one('containerIDInvalid', bridge(), { containerID: 'web/0' }),
  one('argumentInvalid', bridge(), { args: [['IgnoreUnknown', 'maybe']] }),
  one('versionUnsupported', bridge(), { version: '9.0.0', validates: true }),
  one('resultNotCached', bridge(), { name: 'n'.repeat(245) }),
  one('resultConversion', bridge(), { beforeCheck: `${withResults} sed -i 's/1\\.0\\.0/9.0.0/g' "$f"; done` }),
  one('prevResultMissing', bridge(), { beforeCheck: 'rm -rf /var/lib/cni/results' }),
  run('variablesMissing', 'CNI_IFNAME=', { cniVersion: '1.0.0', name: 'n', type: 'bridge' }),
  run('versionNotANumber', 'CNI_COMMAND=CHECK', { cniVersion: 'one.0.0', name: 'n', type: 'bridge' }),
  run('gcUnsupported', 'CNI_COMMAND=GC', { cniVersion: '1.0.0', name: 'n', type: 'bridge' }),
  run('networkNameMissing', '', { cniVersion: '1.0.0', type: 'bridge' }),
  one('referencePluginMissing', bridge(), { pluginDirs: [own] }),
  one('noPluginPath', bridge(), { pluginDirs: [] }),
  one('namespaceMissing', bridge(), { netNS: '/proc/0/ns/net' }),
  one('namedNamespaceMissing', bridge(), { netNS: '/run/netns/no-such' }),
  one('notANamespace', bridge(), { netNS: '/run/not-a-namespace', prepare: ': >/run/not-a-namespace' }),
  one('namespaceOfHost', { type: 'ptp', ipam: local() }, { netNS: '/proc/self/ns/net' }),
  program('notExecutable', '', 'chmod -x'),
  program('wrongFormat', '\\177ELF'),
  {
    ...program(
      'beingWritten',
      '',
      `chmod +x ${own}/own; { sleep 30 & echo $! >/run/writer.pid; } </dev/null >/dev/null 2>&1 3>>`,
    ),
    restore: 'kill "$(cat /run/writer.pid)"',
  },
  program('interpreterMissing', '#!/no/such\\n'),
  program('pluginSilent', '#!/bin/sh\\nexit 3\\n'),
  program('pluginStderr', '#!/bin/sh\\necho no such command >&2\\nexit 3\\n'),
  program('resultNotJSON', '#!/bin/sh\\necho hello\\n'),
];
