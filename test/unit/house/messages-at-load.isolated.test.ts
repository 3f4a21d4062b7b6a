import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';

/** Messages that were asked for before any language was chosen. */
const early = vi.hoisted(() => new Array<string>());

vi.mock('@vscode/l10n', () => ({
  t: (message: string) => {
    early.push(message);
    return message;
  },
  config: () => undefined,
}));

// It asks Node for the editor's module.
vi.mock('vscode-languageclient/node', () => ({ LanguageClient: Object, TransportKind: {} }));

const root = join(import.meta.dirname, '../../..');

/** Programs and pages: what they run would run here. */
const programs = ['cli/main.ts', 'cli/tutorial.ts', 'server/main.ts'];
const isProgram = (path: string): boolean =>
  programs.includes(path) || /^client\/webviews\/pages\/[^/]+\.ts$/.test(path);

// It loads everything, which takes a minute while the machine is busy.
test('no module asks for a message while it is loaded', { timeout: 300_000 }, async () => {
  const files = globSync('{client,server,language,engine,cli,protocol}/**/*.ts', { cwd: root });
  expect(files.length).toBeGreaterThan(400);
  for (const file of files.filter((path) => !isProgram(path))) {
    await import(join(root, file));
    expect({ file, early }).toEqual({ file, early: [] });
  }
});
