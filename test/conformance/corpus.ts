import { PLAIN_FOLDERS, type Corpus } from '../corpus/files.ts';
import type { Labelled } from './contest.ts';
import { toBlob, type Behaviour, type OfBytes, type Scenario } from './wire.ts';

const OPERATIONS: readonly OfBytes['op'][] = ['jsonAny', 'list', 'plugin', 'listFromSingle', 'decodeVersion'];
const PLUGINS_SEEN = /"type"\s*:\s*"([^"\\]*)"/gu;

/** A life of an attachment with the file as the configuration; all its plugins are there and print an empty result. */
function life(bytes: Uint8Array, form: Scenario['form']): Scenario {
  const text = new TextDecoder().decode(bytes);
  const types = [...new Set([...text.matchAll(PLUGINS_SEEN)].flatMap(([, type]) => type ?? []))];
  const act: Record<string, readonly Behaviour[]> = {
    ADD: [{ stdout: '{"ip4":{"ip":"10.0.0.2/24"},"ips":[{"version":"4","address":"10.0.0.2/24"}]}' }],
    VERSION: [{ stdout: '{"cniVersion":"1.1.0","supportedVersions":["0.1.0","0.3.1","0.4.0","1.0.0","1.1.0"]}' }],
  };
  const capabilityArgs = '{"portMappings":[],"bandwidth":{},"mac":"00:11:22:33:44:55","ips":[],"ipRanges":[[]]}';
  const asList = [
    'addList',
    'cachedListConfig',
    'checkList',
    'statusList',
    'validateList',
    'gcList',
    'addList',
    'delList',
  ] as const;
  const asSingle = ['add', 'cachedConfig', 'check', 'validate', 'del'] as const;
  return {
    op: 'scenario',
    form,
    config: toBlob(bytes),
    path: ['/v/bin'],
    binaries: { '/v/bin': types },
    script: Object.fromEntries(types.map((type) => [type, act])),
    cache: {},
    runtime: { containerID: 'c1', netNS: '/run/netns/x', ifName: 'eth0', args: [['K', 'v']], capabilityArgs },
    steps: (form === 'single' ? asSingle : asList).map((step) => ({ do: step })),
  };
}

/** Every file of a corpus, through everything that takes a configuration. */
export function* corpusCases({ files }: Corpus): Generator<Labelled> {
  for (const folder of [...PLAIN_FOLDERS, 'embedded'] as const) {
    for (const { id, text } of files(folder)) {
      const bytes = new TextEncoder().encode(text);
      const label = `${folder}/${id}`;
      for (const op of OPERATIONS) {
        yield { label: `${label} as ${op}`, request: { op, bytes: toBlob(bytes) } };
      }
      // A list without plugins cannot live: see the named difference.
      const forms = text.includes('"plugins"')
        ? (['list', 'single', 'wrapped'] as const)
        : (['single', 'wrapped'] as const);
      for (const form of forms) {
        yield { label: `${label} ${form} lives`, request: life(bytes, form) };
      }
      const entry = { path: '/net.d/10.conflist', bytes: toBlob(bytes) };
      yield {
        label: `${label} from a directory`,
        request: { op: 'loadDir', entries: [entry], dir: '/net.d', name: '10.conflist', how: 'file' },
      };
    }
  }
}
