import { rm, stat } from 'node:fs/promises';
import { inProject } from './project.mjs';
import { ensureDependencies } from './install.mjs';
import { Hindrance, note, runScript } from './progress.mjs';

/** The three bundles that are shipped. `server` is its own process, so that a slow document never holds up the editor. */
const bundles = [
  { entry: 'client/extension.ts', file: 'client.js', external: ['vscode'] },
  { entry: 'server/main.ts', file: 'server.js' },
  { entry: 'cli/main.ts', file: 'cnitool.js', banner: '#!/usr/bin/env node' },
];

/** jsonc-parser and vscode-json-languageservice have UMD as `main`, which esbuild cannot follow: `module` goes first. */
const optionsOf = ({ entry, file, external = [], banner }) => ({
  entryPoints: [inProject(entry)],
  outfile: inProject('dist', file),
  external,
  ...(banner === undefined ? {} : { banner: { js: banner } }),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
});

async function generate() {
  const { generateValidators } = await import('./generate-validators.mjs');
  generateValidators();
}

const size = async (file) => `dist/${file}: ${((await stat(inProject('dist', file))).size / 1000).toFixed(0)} kB`;

/** Writes dist/client.js, dist/server.js and dist/cnitool.js and says how large they are. */
export async function build() {
  const esbuild = await import('esbuild');
  await rm(inProject('dist'), { recursive: true, force: true });
  await generate();
  try {
    await Promise.all(bundles.map((bundle) => esbuild.build(optionsOf(bundle))));
  } catch {
    throw new Hindrance('The bundles could not be built: see the errors above.');
  }
  for (const { file } of bundles) note(await size(file));
}

async function watch() {
  const esbuild = await import('esbuild');
  await generate();
  const contexts = await Promise.all(
    bundles.map((bundle) => esbuild.context({ ...optionsOf(bundle), logLevel: 'info' })),
  );
  await Promise.all(contexts.map((context) => context.watch()));
  console.log('watching; schemas are compiled at the start only');
}

if (process.argv[1]?.endsWith('build.mjs')) {
  await runScript(async () => {
    await ensureDependencies();
    await (process.argv.includes('--watch') ? watch() : build());
  });
}
