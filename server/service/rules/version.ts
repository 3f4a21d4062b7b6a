import { didYouMean } from '../did-you-mean.ts';
import { USUAL_VERSION } from '../edits/wrap.ts';
import { insertMember, replaceSpan } from '../edits/style.ts';
import { textOf } from '../members.ts';
import type { Model } from '../model.ts';
import type { Node } from '../parse.ts';
import { compareVersions, effectiveVersion, exactVersion, releasedVersions } from '../spec-version.ts';
import { openingOf } from './names.ts';
import type { Finding, Fix, Rule } from './rule.ts';

function replaceFix(value: Node, version: string, preferred: boolean): Fix {
  return { title: `Change to "${version}"`, preferred, changes: [replaceSpan(value, `"${version}"`)] };
}

function insertFix(model: Model, root: Node, version: string): Fix {
  const changes = [insertMember(model.parsed.text, root, 'cniVersion', `"${version}"`)];
  return { title: `Insert "cniVersion": "${version}"`, preferred: true, changes };
}

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

const refusal = (version: string): string => `incompatible CNI versions; config is "${version}", plugin supports [...]`;

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

const pluginMinimum: Rule = {
  id: 'R045',
  name: 'plugin-min-version',
  severity: 'error',
  *check(model) {
    const version = effectiveVersion(model);
    const { root, cniVersion } = model;
    if (version === undefined || root === undefined || model.sideLoaded) return;
    for (const { type, typeName, described } of model.plugins) {
      const minimum = described?.traits?.minVersion;
      if (minimum === undefined || type?.value === undefined || compareVersions(version, minimum) >= 0) continue;
      const value = cniVersion?.value;
      yield {
        span: type.value,
        message: `${typeName} needs cniVersion ${minimum} or higher, and this is ${version}: it says "${refusal(version)}"`,
        ...(value === undefined ? {} : { related: [{ span: value, message: 'The version is set here' }] }),
        fixes: () => [value === undefined ? insertFix(model, root, minimum) : replaceFix(value, minimum, true)],
      };
    }
  },
};

export const versionRules: readonly Rule[] = [missing, inexact, unknown, pluginMinimum];
