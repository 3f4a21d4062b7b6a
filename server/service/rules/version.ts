import { didYouMean } from '../did-you-mean.ts';
import { insertMember, replaceSpan, styleOf } from '../edits/style.ts';
import { USUAL_VERSION } from '../edits/wrap.ts';
import { textOf } from '../members.ts';
import { compareVersions, effectiveVersion, exactVersion, releasedVersions } from '../spec-version.ts';
import { openingOf } from './names.ts';
import type { Finding, Rule } from './rule.ts';
import { insertFix, refusal, replaceFix } from './version-fixes.ts';
import { needsNewer } from './version-needs.ts';

const missing: Rule = {
  id: 'R039',
  name: 'cniversion-missing',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    const { root, content, cniVersion } = model;
    if (root === undefined || content === 'none' || model.sideLoaded || model.cniVersions !== undefined) return;
    const value = cniVersion?.value;
    // In a plugin configuration null is as good as absent; in a list it is refused (R017).
    const isNull = content === 'single' && value?.type === 'null';
    if (cniVersion !== undefined && textOf(value) !== '' && !isNull) return;
    if (needsNewer(model).length > 0) return; // told with what it leads to
    // A single plugin configuration left the SPEC with 1.0.0.
    const version = content === 'single' && model.loadedAs !== 'list' ? '0.4.0' : USUAL_VERSION;
    yield {
      span: value ?? openingOf(model),
      message:
        'There is no "cniVersion", so plugins take it for 0.1.0: results name no interfaces, CHECK is refused, ' +
        'and DEL gets no previous result',
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
    if (value === undefined || text === undefined || releasedVersions.includes(text)) return;
    const version = exactVersion(text);
    if (version === undefined) return;
    yield {
      span: value,
      message: `Plugins compare the version letter by letter: write "${version}". They say "${refusal(text)}"`,
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
    if (value === undefined || text === undefined || text === '' || releasedVersions.includes(text)) return;
    if (exactVersion(text) !== undefined || effectiveVersion(model) !== undefined) return; // cniVersions names one that is known
    const near = didYouMean(text, releasedVersions) ?? USUAL_VERSION;
    const offered = [...new Set([near, USUAL_VERSION])];
    yield {
      span: value,
      message: `There is no version ${text} of the specification (${releasedVersions.toReversed().join(', ')}). Plugins say "${refusal(text)}"`,
      fixes: () => offered.map((version, index) => replaceFix(value, version, index === 0)),
    };
  },
};

const misspelt: Rule = {
  id: 'R042',
  name: 'cniversion-0.3.0',
  severity: 'information',
  *check({ cniVersion }) {
    const value = cniVersion?.value;
    if (value === undefined || textOf(value) !== '0.3.0') return;
    yield {
      span: value,
      message: 'The text of 0.3.0 has a slip in its definition of results; 0.3.1 is the same without it',
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
    // Where none is written R039 tells it, where a plugin refuses it R045.
    if (value === undefined || version === undefined || !textOf(value) || model.plugins.length < 2) return;
    if (compareVersions(version, '0.3.0') >= 0 || needsNewer(model).length > 0) return;
    yield {
      span: value,
      message: `Chains came with version 0.3.0: a result of ${version} names no interfaces, and the plugins that follow work without`,
      fixes: () => [replaceFix(value, '0.3.1', false), replaceFix(value, USUAL_VERSION, true)],
    };
  },
};

const NEWEST = releasedVersions[0] ?? '';
/** The version before the newest, for whoever does not know that one. */
const BEFORE_NEWEST = releasedVersions[1] ?? '';

const mayBeTooNew: Rule = {
  id: 'R052',
  name: 'version-vs-runtime',
  severity: 'hint',
  *check(model, { hostFacts }): Iterable<Finding> {
    const { root, content, cniVersion, cniVersions } = model;
    const value = cniVersion?.value;
    if (root === undefined || content !== 'list' || value === undefined || textOf(value) !== NEWEST) return;
    // Where the plugins of the host are known, R173 says what they know.
    if (cniVersions !== undefined || hostFacts?.plugins !== undefined) return;
    const { text } = model.parsed;
    const both = `["${BEFORE_NEWEST}",${styleOf(text).gap}"${NEWEST}"]`;
    const list = insertMember(text, root, 'cniVersions', both, 'cniVersion');
    yield {
      span: value,
      message: `Reference plugins before 1.6.0 and runtimes on libcni before 1.2 do not know ${NEWEST}: they say "${refusal(NEWEST)}". With "cniVersions" each takes the newest that it knows`,
      fixes: () => [
        {
          title: `Write ${BEFORE_NEWEST}, and ${NEWEST} where it is known`,
          changes: [replaceSpan(value, `"${BEFORE_NEWEST}"`), list],
        },
      ],
    };
  },
};

export const versionRules: readonly Rule[] = [missing, inexact, unknown, misspelt, oldList, mayBeTooNew];
