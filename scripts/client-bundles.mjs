import { basename, join, relative } from 'node:path';
import { inProject } from './project.mjs';

/**
 * The bundles of the extension that load at the first use of what they hold, so that activation does not pay for them: name
 * of the bundle, and its modules that others import. What only these need is in the bundle, too; what several bundles need
 * is in a bundle `client-HASH.js`, of which each module has one copy.
 */
const onDemand = {
  commands: [
    'client/commands/command-table.ts',
    'client/webviews/compare/compare-page.ts',
    'client/webviews/map/map-page.ts',
    'client/webviews/operation/operation-page.ts',
    'client/webviews/result/result-page.ts',
    'client/webviews/runtimes/runtimes-page.ts',
  ],
  engine: ['engine/fleet/index.ts', 'engine/host/index.ts', 'engine/libcni/index.ts'],
  explain: ['engine/explain/index.ts'],
  'ansible-inventory': ['client/hosts/ansible/ansible-inventory.ts'],
  'language-client': ['client/language/language-client.ts'],
};

const bundleOf = new Map(
  Object.entries(onDemand).flatMap(([name, modules]) => modules.map((module) => [module, `./${name}.js`])),
);

/** The entry of a bundle exports what its modules do. Their other importers leave them to the bundle. */
const leftToBundles = {
  name: 'left-to-bundles',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^on-demand:/ }, ({ path }) => ({ path, namespace: 'on-demand' }));
    onLoad({ filter: /.*/, namespace: 'on-demand' }, ({ path }) => ({
      contents: onDemand[path.slice('on-demand:'.length)].map((module) => `export * from './${module}';`).join('\n'),
      resolveDir: inProject('.'),
    }));
    onResolve({ filter: /\.ts$/ }, ({ path, namespace, resolveDir }) => {
      const bundle = bundleOf.get(relative(inProject('.'), join(resolveDir, path)));
      return namespace === 'on-demand' || bundle === undefined ? undefined : { path: bundle, external: true };
    });
  },
};

const entryPoints = [
  { in: inProject('client/extension.ts'), out: 'client' },
  ...Object.keys(onDemand).map((name) => ({ in: `on-demand:${name}`, out: name })),
];

/** An object that inherits the exports of another module: esbuild would copy each of them, once for each importing file. */
const inherit = (path) => `module.exports = Object.create(require(${JSON.stringify(path)}));`;

/** The same for one of our bundles, which loads when one of its exports is first read. */
const inheritLater = (path, names) => `let bundle;
const load = () => bundle ??= require(${JSON.stringify(path)});
module.exports = Object.create({ ${names.map((name) => `get ${name}() { return load().${name}; }`).join(', ')} });`;

/** The names that a built module imports from each bundle. */
function importedNames(text) {
  const names = new Map();
  for (const [, list, bundle] of text.matchAll(/\bimport\{([^}]*)\}from"\.\/([\w.-]+)"/g)) {
    const imported = list.split(',').map((item) => item.split(' as ')[0]);
    names.set(bundle, [...new Set([...(names.get(bundle) ?? []), ...imported])]);
  }
  return names;
}

/** Writes an ECMAScript module as a CommonJS one, whose imports of other bundles wait for their first use. */
const asCommonJS = (text, exportsOf) => ({
  name: 'as-commonjs',
  setup({ onResolve, onLoad }) {
    const namesOf = importedNames(text);
    onResolve({ filter: /.*/ }, ({ path, kind }) => {
      if (kind === 'entry-point') {
        return { path, namespace: 'bundle' };
      }
      const isInherited = kind === 'import-statement' && (path === 'vscode' || path.startsWith('./'));
      return isInherited ? { path, namespace: 'inherited' } : { path, external: true };
    });
    onLoad({ filter: /.*/, namespace: 'bundle' }, () => ({ contents: text, resolveDir: inProject('.') }));
    onLoad({ filter: /.*/, namespace: 'inherited' }, ({ path }) => {
      const names = namesOf.get(basename(path)) ?? [];
      const known = exportsOf.get(basename(path)) ?? names;
      const missing = names.filter((name) => !known.includes(name));
      const isShared = path === 'vscode' || path === './l10n.js';
      return missing.length > 0
        ? { errors: [{ text: `${path} does not export ${missing.join()}, or several of its modules do.` }] }
        : { contents: isShared ? inherit(path) : inheritLater(path, names), resolveDir: inProject('.') };
    });
  },
});

/** esbuild divides a program only into ECMAScript modules, and the editor loads CommonJS ones: this is the second step. */
const writtenAsCommonJS = (esbuild, shared) => ({
  name: 'written-as-commonjs',
  setup({ onEnd }) {
    onEnd(async ({ outputFiles = [], metafile }) => {
      const outputs = Object.entries(metafile?.outputs ?? {});
      const exportsOf = new Map(outputs.map(([file, output]) => [basename(file), output.exports]));
      const written = outputFiles.map(({ path, text }) =>
        esbuild.build({
          ...shared,
          entryPoints: [basename(path)],
          outfile: path,
          format: 'cjs',
          // `import()` becomes a `require` that waits: what it loads must be given the editor's `vscode`.
          supported: { 'dynamic-import': false },
          sourcemap: 'linked',
          plugins: [asCommonJS(text, exportsOf)],
        }),
      );
      await Promise.all(written);
    });
  },
});

/**
 * Returns the options that build the extension.
 * @param esbuild
 * @param {object} shared options of all bundles
 * @param {object[]} plugins of all bundles
 * @param {boolean} write
 */
export const clientOptions = (esbuild, shared, plugins, write = true) => ({
  ...shared,
  entryPoints,
  outdir: inProject('dist'),
  chunkNames: 'client-[hash]',
  splitting: true,
  format: 'esm',
  external: ['vscode'],
  sourcemap: 'inline',
  metafile: true,
  write: false,
  plugins: [leftToBundles, ...plugins, ...(write ? [writtenAsCommonJS(esbuild, shared)] : [])],
});
