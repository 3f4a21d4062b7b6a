import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { build } from '../build.mjs';
import { ensureDependencies } from '../install.mjs';
import { inProject, manifest, projectRoot } from '../project.mjs';
import { Hindrance, note, runScript } from '../progress.mjs';
import { noticesFile } from './third-party-notices.mjs';
import { packRelease } from './release.mjs';
import { mustRun } from '../run-command.mjs';

/** The files that the VSIX may have. */
const expected = [
  /^package(\.nls(\.[a-z-]+)?)?\.json$/,
  /^(README|CHANGELOG)\.md$/i,
  /^LICENSE(\.txt)?$/,
  /^language-configuration\.json$/,
  /^dist\/(client(-[0-9A-Z]{8})?|commands|engine|explain|ansible-inventory|language-client|server|l10n|yaml)\.js$/,
  /^dist\/webviews\/[a-zA-Z0-9-]+\.js$/,
  /^l10n\/bundle\.l10n\.[a-z-]+\.json$/,
  /^dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^snippets\/[a-z-]+\.json$/,
  /^syntaxes\/[a-z-]+\.tmLanguage\.json$/,
  /^media\/[a-z/-]+(\.nls\.[a-z-]+)?\.(svg|png|md)$/,
  /^docs\/pictures\/[a-z0-9-]+\.png$/,
];
const isPicture = (file) => file.startsWith('docs/pictures/');
const limitKB = 900;

const sizeKB = async (file) => (await stat(inProject(file))).size / 1000;

/** Runs vsce in a copy without the installed packages: it lists each file of its folder, before it looks at .vscodeignore. */
function vsce(folder, ...args) {
  return mustRun(['vsce', ...args, '--no-dependencies'], { cwd: folder, remedy: 'vsce says above what it misses.' });
}

/** Copies what may be packaged. */
async function copyProject() {
  const folder = await mkdtemp(join(tmpdir(), 'cni-workbench-package-'));
  const others = ['.git', 'node_modules', 'test'];
  const entries = (await readdir(projectRoot)).filter((name) => !others.includes(name));
  await Promise.all(entries.map((name) => cp(inProject(name), join(folder, name), { recursive: true })));
  return folder;
}

async function contents(folder) {
  const files = (await vsce(folder, 'ls')).split('\n').map((line) => line.trim());
  for (const file of files) {
    note(`${(await sizeKB(file)).toFixed(1).padStart(7)} kB  ${file}`);
  }
  const stray = files.filter((file) => !expected.some((pattern) => pattern.test(file)));
  if (!files.includes(noticesFile)) {
    throw new Hindrance(`${noticesFile} is not in the VSIX.`, 'See .vscodeignore.');
  }
  if (stray.length > 0) {
    throw new Hindrance(`These files do not belong in the VSIX: ${stray.join(', ')}`, 'Fix .vscodeignore.');
  }
  await mustHoldWhatTheyLoad(files.filter((file) => file.startsWith('dist/')));
  return files;
}

/** Checks that each bundle finds the bundles that it loads; one that is not packaged is found only here. */
async function mustHoldWhatTheyLoad(bundles) {
  for (const bundle of bundles) {
    const text = await readFile(inProject(bundle), 'utf8');
    const names = [...text.matchAll(/(?:\brequire\(|\bfrom|\bimport)"\.\/([\w.-]+)"/g)].map(([, name]) => name);
    const loaded = new Set(names.map((name) => `${dirname(bundle)}/${name}`));
    const missing = [...loaded].filter((file) => !bundles.includes(file));
    if (missing.length > 0) {
      throw new Hindrance(`${bundle} loads ${missing.join(', ')}, which is not in the VSIX.`, 'See scripts/build.mjs.');
    }
  }
}

/**
 * Packages the built extension, and prints its size.
 * @returns {Promise<{path: string, kB: number}>} dist/cni-workbench-VERSION.vsix and its size without pictures
 * @throws {Hindrance} for a file that does not belong there
 */
export async function packageExtension() {
  const { name, version } = manifest();
  const file = `dist/${name}-${version}.vsix`;
  const folder = await copyProject();
  const files = await contents(folder);
  const options = ['--allow-missing-repository', '--no-rewrite-relative-links', '--out', inProject(file)];
  await vsce(folder, 'package', ...options);
  await rm(folder, { recursive: true });
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
    if (kB > limitKB) {
      throw new Hindrance(`The VSIX has ${kB.toFixed(0)} kB without pictures.`, 'See the list above.');
    }
    const archive = relative(projectRoot, await packRelease(inProject('dist')));
    note(`${archive}: ${(await sizeKB(archive)).toFixed(0)} kB, the command line and the language server`);
  });
}
