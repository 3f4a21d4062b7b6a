import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkConfFromBytes } from '../../engine/libcni/index.ts';
import { ABSENT, corpusFiles } from '../corpus/files.ts';
import { strictErrors, type Row } from '../corpus/strict-table.ts';
import { sandboxObstacle } from './machine.ts';
import { noReferencePlugins, referencePlugins, ReferenceSite } from './reference-site.ts';

// The reviewed errors of corpus/strict that a reference plugin refuses: each is run, and says what the table says.

const obstacle = ABSENT ?? sandboxObstacle() ?? (referencePlugins === undefined ? noReferencePlugins : undefined);
if (obstacle !== undefined) console.log(`skipped: errors of the corpus with the reference plugins, as ${obstacle}`);

type JSONMap = Readonly<Record<string, unknown>>;
const files = new Map(corpusFiles('strict').map(({ id, text }) => [id, text]));

/** The plugin configuration that a row is about, alone in a list; an IPAM plugin as its plugin would call it. */
function alone({ plugin, runAs, refusedBy }: Row, id: string): { readonly list: JSONMap; readonly master: string } {
  const file: JSONMap & { plugins?: JSONMap[] } = JSON.parse(files.get(id) ?? '{}');
  const found = (file.plugins ?? [file]).find(({ type }) => type === plugin);
  if (found === undefined) throw new Error(`strict/${id} has no ${plugin ?? 'plugin'}`);
  const master = typeof found['master'] === 'string' ? found['master'] : 'master0';
  const ipam: { type?: string } = typeof found['ipam'] === 'object' && found['ipam'] !== null ? found['ipam'] : {};
  const type = refusedBy === 'ipam' ? ipam.type : (runAs ?? plugin);
  const { cniVersion = '0.1.0', name = 'nameless' } = file;
  return { list: { cniVersion, name, plugins: [{ ...found, type, ...(runAs ? { mode: 'bridge' } : {}) }] }, master };
}

const cases = strictErrors
  .filter(({ refusedBy }) => refusedBy === 'plugin' || refusedBy === 'ipam')
  .flatMap((row) => row.files.map((id) => ({ ...row, id })));

describe.runIf(obstacle === undefined)('a reference plugin refuses', () => {
  let site: ReferenceSite;
  beforeAll(async () => {
    site = new ReferenceSite({ kind: 'sandbox' }, referencePlugins ?? '');
    await site.host.connect();
  });
  afterAll(() => site.close());

  it.each(cases)('strict/$id, as $rule foretells: $says', async (row) => {
    const { list, master } = alone(row, row.id);
    const place = site.place('1.0.0');
    await place.open();
    await site.sh('ip link show "$1" || ip link add "$1" type veth peer name "$2"', master, `${place.bridge}p`);
    try {
      const adding = site
        .engine(() => undefined)
        .addNetworkList(networkConfFromBytes(Buffer.from(JSON.stringify(list))), place.attachment('a', 'eth0', {}));
      await expect(adding).rejects.toThrow(row.says);
    } finally {
      await place.close();
    }
  });
});
