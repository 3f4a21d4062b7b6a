import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pluginDir, sandboxObstacle } from '../../host/machine.ts';
import { row, type Absent, type Row } from '../table.ts';

/** The memory in use after some operations. */
export interface Memory {
  readonly operations: number;
  readonly heapMB: number;
  readonly buffersMB: number;
}

const inUse = ({ heapMB, buffersMB }: Memory): number => heapMB + buffersMB;

/**
 * What the extension keeps of 50 times ADD and DEL, in a process of its own. It keeps the last 50 operations and 100 documents,
 * which is most of what it has more of after 50 than after 10.
 */
export async function operationsMemory(): Promise<readonly (Row | Absent)[]> {
  const what = 'memory after 50 times ADD and DEL, with their history';
  const obstacle = sandboxObstacle() ?? (pluginDir === undefined ? 'there are no plugins' : undefined);
  if (obstacle !== undefined) {
    return [{ what, skipped: obstacle }];
  }
  const script = join(import.meta.dirname, 'operations-process.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [...process.execArgv, script, pluginDir ?? ''], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`The operations failed: ${stderr}`);
  }
  const measured: readonly Memory[] = JSON.parse(stdout);
  const [first, last] = [measured.at(0), measured.at(-1)].map((one) => (one === undefined ? Number.NaN : inUse(one)));
  const growth = Math.max(0, (last ?? Number.NaN) - (first ?? Number.NaN));
  return [
    row(what, 'MB', { ours: last ?? Number.NaN, details: { measured } }, [
      { name: 'MB more than after 10', value: growth, most: 2 },
    ]),
  ];
}
