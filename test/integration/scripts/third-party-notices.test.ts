import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { noticesFile, thirdPartyNotices } from '../../../scripts/release/third-party-notices.mjs';
import { skipBecause } from '../../skip.ts';
import { obstacle, project, textOf } from './release-tag.ts';

/** Packages by the bundle that their code is in, as the source maps say. */
function packagesInBundles(): [bundle: string, name: string][] {
  const maps = readdirSync(join(project, 'dist')).filter((file) => file.endsWith('.js.map'));
  return maps.flatMap((map) => {
    const { sources }: { sources: string[] } = JSON.parse(textOf(`dist/${map}`));
    const names = sources.flatMap((source) => /^\.\.\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
    return [...new Set(names)].map((name): [string, string] => [map.replace('.map', ''), name]);
  });
}

describe('the notices of the build', skipBecause(obstacle), () => {
  const notices = obstacle === undefined ? textOf(noticesFile).split(`\n\n${'-'.repeat(80)}\n\n`) : [];
  const found = obstacle === undefined ? packagesInBundles() : [];

  // docs/security.md: S16
  test('have every package of every bundle, with its license', () => {
    expect(new Set(found.map(([bundle]) => bundle)).size).toBeGreaterThanOrEqual(5);
    for (const [bundle, name] of [...found, ['server.js', 'vscode-uri'] as const]) {
      const { version }: { version: string } = JSON.parse(textOf(`node_modules/${name}/package.json`));
      const notice = notices.find((one) => one.startsWith(`${name} ${version} (`)) ?? '';
      expect([name, notice]).toEqual([name, expect.stringContaining('Copyright')]);
      expect([name, notice]).toEqual([
        name,
        expect.stringMatching(/THE SOFTWARE IS PROVIDED|Apache License|Blue Oak Model License/),
      ]);
      expect(notice.split('\n')[1]).toContain(bundle);
    }
  });

  test('have a package that another one contains', () => {
    const notice = notices.find((one) => /^path-browserify 1\.0\.1 \(MIT\)\nIn .*\bserver\.js\b/.test(one));
    expect(notice).toContain('Copyright (c) 2013 James Halliday');
  });
});

const noticesWith = (...inputs: string[]) => thirdPartyNotices([{ file: 'out.js', inputs }]);

// docs/security.md: S16
describe('a package in a bundle', () => {
  test.each([
    ['without a license that permits it', { license: 'GPL-3.0' }, 'copyleft in out.js has the license "GPL-3.0"'],
    ['without a license text', { license: 'MIT' }, 'copyleft in out.js has no license file'],
  ])('%s stops the build', async (_, fields, message) => {
    const directory = mkdtempSync(join(project, 'node_modules', '.cni-notices-'));
    try {
      const own = join(directory, 'node_modules', 'copyleft');
      mkdirSync(own, { recursive: true });
      writeFileSync(join(own, 'package.json'), JSON.stringify({ name: 'copyleft', version: '1.0.0', ...fields }));
      await expect(noticesWith(`../${relative(project, own)}/index.js`)).rejects.toThrow(message);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('that another one contains, and that is not known, stops the build', async () => {
    await expect(noticesWith('webpack://x/node_modules/unknown/index.js')).rejects.toThrow(
      'unknown in out.js has the license "undefined"',
    );
  });
});
