import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inTurns, contender } from './in-turns.ts';
import { ratio, summarize } from './samples.ts';
import { row, type Absent, type Row } from './table.ts';

const CNITOOL = join(import.meta.dirname, '../../dist/cnitool.js');

function timeOf(args: readonly string[]): Promise<number> {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`node ${args.join(' ')} failed: ${stderr}`);
  }
  return Promise.resolve(performance.now() - began);
}

/** What cnitool takes to say its version, beside Node that does nothing. */
export async function cnitoolVersion(): Promise<readonly (Row | Absent)[]> {
  const what = 'cnitool --version';
  if (!existsSync(CNITOOL)) {
    return [{ what, skipped: 'dist/ is not there: npm run build' }];
  }
  const contenders = [contender(() => timeOf([CNITOOL, '--version'])), contender(() => timeOf(['-e', '0']))] as const;
  await inTurns(contenders, 30);
  const [ours, node] = [summarize(contenders[0].times), summarize(contenders[1].times)];
  const peer = { name: 'node -e 0', value: node.p50 };
  const limit = { name: 'ratio', value: ratio(ours, node), most: 1.2 };
  return [row(what, 'ms', { ours: ours.p50, peer, details: { ours, node } }, [limit])];
}
