import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { clientOptions } from './client-bundles.mjs';
import { inProject } from './project.mjs';
import { ensureDependencies } from './install.mjs';
import { Hindrance, note, runScript } from './progress.mjs';
import { noticesFile, thirdPartyNotices } from './release/third-party-notices.mjs';

/**
 * The bundles that are shipped, next to those of the extension. `server` is its own process, so that a slow document never
 * holds up the editor. `cnitool` is for terminals, and not in the VSIX. A bundle may leave a module to another bundle, which
 * its `import()` loads: `cnitool` leaves all but its version, and that program leaves the language, which most verbs do
 * without. `l10n` is the part that all of them share.
 */
const bundles = [
  { entry: 'server/main.ts', file: 'server.js', banner: '#!/usr/bin/env node' },
  { entry: 'cli/main.ts', file: 'cnitool.js', banner: '#!/usr/bin/env node', later: ['cnitool-program'] },
  { entry: 'cli/cnitool-program.ts', file: 'cnitool-program.js', later: ['cnitool-language'] },
  { entry: 'cli/cnitool-language.ts', file: 'cnitool-language.js' },
  { entry: 'node_modules/@vscode/l10n/dist/main.js', file: 'l10n.js' },
  { entry: 'node_modules/yaml/dist/index.js', file: 'yaml.js' },
];

/**
 * Packages with their own bundle. All bundles of a process must share the one copy of `@vscode/l10n` that holds the
 * translations; one copy of `yaml` for several bundles keeps the VSIX small.
 */
const sharedPackages = {
  name: 'shared-packages',
  setup({ onResolve }) {
    onResolve({ filter: /^@vscode\/l10n$/ }, () => ({ path: './l10n.js', external: true }));
    onResolve({ filter: /^yaml$/ }, () => ({ path: './yaml.js', external: true }));
  },
};

/** Leaves each module `name.ts` to the bundle `name.js`. */
const bundledApart = (names) => ({
  name: 'bundled-apart',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`/(?:${names.join('|')})\\.ts$`) }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path: `./${basename(path, '.ts')}.js`, external: true } : undefined,
    );
  },
});

/** jsonc-parser and vscode-json-languageservice have UMD as `main`, which esbuild cannot follow: `module` goes first. */
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  minify: true,
  sourcesContent: false,
  logLevel: 'warning',
};

const optionsOf = ({ entry, file, banner, later }, directory = inProject('dist')) => ({
  ...shared,
  entryPoints: [inProject(entry)],
  outfile: join(directory, file),
  ...(banner === undefined ? {} : { banner: { js: banner } }),
  format: 'cjs',
  // `import()` becomes a `require` that waits.
  supported: { 'dynamic-import': false },
  plugins: [sharedPackages, ...(later === undefined ? [] : [bundledApart(later)])],
  sourcemap: 'linked',
});

/** The pages of webviews: each file directly in this folder is one. */
const pagesFolder = 'client/webviews/pages';

async function pageEntries() {
  const names = await readdir(inProject(pagesFolder));
  return names.filter((name) => name.endsWith('.ts')).map((name) => inProject(pagesFolder, name));
}

/**
 * The pages are modules for browsers, and share what they have in common (lit, controls) as one more module. `l10n` is a copy
 * of its own there: a page is another process.
 */
const pageOptions = async () => ({
  entryPoints: await pageEntries(),
  outdir: inProject('dist', 'webviews'),
  entryNames: '[name]',
  chunkNames: 'shared-[hash]',
  splitting: true,
  bundle: true,
  platform: 'browser',
  target: 'es2023',
  format: 'esm',
  tsconfig: inProject(pagesFolder, 'tsconfig.json'),
  minify: true,
  legalComments: 'none',
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
});

async function generate() {
  const module = await import('./generate.mjs');
  module.generate();
}

const size = async (file) => `dist/${file}: ${((await stat(inProject('dist', file))).size / 1000).toFixed(0)} kB`;

/** What an earlier build made, and this one may not. */
async function removeBundles() {
  await rm(inProject('dist', 'webviews'), { recursive: true, force: true });
  const files = await readdir(inProject('dist')).catch(() => []);
  const old = files.filter((file) => /\.js(?:\.map)?$/.test(file));
  await Promise.all(old.map((file) => rm(inProject('dist', file), { force: true })));
}

/** The files that are in a bundle, by esbuild's account. */
function inputsOf({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([input]) => input);
}

/**
 * Returns what a bundle would contain, without writing it.
 * @param {string} file name of the bundle
 * @returns {Promise<string[]>} paths relative to the project
 */
export async function bundleContents(file) {
  const esbuild = await import('esbuild');
  const bundle = bundles.find((one) => one.file === file);
  const { metafile } = await esbuild.build({ ...optionsOf(bundle), metafile: true, write: false });
  return inputsOf(metafile);
}

