/**
 * `npm run bench [-- NAME…]`: what the budgets of the design are about, measured beside a peer in the same run. Prints
 * one JSON table to stdout, with the rows over budget at its end, and the same for people to stderr. Another benchmark is
 * one more entry of `benches`.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { largeCarriers, recognition } from './carriers.ts';
import { chainOfPlugins } from './chain.ts';
import { cnitoolVersion } from './cnitool.ts';
import { activation, firstDiagnostics } from './cold.ts';
import { compareManyHosts } from './compare.ts';
import { manyFiles, networkRefresh } from './hosts.ts';
import { namespaceView } from './views/namespaces.ts';
import { operationsMemory } from './views/operations.ts';
import { largeLists } from './large-lists.ts';
import { staticChecks } from './language.ts';
import { vsixSize } from './package-size.ts';
import { realPlugins } from './real-plugins.ts';
import { serverMemory } from './server-process.ts';
import { chainOverSsh } from './ssh.ts';
import { textTable, type Absent, type Bench, type Row } from './table.ts';

const benches: ReadonlyMap<string, Bench> = new Map(
  Object.entries({
    real: realPlugins,
    chain: chainOfPlugins,
    ssh: chainOverSsh,
    checks: staticChecks,
    lists: largeLists,
    recognition,
    carriers: largeCarriers,
    activation,
    cold: firstDiagnostics,
    memory: serverMemory,
    cnitool: cnitoolVersion,
    vsix: vsixSize,
    files: manyFiles,
    compare: compareManyHosts,
    network: networkRefresh,
    namespaces: namespaceView,
    operations: operationsMemory,
  }),
);

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !benches.has(name));
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}; there are ${[...benches.keys()].join(', ')}.`);
  process.exit(2);
}

const loadNow = (): string => readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ');
const load = loadNow();
const rows: (Row | Absent)[] = [];
for (const [name, bench] of benches) {
  if (wanted.length === 0 || wanted.includes(name)) {
    rows.push(...(await bench()));
  }
}
const overBudget = rows.flatMap((row) => ('holds' in row && !row.holds ? [row.what] : []));
const machine = { node: process.version, processors: availableParallelism(), loadBefore: load, loadAfter: loadNow() };
console.log(JSON.stringify({ machine, rows, overBudget }, undefined, 2));
console.error(`\n${textTable(rows)}\n\nover budget: ${overBudget.join('; ') || 'nothing'}`);
