import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { projectRoot } from '../project.mjs';

const exitCodes = 'engine/host/shell/exit-codes.sh';

/**
 * Lists the shell programs of the engine.
 * @returns {string[]} paths relative to the project
 */
export function shellPrograms() {
  const files = readdirSync(join(projectRoot, 'engine'), { recursive: true });
  return files
    .filter((file) => file.endsWith('.sh'))
    .map((file) => `engine/${file.replaceAll('\\', '/')}`)
    .toSorted();
}

/**
 * Returns the text of a program for a shell, with its includes (`. ./name.sh`) and without comments. It must be ASCII, so that
 * it is the same in every encoding. Only comments may have other characters.
 */
function programText(file) {
  const text = readFileSync(join(projectRoot, file), 'utf8')
    .replaceAll(/^[ \t]*#(?!!).*\n/gm, '')
    .replaceAll(/^[ \t]*\. (\.\.?\/.+\.sh)$/gm, (_, included) => programText(join(dirname(file), included)).trimEnd());
  const strange = /[^\n\t\x20-\x7e].*/.exec(text)?.[0];
  if (strange !== undefined) {
    throw new Error(`${file} has a character that is not ASCII: ${strange}`);
  }
  return text;
}

const camelCase = (name) => name.replaceAll(/[-_](.)/g, (_, letter) => letter.toUpperCase());

/** Writes generated/shell-programs.{js,d.ts}: the text of each program, and the exit codes as an object. */
export function generateShellPrograms() {
  const programs = new Map();
  for (const file of shellPrograms()) {
    const name = camelCase(basename(file, '.sh'));
    if (programs.has(name)) {
      throw new Error(`Two shell programs are named ${basename(file)}.`);
    }
    programs.set(name, programText(file));
  }
  const table = readFileSync(join(projectRoot, exitCodes), 'utf8');
  const codes = Object.fromEntries(
    [...table.matchAll(/^cni_(\w+)=(\d+)$/gm)].map(([, name, code]) => [camelCase(name), Number(code)]),
  );
  const names = [...programs].filter(([, text]) => text.trim() !== '');
  const folder = join(projectRoot, 'generated');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'shell-programs.js'),
    [
      ...names.map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};`),
      `export const scriptExitCodes = ${JSON.stringify(codes)};\n`,
    ].join('\n'),
  );
  writeFileSync(
    join(folder, 'shell-programs.d.ts'),
    [
      "import type { ShellText } from '../engine/host/shell/quote.ts';\n",
      ...names.map(([name]) => `export const ${name}: ShellText;`),
      `/** Exit codes of the programs: the table of ${basename(exitCodes)}. */`,
      `export const scriptExitCodes: ${JSON.stringify(codes).replaceAll(/"(\w+)":/g, 'readonly $1: ')};\n`,
    ].join('\n'),
  );
}
