import { describe, expect, it } from 'vitest';
import { CNIConfig, loadNetworkConf, type PluginOutcome } from '../../engine/libcni/index.ts';
import { findingsIn } from '../unit/server/documents.ts';
import { MemoryStore } from '../unit/engine/libcni/memory-store.ts';
import { exited } from '../unit/engine/libcni/recording-exec.ts';
import { ABSENT, corpusFiles, type CorpusFile } from './files.ts';
import { strictErrors } from './strict-table.ts';

if (ABSENT !== undefined) console.log(`skipped: errors in strict files of the corpus, as ${ABSENT}`);

const files = new Map(corpusFiles('strict').map((file) => [file.id, file]));

/** `id rule` of every error in a file, each once. */
function errorsIn({ id, text, loadedAs }: CorpusFile): string[] {
  const errors = findingsIn(text, loadedAs).filter(({ severity }) => severity === 'error');
  return [...new Set(errors.map(({ rule }) => `${id} ${rule.id}`))];
}

/** A plugin that does all that it is asked, and answers in the version that it is asked in. */
function willing(stdin: Uint8Array): PluginOutcome {
  const { cniVersion = '0.1.0' }: { cniVersion?: string } = JSON.parse(new TextDecoder().decode(stdin));
  const address = '10.0.0.2/24';
  return exited(0, JSON.stringify({ cniVersion, ip4: { ip: address }, ips: [{ version: '4', address }] }));
}

/** What libcni says when a file is loaded and added, all its plugins being willing; '' when nothing. */
async function refusal({ text, loadedAs }: CorpusFile): Promise<string> {
  const store = new MemoryStore({ [`/etc/cni/net.d/${loadedAs}`]: text });
  const exec = {
    execPlugin: async ({ stdin }: { stdin: Uint8Array }) => willing(stdin),
    findPlugin: async (type: string) => `/plugins/${type}`,
  };
  const { name = '' }: { name?: string } = JSON.parse(text);
  try {
    const list = await loadNetworkConf(store, '/etc/cni/net.d', name);
    const cni = new CNIConfig({ pluginDirs: ['/plugins'], cacheDir: '/cache', exec, store });
    await cni.addNetworkList(list, { containerID: 'c', netNS: '/n', ifName: 'eth0', args: [], capabilityArgs: {} });
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe.runIf(files.size > 0)('of the configurations that load, the rules', () => {
  it('call wrong those in the reviewed table, and no others', () => {
    const found = [...files.values()].flatMap(errorsIn);
    const reviewed = strictErrors.flatMap(({ rule, files: ids }) => ids.map((id) => `${id} ${rule}`));
    console.log(
      `${found.length} errors in ${new Set(found.map((one) => one.slice(0, 4))).size} of ${files.size} files`,
    );
    expect(found.filter((one) => !reviewed.includes(one))).toEqual([]);
    expect(reviewed.filter((one) => !found.includes(one))).toEqual([]);
    expect(new Set(reviewed).size).toBe(reviewed.length);
  });

  it.each(strictErrors.filter(({ refusedBy }) => refusedBy === 'libcni'))(
    'say of some $rule, as libcni does: $says',
    async ({ files: ids, says = '?' }) => {
      for (const id of ids) {
        const file = files.get(id);
        if (file === undefined) throw new Error(`there is no strict/${id}`);
        expect(`${id}: ${await refusal(file)}`).toContain(says);
      }
    },
  );

  it('miss none that libcni refuses', async () => {
    const reviewed = new Set(
      strictErrors.filter(({ refusedBy }) => refusedBy === 'libcni').flatMap((row) => row.files),
    );
    const refused: string[] = [];
    for (const file of files.values()) {
      if (!reviewed.has(file.id) && (await refusal(file)) !== '') refused.push(`${file.id}: ${await refusal(file)}`);
    }
    expect(refused).toEqual([]);
  });
});

it('every reviewed error has its reason, and what was seen or where it is written', () => {
  const bare = strictErrors.filter(
    ({ refusedBy, says = '', source = '', reason }) => reason === '' || (refusedBy === 'source' ? source : says) === '',
  );
  expect(bare).toEqual([]);
});
