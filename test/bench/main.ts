/**
 * `npm run bench [-- NAME…]`: what the budgets of the design are about, measured beside a peer in the same run. Prints
 * one JSON table; which rows are over budget is said at the end. Another benchmark is one more entry of `benches`.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { chainOfPlugins } from './chain.ts';
import { activation, firstDiagnostics } from './cold.ts';
import { manyFiles, pluginOverSsh } from './hosts.ts';
import { keystroke, staticChecks } from './language.ts';
import { vsixSize } from './package-size.ts';
import { serverMemory } from './server-process.ts';
import type { Absent, Bench, Row } from './table.ts';

const benches: ReadonlyMap<string, Bench> = new Map(
  Object.entries({
    checks: staticChecks,
    keystroke,
    memory: serverMemory,
    cold: firstDiagnostics,
    activation,
    chain: chainOfPlugins,
    files: manyFiles,
    ssh: pluginOverSsh,
    vsix: vsixSize,
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
  if (wanted.length === 0 || wanted.includes(name)) rows.push(...(await bench()));
}
const overBudget = rows.flatMap((row) => ('holds' in row && !row.holds ? [row.what] : []));
const machine = { node: process.version, processors: availableParallelism(), loadBefore: load, loadAfter: loadNow() };
console.log(JSON.stringify({ machine, rows, overBudget }, undefined, 2));
