import * as l10n from '@vscode/l10n';
import { schemaAt } from '../schema/schema-match.ts';
import { chosenVersion } from '../../document/load-error.ts';
import { foldedMember, members, textOf, type Member } from '../../document/members.ts';
import type { Model } from '../../document/model.ts';
import { compareVersions, effectiveVersion, exactVersion, releasedVersions } from '../../document/spec-version.ts';
import { changeTo, insertion } from '../../edits/simple-fixes.ts';
import type { Finding, Rule } from '../rule.ts';
import { rejection, replaceFix } from './version-fixes.ts';

const newest = releasedVersions[0] ?? '';

/** Whether libcni can parse a version (cni: pkg/version, ParseVersion). */
const isVersion = (text: string): boolean => /^(?:\d+(?:\.\d+){0,2})?$/.test(text);

/** Yields entries that libcni rejects when it loads the list. */
function* unreadableVersions({ content, cniVersions }: Model): Generator<Finding> {
  const value = cniVersions?.value;
  if (content !== 'list' || value?.type !== 'array') {
    return;
  }
  for (const [index, node] of (value.children ?? []).entries()) {
    const text = textOf(node);
    if (text === undefined || isVersion(text)) {
      continue;
    }
    const exact = exactVersion(text);
    yield {
      span: node,
      message: l10n.t(
        'This is not a valid version. libcni fails with: error parsing configuration list: invalid cniVersions entry {0} at index {1}: …',
        text,
        index,
      ),
      fixes: exact === undefined ? undefined : () => [changeTo(node, exact)],
    };
  }
}

/** Entries that plugins reject if libcni selects them, and lists that select an unintended version. */
const ineffective: Rule = {
  id: 'R044',
  name: 'cniversions-ineffective',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    const value = model.cniVersions?.value;
    if (model.content !== 'list' || value?.type !== 'array') {
      return;
    }
    const own = textOf(model.cniVersion?.value);
    const entries = (value.children ?? []).flatMap((node) => {
      const text = textOf(node);
      return text === undefined || !isVersion(text) ? [] : [{ node, text }];
    });
    for (const { node, text } of entries) {
      const exact = exactVersion(text);
      if (releasedVersions.includes(text) || exact === undefined) {
        continue;
      }
      const isChosen = chosenVersion(model) === text;
      yield {
        span: node,
        severity: isChosen ? 'error' : undefined,
        message: isChosen
          ? l10n.t('Plugins compare versions exactly, and libcni selects this one. They report: {0}', rejection(text))
          : l10n.t('Plugins compare versions exactly. If libcni selects this one, they report: {0}', rejection(text)),
        fixes: () => [changeTo(node, exact)],
      };
    }
    const usable = effectiveVersion(model);
    if (model.cniVersion === undefined && model.root !== undefined && usable !== undefined && entries.length > 0) {
      const { root } = model;
      yield {
        span: model.cniVersions?.keyNode ?? value,
        severity: 'information',
        message: l10n.t(
          'libcni before 1.2.0 does not read "cniVersions" and treats a list without "cniVersion" as version 0.1.0. Add "cniVersion".',
        ),
        fixes: () => [insertion(model, root, 'cniVersion', JSON.stringify(usable), undefined, false)],
      };
    }
    const known = entries.filter(({ text }) => exactVersion(text) !== undefined);
    if (entries.length > 0 && known.length === 0) {
      yield {
        span: value,
        message: l10n.t(
          'None of these versions exists (the newest is {0}), so libcni uses "cniVersion" instead.',
          newest,
        ),
      };
    } else if (own !== undefined && isVersion(own) && compareVersions(own, newest) > 0 && usable !== undefined) {
      yield {
        span: model.cniVersion?.value ?? value,
        message: l10n.t(
          'No runtime supports version {0} yet. libcni uses {1} from "cniVersions" instead.',
          own,
          usable,
        ),
      };
    }
  },
};

const routeKeys = ['mtu', 'advmss', 'priority', 'table', 'scope'];
/** Without `cniVersions`, which new runtimes are meant to read and old ones to ignore. */
const listKeys: ReadonlyMap<string, string> = new Map(
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
      ? { fixes: () => [{ ...replaceFix(written, since, false), title: l10n.t('Raise "cniVersion" to {0}', since) }] }
      : {}),
    message: l10n.t(
      '"{key}" was added in version {since} of the specification, but this configuration has version {version}. The reference runtime and plugins read it, but others may not.',
      { key, since, version },
    ),
  };
}

const newerKey: Rule = {
  id: 'R051',
  name: 'key-newer-than-version',
  severity: 'hint',
  *check(model) {
    const version = effectiveVersion(model);
    if (version === undefined || compareVersions(version, '1.1.0') >= 0) {
      return;
    }
    for (const member of model.content === 'list' ? members(model.root) : []) {
      const since = listKeys.get(member.key);
      if (since !== undefined && compareVersions(version, since) < 0) {
        yield newer(model, member, since, version);
      }
    }
    for (const { ipam } of model.plugins) {
      const routes = foldedMember(ipam?.node, 'routes')?.value;
      for (const route of routes?.type === 'array' ? (routes.children ?? []) : []) {
        for (const key of routeKeys) {
          const member = foldedMember(route, key);
          if (member !== undefined) {
            yield newer(model, member, '1.1.0', version);
          }
        }
      }
    }
  },
};

const unreadable: Rule = {
  id: 'R043',
  name: 'cniversions-invalid',
  severity: 'error',
  schema: [schemaAt('list/cniVersions'), schemaAt('list/cniVersions/*')],
  check: unreadableVersions,
};

export const versionKeyRules: readonly Rule[] = [unreadable, ineffective, newerKey];
