import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { commaList } from '../../../engine/text/listing.ts';
import type { HostFacts } from '../../workspace/host-facts.ts';
import type { Model } from '../../document/model.ts';
import { compareVersions, effectiveVersion } from '../../document/spec-version.ts';
import { versionObjections } from '../completion/notes.ts';
import { setVersion } from './convert.ts';
import type { Refactoring } from './refactoring.ts';

/**
 * Target versions: the last one that allows single configurations, and those maintained today; with their changes in a few
 * words for the title. The hover of the version has more.
 */
const targets: ReadonlyMap<string, () => string> = new Map([
  ['0.4.0', () => 'CHECK'],
  ['1.0.0', () => l10n.t('lists only')],
  ['1.1.0', () => l10n.t('GC and STATUS')],
]);

/** Lists the changes of the versions after `from`, up to `to`. */
function changesBetween(from: string, to: string): string {
  const between = [...targets].filter(
    ([version]) => compareVersions(version, from) > 0 && compareVersions(version, to) <= 0,
  );
  return commaList(between.map(([, changes]) => changes()));
}

/** Returns the upgrades to newer versions of the SPEC; one that a plugin does not support is disabled with the reason. */
export function versionUpgrades(model: Model, facts: HostFacts | undefined): Refactoring[] {
  const current = effectiveVersion(model);
  if (current === undefined || model.content === 'none' || model.sideLoaded || model.cniVersions !== undefined) {
    return [];
  }
  return [...targets.keys()]
    .filter((version) => compareVersions(version, current) > 0)
    .map((version) => {
      const objections = versionObjections(model, version, facts);
      if (model.content === 'single' && compareVersions(version, '1.0.0') >= 0) {
        objections.push(l10n.t('Since version 1.0.0, only lists are allowed. Convert to a list first.'));
      }
      if (objections.length > 0) {
        const title = l10n.t('Upgrade cniVersion from {0} to {1}', current, version);
        return { title, kind: 'refactor.rewrite', disabled: sentences(...objections) };
      }
      const changes = setVersion(model, version) ?? [];
      const title = l10n.t(
        'Upgrade cniVersion from {0} to {1} ({2})',
        current,
        version,
        changesBetween(current, version),
      );
      return { title, kind: 'refactor.rewrite', changes };
    });
}
