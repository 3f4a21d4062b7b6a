import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCli } from '../../../../cli/command-line/cnitool.ts';
import { MadeUpProcess } from '../made-up-process.ts';

/** A list that nothing is wrong with. */
export const good = (name = 'a'): string =>
  `${JSON.stringify({ cniVersion: '1.0.0', name, plugins: [{ type: 'loopback' }] }, undefined, 2)}\n`;

/** A list with two errors that have one sure remedy (R003). */
export const mendable = '{\n  "cniVersion": "1.0.0",\n  "name": "a",\n  "plugins": [{ "type": "loopback" },],\n}\n';

/** A single plugin configuration; as .conflist it is an error (R032). */
export const single = '{\n  "cniVersion": "0.4.0",\n  "name": "a",\n  "type": "loopback"\n}\n';

/** A temporary directory with files. */
export class Workspace {
  readonly path = realpathSync(mkdtempSync(path.join(tmpdir(), 'cni-lint-')));

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [name, content] of Object.entries(files)) {
      this.write(name, content);
    }
  }

  at(name: string): string {
    return path.join(this.path, name);
  }

  write(name: string, content: string | Uint8Array): void {
    mkdirSync(path.dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), content);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

interface Diagnostic {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly related: readonly { readonly path: string }[];
  readonly fixes: readonly { readonly title: string; readonly edits: readonly unknown[] }[];
}

/** The JSON report as it is written. */
export interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly kind: string;
    readonly diagnostics: readonly Diagnostic[];
    readonly fixed?: readonly { readonly rule: string }[];
  }[];
  readonly errors: readonly { readonly path?: string; readonly message: string; readonly hint?: string }[];
}

/** A run of `lint` with these arguments. */
export async function runLint(args: readonly string[], input: string | Uint8Array = '') {
  const cli = new MadeUpProcess(['lint', ...args]);
  cli.input = input;
  const code = await runCli(cli);
  return { code, out: cli.out, err: cli.err };
}

/** The same with the JSON report read, and files by their names in the workspace with the rules found in each. */
export async function lintJson(workspace: Workspace, args: readonly string[], input: string | Uint8Array = '') {
  const { code, out, err } = await runLint(['--format', 'json', ...args], input);
  const report: Report = JSON.parse(out);
  const rules = Object.fromEntries(
    report.files.map((file) => [
      path.relative(workspace.path, file.path),
      file.diagnostics.map(({ rule, severity }) => `${rule} ${severity}`),
    ]),
  );
  return { code, report, rules, err };
}