/**
 * Returns what the bundles of the extension would contain, without writing them.
 * @returns {Promise<{file: string, inputs: string[]}[]>} the bundles, with paths relative to the project
 */
export async function clientContents() {
  const esbuild = await import('esbuild');
  const { metafile } = await esbuild.build(clientOptions(esbuild, shared, [sharedPackages], false));
  return modulesOf(metafile);
}

/**
 * Returns what the pages of webviews would contain, without writing them.
 * @returns {Promise<{file: string, inputs: string[]}[]>} the modules, with paths relative to the project
 */
export const pageContents = async () => buildPages(await import('esbuild'), false);

/**
 * Builds some of the bundles into another directory.
 * @param {string} directory
 * @param {string[]} files names of the bundles
 */
export async function buildInto(directory, files) {
  const esbuild = await import('esbuild');
  const wanted = bundles.filter(({ file }) => files.includes(file));
  await Promise.all(wanted.map((bundle) => esbuild.build(optionsOf(bundle, directory))));
}

/** The files in a bundle by its source map, which also has those of packages that were published in one file with its own map. */
async function sourcesOf(file) {
  return JSON.parse(await readFile(inProject('dist', `${file}.map`), 'utf8')).sources;
}

/**
 * Builds a bundle.
 * @returns {Promise<{file: string, inputs: string[]}>} with the files in it: by esbuild's account, and by the source map
 */
async function buildBundle(esbuild, bundle) {
  const { metafile } = await esbuild.build({ ...optionsOf(bundle), metafile: true });
  return { file: bundle.file, inputs: [...inputsOf(metafile), ...(await sourcesOf(bundle.file))] };
}

/** The modules that a build of several made, with the files in each. */
const modulesOf = ({ outputs }) =>
  Object.entries(outputs)
    .filter(([file]) => file.endsWith('.js'))
    .map(([file, output]) => ({ file: relative('dist', file), inputs: inputsOf({ outputs: { [file]: output } }) }));

/**
 * Builds the extension.
 * @returns {Promise<{file: string, inputs: string[]}[]>} as {@link buildBundle}, for each bundle
 */
async function buildClient(esbuild) {
  const { metafile } = await esbuild.build(clientOptions(esbuild, shared, [sharedPackages]));
  return Promise.all(
    modulesOf(metafile).map(async ({ file, inputs }) => ({ file, inputs: [...inputs, ...(await sourcesOf(file))] })),
  );
}

/**
 * Builds the pages.
 * @returns {Promise<{file: string, inputs: string[]}[]>} as {@link buildBundle}, for each module
 */
async function buildPages(esbuild, write = true) {
  const { metafile } = await esbuild.build({ ...(await pageOptions()), metafile: true, write });
  return modulesOf(metafile);
}

async function buildBundles() {
  const esbuild = await import('esbuild');
  try {
    const built = await Promise.all([
      buildClient(esbuild),
      ...bundles.map((bundle) => buildBundle(esbuild, bundle)),
      buildPages(esbuild),
    ]);
    return built.flat();
  } catch {
    throw new Hindrance('The bundles could not be built: see the errors above.');
  } finally {
    await esbuild.stop();
  }
}

/**
 * Checks that V8 can keep a bundle with one byte for each character, which takes half of the memory. esbuild escapes all but
 * regular expressions.
 */
async function mustBeLatin1(file) {
  const [char] = /[\u0100-\uffff]/.exec(await readFile(inProject('dist', file), 'utf8')) ?? [];
  if (char !== undefined) {
    const remedy = 'Write the character as an escape such as \\u3002 in the regular expression.';
    throw new Hindrance(`dist/${file} contains "${char}", so it takes two bytes for each character.`, remedy);
  }
}

/** Writes the bundles and the notices of third parties to dist/ and prints their sizes. */
export async function build() {
  await removeBundles();
  await generate();
  const built = await buildBundles();
  await writeFile(inProject(noticesFile), await thirdPartyNotices(built));
  for (const { file, banner } of bundles) {
    if (banner !== undefined) {
      await chmod(inProject('dist', file), 0o755);
    }
  }
  for (const { file } of built) {
    await mustBeLatin1(file);
    note(await size(file));
  }
}

async function watch() {
  const esbuild = await import('esbuild');
  await generate();
  const client = clientOptions(esbuild, shared, [sharedPackages]);
  const all = [client, ...bundles.map((bundle) => optionsOf(bundle)), await pageOptions()];
  const contexts = await Promise.all(all.map((options) => esbuild.context({ ...options, logLevel: 'info' })));
  await Promise.all(contexts.map((context) => context.watch()));
  console.log('watching; schemas are compiled at the start only');
}

if (process.argv[1]?.endsWith('build.mjs')) {
  await runScript(async () => {
    await ensureDependencies();
    await (process.argv.includes('--watch') ? watch() : build());
  });
}
