import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildIn, goPrograms, type GoProgram } from '../oracle.ts';

const SOURCE = join(import.meta.dirname, 'program');

/**
 * Builds the program that loads definitions with Multus' Go module. $CNI_WORKBENCH_MULTUS is a checkout of Multus for a
 * machine that cannot fetch the module.
 */
export function buildMultus(): GoProgram {
  const checkout = process.env['CNI_WORKBENCH_MULTUS'] ?? '';
  if (checkout === '') {
    return buildIn(SOURCE, 'multus', ['-mod=readonly', '.']);
  }
  // The overlay shows the program as a package of the checkout, which stays unchanged.
  mkdirSync(goPrograms, { recursive: true, mode: 0o700 });
  const overlay = join(goPrograms, 'multus-overlay.json');
  const replaced = { [join(checkout, 'cmd', 'cni-workbench', 'main.go')]: join(SOURCE, 'main.go') };
  writeFileSync(overlay, JSON.stringify({ Replace: replaced }));
  const mode = existsSync(join(checkout, 'vendor')) ? 'vendor' : 'mod';
  return buildIn(checkout, 'multus', [`-mod=${mode}`, '-overlay', overlay, './cmd/cni-workbench']);
}

/** What Multus does with a definition: the name of its network, or the step that rejects it, with the error. */
export interface MultusAnswer {
  readonly name?: string;
  readonly step?: 'API' | 'Multus' | 'libcni';
  readonly error?: string;
}

/** Loads definitions, each the text of one YAML document, with the program. */
export async function loadWithMultus(program: string, definitions: readonly string[]): Promise<MultusAnswer[]> {
  const running = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers: MultusAnswer[] = [];
  const lines = createInterface({ input: running.stdout, crlfDelay: Infinity });
  lines.on('line', (line) => answers.push(JSON.parse(line)));
  const ended = new Promise((resolve) => running.once('close', resolve));
  for (const yaml of definitions) {
    running.stdin.write(`${JSON.stringify({ yaml })}\n`);
  }
  running.stdin.end();
  await ended;
  if (answers.length !== definitions.length) {
    throw new Error(`${answers.length} answers to ${definitions.length} definitions`);
  }
  return answers;
}
