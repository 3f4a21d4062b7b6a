import { chmod, readdir, rm, stat } from 'node:fs/promises';
import { inProject } from './project.mjs';
import { ensureDependencies } from './install.mjs';
import { Hindrance, note, runScript } from './progress.mjs';

/**
 * The bundles that are shipped. `server` is its own process, so that a slow document never holds up the editor;
 * `language-client` is loaded by `client` with the first configuration, so that activation does not pay for it.
 * `protocol` is what it and the server both speak. `cnitool` is for terminals, and no part of the extension; it loads
 * `cnitool-language`, with the language in it, for the verbs `lint` and `compare` only.
 */
const bundles = [
  { entry: 'client/extension.ts', file: 'client.js', external: ['vscode'] },
  { entry: 'client/language-client.ts', file: 'language-client.js', external: ['vscode'] },
  { entry: 'node_modules/vscode-languageserver-protocol/lib/node/main.js', file: 'protocol.js' },
  { entry: 'server/main.ts', file: 'server.js', banner: '#!/usr/bin/env node' },
  { entry: 'cli/main.ts', file: 'cnitool.js', banner: '#!/usr/bin/env node' },
  { modules: ['cli/lint/lint.ts', 'cli/compare/matrix.ts'], file: 'cnitool-language.js' },
];

/** Imports that are left to the time they run, with the bundle that answers them: `import()` of our own files, any of a library. */
const apart = [
  { filter: /\/language-client\.ts$/, path: './language-client.js', kind: 'dynamic-import' },
  { filter: /(?:\/lint\/lint|^\.\/matrix)\.ts$/, path: './cnitool-language.js', kind: 'dynamic-import' },
  // Its `main` re-exports the JSON-RPC library and the types.
  { filter: /^vscode-(?:languageserver-protocol|languageserver-types|jsonrpc)(?:\/node)?$/, path: './protocol.js' },
];

const bundlesApart = {
  name: 'bundles-apart',
  setup({ initialOptions, onResolve }) {
    for (const { filter, path, kind: only } of apart) {
      if (initialOptions.outfile.endsWith(path.slice(1))) continue;
      onResolve({ filter }, ({ kind }) =>
        kind === 'entry-point' || (only ?? kind) !== kind ? undefined : { path, external: true },
      );
    }
  },
};

/** Parts of libraries that nothing here comes to; what stands in for them says so if it is reached after all. */
const unreached = [
  // Whether VS Code is new enough: `engines.vscode` of package.json sees to that before we are installed.
  { filter: /^semver\/functions\/parse$/, contents: 'module.exports = (version) => ({ version });' },
  { filter: /^semver\/functions\/satisfies$/, contents: 'module.exports = () => true;' },
  // Globs of file operations and document selectors: the server asks for none of the first, ours have none.
  {
    filter: /^minimatch$/,
    contents:
      'exports.Minimatch = class { constructor(glob) { throw new Error(`No globs in this bundle: ${glob}`); } };',
  },
  // The schemas of JSON Schema itself, for those who write schemas.
  { filter: /^\.\/services\/configuration$/, contents: 'export const schemaContributions = {};' },
];

const withoutUnreached = {
  name: 'without-unreached',
  setup({ onResolve, onLoad }) {
    for (const { filter, contents } of unreached) {
      onResolve({ filter }, ({ path }) => ({ path, namespace: 'unreached', pluginData: contents }));
    }
    onLoad({ filter: /.*/, namespace: 'unreached' }, ({ pluginData: contents }) => ({ contents }));
  },
};

/** One module that exports what several do. */
const together = (modules) => ({
  contents: modules.map((file) => `export * from './${file}';`).join('\n'),
  resolveDir: inProject('.'),
});

/**
 * Of a CommonJS module that an ES module imports esbuild copies every export, as a getter, for each file that imports
 * it: 80 files of the client import `vscode` with its 400 names. An object has none of its own if it inherits them.
 */
const inherited = {
  name: 'inherited',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode(?:-languageserver(?:\/node)?|-languageclient\/node)?$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'inherited' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'inherited' }, ({ path }) => ({
      contents: `module.exports = Object.create(require(${JSON.stringify(path)}));`,
      resolveDir: inProject('.'),
    }));
  },
};

/** jsonc-parser and vscode-json-languageservice have UMD as `main`, which esbuild cannot follow: `module` goes first. */
const optionsOf = ({ entry, modules, file, external = [], banner }) => ({
  ...(modules === undefined ? { entryPoints: [inProject(entry)] } : { stdin: together(modules) }),
  outfile: inProject('dist', file),
  external,
  ...(banner === undefined ? {} : { banner: { js: banner } }),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  // `import()` becomes a `require` that waits: what it loads must be given the editor's `vscode`.
  supported: { 'dynamic-import': false },
  plugins: [bundlesApart, withoutUnreached, inherited],
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

/** What an earlier build made, and this one may not. */
async function removeBundles() {
  const files = await readdir(inProject('dist')).catch(() => []);
  const old = files.filter((file) => /\.js(?:\.map)?$/.test(file));
  await Promise.all(old.map((file) => rm(inProject('dist', file), { force: true })));
}

/** Writes the bundles to dist/ and says how large they are. */
export async function build() {
  const esbuild = await import('esbuild');
  await removeBundles();
  await generate();
  try {
    await Promise.all(bundles.map((bundle) => esbuild.build(optionsOf(bundle))));
  } catch {
    throw new Hindrance('The bundles could not be built: see the errors above.');
  } finally {
    await esbuild.stop();
  }
  for (const { file, banner } of bundles) {
    if (banner !== undefined) await chmod(inProject('dist', file), 0o755);
    note(await size(file));
  }
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
