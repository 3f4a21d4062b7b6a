import type { HostFacts } from '../../host-facts.ts';
import type { Model } from '../../model.ts';
import { compareVersions, effectiveVersion } from '../../spec-version.ts';
import { versionObjections } from '../completion/notes.ts';
import { setVersion } from './convert.ts';
import type { Refactoring } from './refactoring.ts';

/**
 * Versions that are worth going to: the last before lists were the only form, and those maintained today; with what each
 * brings, in a few words, since titles are short. The version's own hover tells more.
 */
const TARGETS: ReadonlyMap<string, string> = new Map([
  ['0.4.0', 'CHECK'],
  ['1.0.0', 'lists only'],
  ['1.1.0', 'GC and STATUS'],
]);

/** What the versions after one, up to another, bring. */
function changesBetween(from: string, to: string): string {
  return [...TARGETS]
    .filter(([version]) => compareVersions(version, from) > 0 && compareVersions(version, to) <= 0)
    .map(([, brings]) => brings)
    .join(', ');
}

/** The ways to a newer version of the SPEC; one that a plugin refuses is named with the refusal. */
export function versionUpgrades(model: Model, facts: HostFacts | undefined): Refactoring[] {
  const current = effectiveVersion(model);
  if (current === undefined || model.content === 'none' || model.sideLoaded || model.cniVersions !== undefined)
    return [];
  return [...TARGETS.keys()]
    .filter((version) => compareVersions(version, current) > 0)
    .map((version) => {
      const title = `Upgrade cniVersion from ${current} to ${version}`;
      const objections = versionObjections(model, version, facts);
      if (model.content === 'single' && compareVersions(version, '1.0.0') >= 0)
        objections.push('from 1.0.0 on there are only lists: convert to a list first');
      if (objections.length > 0) return { title, kind: 'refactor.rewrite', disabled: objections.join('; ') };
      const changes = setVersion(model, version) ?? [];
      return { title: `${title} (${changesBetween(current, version)})`, kind: 'refactor.rewrite', changes };
    });
}
