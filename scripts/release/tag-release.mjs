import { ensureDependencies } from '../install.mjs';
import { build } from '../build.mjs';
import { inProject, manifest, projectRoot } from '../project.mjs';
import { Hindrance, note, runScript } from '../progress.mjs';
import { packRelease, tagRelease } from './release.mjs';
import { mustRun } from '../run-command.mjs';

/** `npm run tag-release`: builds the current commit and creates the tag of this version. Pushing it publishes the release. */
await runScript(async () => {
  if ((await mustRun(['git', 'status', '--porcelain'])) !== '') {
    throw new Hindrance('There are uncommitted changes.', 'Commit them, or run `git stash`.');
  }
  await ensureDependencies();
  await build();
  const tag = `v${manifest().version}`;
  await tagRelease(await packRelease(inProject('dist')), { repository: projectRoot, tag });
  note(`Created the tag ${tag}. To publish the release, run: git push origin ${tag}`);
});
