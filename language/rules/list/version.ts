import * as l10n from '@vscode/l10n';
import { andList } from '../../../engine/text/listing.ts';
import { didYouMean } from '../../document/did-you-mean.ts';
import { insertMember, replaceSpan, styleOf } from '../../edits/style.ts';
import { usualVersion } from '../../edits/wrap.ts';
import { textOf } from '../../document/members.ts';
import { compareVersions, effectiveVersion, exactVersion, releasedVersions } from '../../document/spec-version.ts';
import { openingOf } from './names.ts';
import type { Finding, Rule } from '../rule.ts';
import { insertFix, rejection, replaceFix } from './version-fixes.ts';
import { needsNewer } from './version-needs.ts';

const missing: Rule = {
  id: 'R039',
  name: 'cniversion-missing',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    const { root, content, cniVersion } = model;
    if (root === undefined || content === 'none' || model.sideLoaded || model.cniVersions !== undefined) {
      return;
    }
    const value = cniVersion?.value;
    // In a plugin configuration null counts as absent; in a list it is rejected (R017).
    const isNull = content === 'single' && value?.type === 'null';
    if (cniVersion !== undefined && textOf(value) !== '' && !isNull) {
      return;
    }
    // R045, R048 or R049 reports what it leads to.
    if (needsNewer(model).length > 0) {
      return;
    }
    // SPEC 1.0.0 removed the single plugin configuration.
    const version = content === 'single' && model.loadedAs !== 'list' ? '0.4.0' : usualVersion;
    yield {
      span: value ?? openingOf(model),
      message: l10n.t(
        'Without "cniVersion" plugins assume version 0.1.0. Results then name no interfaces, CHECK is rejected, and DEL gets no previous result.',
      ),
      fixes: () => [value === undefined ? insertFix(model, root, version) : replaceFix(value, version, true)],
    };
  },
};

const inexact: Rule = {
  id: 'R040',
  name: 'cniversion-inexact',
  severity: 'error',
  *check({ cniVersion }) {
    const value = cniVersion?.value;
    const text = textOf(value);
    if (value === undefined || text === undefined || releasedVersions.includes(text)) {
      return;
    }
    const version = exactVersion(text);
    if (version === undefined) {
      return;
    }
    yield {
      span: value,
      message: l10n.t(
        'Plugins compare versions exactly, so this one must be "{0}". ADD fails with: {1}',
        version,
        rejection(text),
      ),
      fixes: () => [replaceFix(value, version, true)],
    };
  },
};

const unknown: Rule = {
  id: 'R041',
  name: 'cniversion-unknown',
  severity: 'error',
  *check(model) {
    const value = model.cniVersion?.value;
    const text = textOf(value);
    if (value === undefined || text === undefined || text === '' || releasedVersions.includes(text)) {
      return;
    }
    // cniVersions names a known version.
    if (exactVersion(text) !== undefined || effectiveVersion(model) !== undefined) {
      return;
    }
    const near = didYouMean(text, releasedVersions) ?? usualVersion;
    const offered = [...new Set([near, usualVersion])];
    yield {
      span: value,
      message: l10n.t('The specification has no version {version}, only {versions}. ADD fails with: {error}', {
        version: text,
        versions: andList(releasedVersions.toReversed()),
        error: rejection(text),
      }),
      fixes: () => offered.map((version, index) => replaceFix(value, version, index === 0)),
    };
  },
};

const misspelt: Rule = {
  id: 'R042',
  name: 'cniversion-0.3.0',
  severity: 'off',
  *check({ cniVersion }) {
    const value = cniVersion?.value;
    if (value === undefined || textOf(value) !== '0.3.0') {
      return;
    }
    yield {
      span: value,
      message: l10n.t(
        'Version 0.3.0 of the specification has an error in its definition of results. Version 0.3.1 only corrects that error.',
      ),
      fixes: () => [replaceFix(value, '0.3.1', true)],
    };
  },
};

const oldList: Rule = {
  id: 'R047',
  name: 'list-below-0.3.0',
  severity: 'warning',
  *check(model) {
    const value = model.cniVersion?.value;
    const version = effectiveVersion(model);
    // R039 reports a missing version, R045 one that a plugin rejects.
    if (value === undefined || version === undefined || !textOf(value) || model.plugins.length < 2) {
      return;
    }
    if (compareVersions(version, '0.3.0') >= 0 || needsNewer(model).length > 0) {
      return;
    }
    yield {
      span: value,
      message: l10n.t(
        'Plugin chains need version 0.3.0 or later. A result of version {0} names no interfaces for later plugins.',
        version,
      ),
      fixes: () => [replaceFix(value, '0.3.1', false), replaceFix(value, usualVersion, true)],
    };
  },
};

const newestVersion = releasedVersions[0] ?? '';
/** The version before the newest, for runtimes and plugins that do not support the newest. */
const beforeNewest = releasedVersions[1] ?? '';

const mayBeTooNew: Rule = {
  id: 'R052',
  name: 'version-vs-runtime',
  severity: 'hint',
  *check(model, { hostFacts }): Iterable<Finding> {
    const { root, content, cniVersion, cniVersions } = model;
    const value = cniVersion?.value;
    if (root === undefined || content !== 'list' || value === undefined || textOf(value) !== newestVersion) {
      return;
    }
    // If the plugins of the host are known, R173 reports what they support.
    if (cniVersions !== undefined || hostFacts?.plugins !== undefined) {
      return;
    }
    const { text } = model.parsed;
    const both = `["${beforeNewest}",${styleOf(text).gap}"${newestVersion}"]`;
    const list = insertMember(text, root, 'cniVersions', both, 'cniVersion');
    yield {
      span: value,
      message: l10n.t(
        'Version {0} needs reference plugins 1.6.0 and libcni 1.2 or later. With "cniVersions", each runtime uses the newest version that it supports; without it, older plugins report: {1}',
        newestVersion,
        rejection(newestVersion),
      ),
      fixes: () => [
        {
          title: l10n.t('Use {0}, and {1} if it is supported', beforeNewest, newestVersion),
          changes: [replaceSpan(value, `"${beforeNewest}"`), list],
        },
      ],
    };
  },
};

export const versionRules: readonly Rule[] = [missing, inexact, unknown, misspelt, oldList, mayBeTooNew];
