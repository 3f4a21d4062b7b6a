import { replaceSpan } from '../edits/style.ts';
import { chosenVersion } from '../load-error.ts';
import { foldedMember, members, textOf, type Member } from '../members.ts';
import type { Model } from '../model.ts';
import { compareVersions, effectiveVersion, exactVersion, releasedVersions } from '../spec-version.ts';
import { insertion } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';
import { refusal, replaceFix } from './version-fixes.ts';

const newest = releasedVersions[0] ?? '';

/** Whether libcni reads a text as a version at all (cni: pkg/version, ParseVersion). */
const isVersion = (text: string): boolean => /^(?:\d+(?:\.\d+){0,2})?$/.test(text);

/** Entries that libcni itself refuses when it loads the list. */
export function* unreadableVersions({ content, cniVersions }: Model): Generator<Finding> {
  const value = cniVersions?.value;
  if (content !== 'list' || value?.type !== 'array') return;
  for (const [index, node] of (value.children ?? []).entries()) {
    const text = textOf(node);
    if (text === undefined || isVersion(text)) continue;
    const exact = exactVersion(text);
    yield {
      span: node,
      message: `This is no version: libcni says "error parsing configuration list: invalid cniVersions entry ${text} at index ${index}: …"`,
      ...(exact === undefined
        ? {}
        : {
            fixes: () => [
              { title: `Change to "${exact}"`, preferred: true, changes: [replaceSpan(node, `"${exact}"`)] },
            ],
          }),
    };
  }
}

/** Entries that plugins refuse once libcni has chosen them, and lists that choose what nobody meant. */
const ineffective: Rule = {
  id: 'R044',
  name: 'cniversions-ineffective',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    const value = model.cniVersions?.value;
    if (model.content !== 'list' || value?.type !== 'array') return;
    const own = textOf(model.cniVersion?.value);
    const entries = (value.children ?? []).flatMap((node) => {
      const text = textOf(node);
      return text === undefined || !isVersion(text) ? [] : [{ node, text }];
    });
    for (const { node, text } of entries) {
      const exact = exactVersion(text);
      if (releasedVersions.includes(text) || exact === undefined) continue;
      const fix = { title: `Change to "${exact}"`, preferred: true, changes: [replaceSpan(node, `"${exact}"`)] };
      const isChosen = chosenVersion(model) === text;
      yield {
        span: node,
        ...(isChosen ? { severity: 'error' as const } : {}),
        message: `Plugins compare versions letter by letter${isChosen ? ', and libcni chooses this one: they' : ': where libcni chooses this one, they'} say "${refusal(text)}"`,
        fixes: () => [fix],
      };
    }
    const usable = effectiveVersion(model);
    if (model.cniVersion === undefined && model.root !== undefined && usable !== undefined && entries.length > 0) {
      const { root } = model;
      yield {
        span: model.cniVersions?.keyNode ?? value,
        severity: 'information',
        message: `Only libcni from 1.2.0 on reads "cniVersions": to older ones a list without "cniVersion" is one of 0.1.0`,
        fixes: () => [insertion(model, root, 'cniVersion', JSON.stringify(usable), undefined, false)],
      };
    }
    const known = entries.filter(({ text }) => exactVersion(text) !== undefined);
    if (entries.length > 0 && known.length === 0) {
      yield {
        span: value,
        message: `None of these is a version that exists (the newest is ${newest}), so "cniVersion" stays as it is`,
      };
    } else if (own !== undefined && isVersion(own) && compareVersions(own, newest) > 0 && usable !== undefined) {
      yield {
        span: model.cniVersion?.value ?? value,
        message: `No runtime knows ${own} yet: ${usable} from "cniVersions" is used instead`,
      };
    }
  },
};

const ROUTE_KEYS = ['mtu', 'advmss', 'priority', 'table', 'scope'];
/** Not `cniVersions`: it is there to be read by new runtimes and overlooked by old ones. */
const LIST_KEYS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    disableCheck: '0.4.0',
    disableGC: '1.1.0',
    loadOnlyInlinedPlugins: '1.1.0',
  }),
);

function newer(model: Model, { key, keyNode }: Member, since: string, version: string): Finding {
  const written = model.cniVersion?.value;
  return {
    span: keyNode,
    ...(textOf(written) && written !== undefined && model.cniVersions === undefined
      ? { fixes: () => [{ ...replaceFix(written, since, false), title: `Raise "cniVersion" to ${since}` }] }
      : {}),
    message: `"${key}" came with version ${since} of the specification, and this is ${version}: the reference runtime and plugins read it all the same, others need not`,
  };
}

const newerKey: Rule = {
  id: 'R051',
  name: 'key-newer-than-version',
  severity: 'information',
  *check(model) {
    const version = effectiveVersion(model);
    if (version === undefined || compareVersions(version, '1.1.0') >= 0) return;
    for (const member of model.content === 'list' ? members(model.root) : []) {
      const since = LIST_KEYS.get(member.key);
      if (since !== undefined && compareVersions(version, since) < 0) yield newer(model, member, since, version);
    }
    for (const { ipam } of model.plugins) {
      const routes = foldedMember(ipam?.node, 'routes')?.value;
      for (const route of routes?.type === 'array' ? (routes.children ?? []) : []) {
        for (const key of ROUTE_KEYS) {
          const member = foldedMember(route, key);
          if (member !== undefined) yield newer(model, member, '1.1.0', version);
        }
      }
    }
  },
};

export const versionKeyRules: readonly Rule[] = [ineffective, newerKey];
