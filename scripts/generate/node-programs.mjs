import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project.mjs';

/** The programs of the engine that run in a separate Node process, by the name of their text. */
const programs = { askpassProgram: 'engine/host/login/askpass.cjs' };

/** Writes generated/node-programs.{js,d.ts}: each program as a text. */
export function generateNodePrograms() {
  const texts = Object.entries(programs).map(([name, file]) => [name, readFileSync(join(projectRoot, file), 'utf8')]);
  const folder = join(projectRoot, 'generated');
  mkdirSync(folder, { recursive: true });
  const code = texts.map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};\n`);
  writeFileSync(join(folder, 'node-programs.js'), code.join(''));
  writeFileSync(join(folder, 'node-programs.d.ts'), texts.map(([name]) => `export const ${name}: string;\n`).join(''));
}
