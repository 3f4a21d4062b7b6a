import { readFile, stat } from 'node:fs/promises';
import { build } from './build.mjs';
import { ensureDependencies } from './install.mjs';
import { inProject, manifest } from './project.mjs';
import { Hindrance, note, runScript } from './progress.mjs';
import { mustRun } from './run-command.mjs';

/** What may be in the VSIX, and nothing else. */
const expected = [
  /^package(\.nls(\.[a-z-]+)?)?\.json$/,
  /^(README|CHANGELOG)\.md$/i,
  /^LICENSE(\.txt)?$/,
  /^language-configuration\.json$/,
  /^dist\/(client|language-client|protocol|server)\.js$/,
  /^syntaxes\/[a-z-]+\.tmLanguage\.json$/,
  /^media\/[a-z/-]+\.(svg|png|md)$/,
  /^docs\/pictures\/[a-z0-9-]+\.png$/,
];
const isPicture = (file) => file.startsWith('docs/pictures/');
const limitKB = 400;

const sizeKB = async (file) => (await stat(inProject(file))).size / 1000;

function vsce(...args) {
  return mustRun(['vsce', ...args, '--no-dependencies'], { cure: 'vsce says above what it misses.' });
}

async function contents() {
  const files = (await vsce('ls')).split('\n').map((line) => line.trim());
  for (const file of files) note(`${(await sizeKB(file)).toFixed(1).padStart(7)} kB  ${file}`);
  const stray = files.filter((file) => !expected.some((pattern) => pattern.test(file)));
  if (stray.length > 0) {
    throw new Hindrance(`These files do not belong in the VSIX: ${stray.join(', ')}`, 'Mend .vscodeignore.');
  }
  await mustHoldWhatTheyLoad(files.filter((file) => file.startsWith('dist/')));
  return files;
}

/** A bundle that loads one which is not packaged works here, and nowhere else. */
async function mustHoldWhatTheyLoad(bundles) {
  for (const bundle of bundles) {
    const text = await readFile(inProject(bundle), 'utf8');
    const loaded = new Set([...text.matchAll(/\brequire\("\.\/([\w.-]+)"\)/g)].map(([, file]) => `dist/${file}`));
    const missing = [...loaded].filter((file) => !bundles.includes(file));
    if (missing.length > 0) {
      throw new Hindrance(`${bundle} loads ${missing.join(', ')}, which is not in the VSIX.`, 'See scripts/build.mjs.');
    }
  }
}

/**
 * Packs what is built, and says how large it is.
 * @returns {Promise<{path: string, kB: number}>} dist/cni-workbench-VERSION.vsix and its size without pictures
 * @throws {Hindrance} when it holds a file too many
 */
export async function packageExtension() {
  const { name, version } = manifest();
  const file = `dist/${name}-${version}.vsix`;
  const files = await contents();
  await vsce('package', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', file);
  const pictures = await Promise.all(files.filter(isPicture).map(sizeKB));
  const kB = (await sizeKB(file)) - pictures.reduce((sum, size) => sum + size, 0);
  note(`${file}: ${files.length} files, ${kB.toFixed(0)} kB without pictures (at most ${limitKB} kB)`);
  return { path: inProject(file), kB };
}

if (process.argv[1]?.endsWith('package.mjs')) {
  await runScript(async () => {
    await ensureDependencies();
    await build();
    const { kB } = await packageExtension();
    if (kB > limitKB) throw new Hindrance(`The VSIX has ${kB.toFixed(0)} kB without pictures.`, 'See the list above.');
  });
}
