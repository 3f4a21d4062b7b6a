import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildGo } from '../conformance/oracle.ts';
import { addAndDel, race, SAMPLES } from './race.ts';
import { row, type Absent, type Row } from './table.ts';

const PLUGINS = ['noop-1', 'noop-2', 'noop-3'];
const LIST = JSON.stringify({ cniVersion: '1.0.0', name: 'bench', plugins: PLUGINS.map((type) => ({ type })) });
const C_SOURCE = '#include <unistd.h>\nint main(void){return write(1,"{\\"cniVersion\\":\\"1.0.0\\"}",22)!=22;}\n';

/** The plugin in C, the smallest there is, where a compiler is at hand. */
function builtC(place: string): string | undefined {
  const program = join(place, 'noop-c');
  const compiled = spawnSync('cc', ['-Os', '-static', '-x', 'c', '-', '-o', program], { input: C_SOURCE });
  return compiled.status === 0 ? program : undefined;
}

async function raceOf(place: string, plugin: string, language: string): Promise<Row> {
  const pluginDir = join(place, 'bin');
  rmSync(pluginDir, { recursive: true, force: true });
  mkdirSync(pluginDir);
  for (const name of PLUGINS) {
    copyFileSync(plugin, join(pluginDir, name));
  }
  const outcomes = await race({ place, pluginDir, list: LIST, netNS: '/n', capabilityArgs: {}, alsoBare: true });
  const { ours, goLibcni } = addAndDel(outcomes);
  return row(
    `ADD + DEL of a chain of ${PLUGINS.length} plugins in ${language} that do nothing`,
    'ms',
    { ours, peer: { name: 'Go libcni', value: goLibcni }, details: { samples: SAMPLES, ...outcomes } },
    [{ name: 'ratio', value: ours / goLibcni, most: 1.2 }],
  );
}

/** A chain of plugins that do nothing, also beside the plugins started with nothing around them. */
export async function chainOfPlugins(): Promise<readonly (Row | Absent)[]> {
  const noop = buildGo('noop', './noop');
  if ('obstacle' in noop) {
    return [{ what: 'ADD + DEL of plugins that do nothing', skipped: `nothing to compare with: ${noop.obstacle}` }];
  }
  const place = mkdtempSync(join(tmpdir(), 'cni-bench-'));
  try {
    const inC = builtC(place);
    const rows = [await raceOf(place, noop.program, 'Go')];
    return inC === undefined ? rows : [...rows, await raceOf(place, inC, 'C')];
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
