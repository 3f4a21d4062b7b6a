import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inProject } from '../project.mjs';
import { Hindrance } from '../progress.mjs';

/** Path of the notices, relative to the project. */
export const noticesFile = 'dist/THIRD-PARTY-NOTICES.txt';

/** Licenses that permit bundling the code with its notice. */
const permitted = new Set(['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);

/** Licenses of packages that are embedded in other packages, without a package.json. */
const inlined = { 'path-browserify': { version: '1.0.1', license: 'MIT' } };

const isNotice = (file) => /^(?:licen[cs]e|copying|notice)/i.test(file);

/** License files from the repository, for packages that were published without one. */
const licenseInRepository = (name) => inProject('scripts', 'release', 'licenses', `${name.replace('/', '-')}.txt`);

/** Returns the directories of the packages of files, relative to the project. */
const packagesOf = (inputs) => [
  ...new Set(
    inputs.flatMap((input) => /(?:\bnode_modules\/(?:@[^/]+\/)?[^/]+\/)+/.exec(input)?.[0].slice(0, -1) ?? []),
  ),
];

/** Returns the license and notice files of a package, sorted by name. */
async function textsOf(name, directory) {
  const files = existsSync(directory) ? (await readdir(directory)).filter(isNotice).toSorted() : [];
  const paths = files.length > 0 ? files.map((file) => join(directory, file)) : [licenseInRepository(name)];
  return Promise.all(paths.map(async (path) => (await readFile(path, 'utf8').catch(() => '')).trim()));
}

async function describe(directory) {
  const name = directory.split('node_modules/').at(-1);
  const manifest = inProject(directory, 'package.json');
  return existsSync(manifest) ? JSON.parse(await readFile(manifest, 'utf8')) : { name, ...inlined[name] };
}

async function noticeOf(directory, bundles) {
  const { name, version, license } = await describe(directory);
  if (!permitted.has(license)) {
    throw new Hindrance(
      `${name} in ${bundles.join(', ')} has the license "${license}".`,
      'Use another package, or see scripts/release/third-party-notices.mjs.',
    );
  }
  const texts = await textsOf(name, inProject(directory));
  if (texts.includes('')) {
    throw new Hindrance(
      `${name} in ${bundles.join(', ')} has no license file.`,
      `Copy the one of its repository to ${licenseInRepository(name)}.`,
    );
  }
  return [`${name} ${version} (${license})`, `In ${bundles.join(', ')}`, '', ...texts].join('\n');
}

/**
 * Returns the licenses of all packages in bundles.
 * @param {{file: string, inputs: string[]}[]} bundles with the files that are in them
 * @returns {Promise<string>} one notice per package, sorted by name
 * @throws {Hindrance} for a package without a license text, or with a license that is not permitted
 */
export async function thirdPartyNotices(bundles) {
  const bundlesOf = new Map();
  for (const { file, inputs } of bundles) {
    for (const directory of packagesOf(inputs)) {
      bundlesOf.set(directory, [...(bundlesOf.get(directory) ?? []), file]);
    }
  }
  const sorted = [...bundlesOf].toSorted(([one], [other]) => one.localeCompare(other, 'en'));
  const notices = await Promise.all(sorted.map(([directory, files]) => noticeOf(directory, files)));
  const introduction = 'The bundles of Workbench for CNI contain code of the following packages.';
  return `${[introduction, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
