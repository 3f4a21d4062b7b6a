import * as l10n from '@vscode/l10n';
import { andList } from '../../../engine/text/listing.ts';
import { replaceSpan } from '../../edits/style.ts';
import { textOf } from '../../document/members.ts';
import type { Neighbor } from '../../directory/neighbor.ts';
import type { Model } from '../../document/model.ts';
import { byteOrder } from '../../runtimes/load-file.ts';
import { nearbyFiles, elsewhere, headOf } from './same-directory.ts';
import { nameFromFile, openingOf } from '../list/names.ts';
import type { Fix, Rule } from '../rule.ts';

function freeName(model: Model, others: readonly Neighbor[], name: string): string {
  const taken = new Set(others.map((other) => other.name?.text));
  const byFile = nameFromFile(model.document.uri);
  if (byFile !== name && !taken.has(byFile)) {
    return byFile;
  }
  for (let number = 2; ; number++) {
    if (!taken.has(`${name}-${number}`)) {
      return `${name}-${number}`;
    }
  }
}

const duplicateName: Rule = {
  id: 'R158',
  name: 'duplicate-network-name',
  severity: 'warning',
  *check(model, context) {
    const nearby = nearbyFiles(model, context);
    const value = model.name?.value;
    const name = textOf(value);
    if (nearby === undefined || value === undefined || !name) {
      return;
    }
    const same = nearby.others.filter((other) => other.name?.text === name);
    const [first] = same;
    if (first === undefined) {
      return;
    }
    yield {
      span: value,
      message: l10n.t(
        'The network in {0} has the same name, so runtimes ignore one of the two, or mix their cached results and reservations (containerd with max_conf_num above 1). Rename one of them.',
        first.file,
      ),
      related: same.map((other) =>
        elsewhere(headOf(other), l10n.t('The network in {0} is also named "{1}".', other.file, name)),
      ),
      fixes: () => {
        const free = freeName(model, nearby.others, name);
        const title = l10n.t('Rename the network to "{0}"', free);
        return [{ title, changes: [replaceSpan(value, JSON.stringify(free))] }];
      },
    };
  },
};

function leadingNumber(file: string): string | undefined {
  return /^\d+(?=[-_.])/.exec(file)?.[0];
}

const loadOrder: Rule = {
  id: 'R159',
  name: 'load-order',
  severity: 'information',
  *check(model, context) {
    const nearby = nearbyFiles(model, context);
    const number = nearby && leadingNumber(nearby.own.file);
    if (nearby === undefined || number === undefined) {
      return;
    }
    for (const other of nearby.others) {
      const theirs = leadingNumber(other.file);
      if (theirs === undefined || Number(number) >= Number(theirs)) {
        continue;
      }
      if (byteOrder(nearby.own.file, other.file) < 0) {
        continue;
      }
      const padded = nearby.own.file.replace(number, number.padStart(theirs.length, '0'));
      const fix = (): Fix => ({
        title: l10n.t('Rename the file to {0}', padded),
        preferred: true,
        rename: padded,
      });
      yield {
        span: model.name?.node ?? openingOf(model),
        message: l10n.t(
          'Runtimes read files in byte order, not by number, so {other} comes before {own}. Rename this file to {padded}.',
          { other: other.file, own: nearby.own.file, padded },
        ),
        related: [elsewhere(headOf(other), l10n.t('This file is read first.'))],
        fixes: () => (byteOrder(padded, other.file) < 0 ? [fix()] : []),
      };
      return;
    }
  },
};

/** Returns a fix that renames this file so that it is read before another one: with the preceding number. */
function renameBefore({ file }: Neighbor, own: Neighbor, others: readonly Neighbor[]): readonly Fix[] {
  const number = leadingNumber(file) ?? '99';
  const before = String(Number(number) - 1).padStart(number.length, '0');
  const rename = `${before}-${own.file.replace(/^\d+[-_.]/, '')}`;
  const isFree = others.every((other) => other.file !== rename);
  return isFree && byteOrder(rename, file) < 0 ? [{ title: l10n.t('Rename the file to {0}', rename), rename }] : [];
}

/** Plugins of cluster networks: if another file comes first, pods get no address of the cluster network. */
const clusterTypes = new Set(
  'flannel calico cilium-cni weave-net antrea kube-ovn ovn-k8s-cni-overlay multus multus-cni aws-cni azure-vnet canal'.split(
    ' ',
  ),
);

const shadowed: Rule = {
  id: 'R160',
  name: 'shadowed-default-network',
  severity: 'warning',
  *check(model, context) {
    const nearby = nearbyFiles(model, context);
    const [first] = nearby?.others ?? [];
    if (nearby === undefined || first === undefined || byteOrder(first.file, nearby.own.file) > 0) {
      return;
    }
    // R161 reports files that do not load.
    if (nearby.own.error !== undefined || first.error !== undefined) {
      return;
    }
    const isCluster = nearby.own.plugins.some(({ type }) => clusterTypes.has(type));
    yield {
      span: model.name?.value ?? openingOf(model),
      severity: isCluster ? 'warning' : 'hint',
      message: isCluster
        ? l10n.t(
            '{0} comes first, so containerd (max_conf_num = 1), CRI-O and cri-dockerd use it as the default network, and pods get no address of the cluster network. Remove that file or rename it to come later.',
            first.file,
          )
        : l10n.t(
            '{0} comes first, so containerd (max_conf_num = 1), CRI-O and cri-dockerd use it as the default network instead of this one.',
            first.file,
          ),
      related: [elsewhere(headOf(first), l10n.t('This is the default network.'))],
      fixes: () => renameBefore(first, nearby.own, nearby.others),
    };
  },
};

const brokenSibling: Rule = {
  id: 'R161',
  name: 'broken-sibling-blocks',
  severity: 'warning',
  *check(model, context) {
    const nearby = nearbyFiles(model, context);
    const broken = nearby?.others.find((other) => other.error !== undefined);
    if (nearby === undefined || broken === undefined || byteOrder(broken.file, nearby.own.file) > 0) {
      return;
    }
    if (nearby.own.error !== undefined) {
      return;
    }
    const { file, error = '' } = broken;
    yield {
      span: model.name?.value ?? openingOf(model),
      message:
        broken === nearby.others[0]
          ? l10n.t(
              '{0} comes before this file and does not load, so containerd loads no network, and cnitool, nerdctl and Nomad do not find this one. libcni fails with: {1}',
              file,
              error,
            )
          : l10n.t(
              '{0} comes before this file and does not load, so cnitool, nerdctl and Nomad do not find this network. libcni fails with: {1}',
              file,
              error,
            ),
      related: [elsewhere(headOf(broken), error)],
      fixes: () => renameBefore(broken, nearby.own, nearby.others),
    };
  },
};

function sideLoaded(model: Model, neighbors: readonly Neighbor[], own: Neighbor): readonly Neighbor[] {
  const name = textOf(model.name?.value);
  return neighbors
    .filter(({ directory }) => name !== undefined && directory === `${own.directory}/${name}`)
    .toSorted((a, b) => byteOrder(a.file, b.file));
}

const sideLoadDirectory: Rule = {
  id: 'R168',
  name: 'sideload-directory',
  severity: 'hint',
  *check(model, context) {
    const nearby = nearbyFiles(model, context);
    const value = model.name?.value;
    if (nearby === undefined || value === undefined || model.content !== 'list') {
      return;
    }
    const all = sideLoaded(model, context.neighbors ?? [], nearby.own);
    const files = all.filter(({ file }) => file.endsWith('.conf'));
    if (all.length === 0) {
      return;
    }
    const name = textOf(value) ?? '';
    const related = all.map((file) =>
      elsewhere(file.plugins[0]?.location ?? headOf(file), file.error ?? file.plugins[0]?.type ?? file.file),
    );
    const broken = files.find(({ error }) => error !== undefined);
    const isIgnored = nearby.own.loadOnlyInlinedPlugins;
    const isWarning = isIgnored || broken !== undefined || files.length === 0;
    yield {
      span: value,
      severity: isWarning ? 'warning' : 'hint',
      message: isIgnored
        ? l10n.t('The plugins in {0}/ are not loaded because "loadOnlyInlinedPlugins" is true.', name)
        : sideLoadMessage(name, files, broken),
      related,
    };
  },
};

/** Returns what libcni does with the files of a network's directory, of which `files` end in .conf. */
function sideLoadMessage(name: string, files: readonly Neighbor[], broken: Neighbor | undefined): string {
  if (broken !== undefined) {
    return l10n.t(
      '{name}/{file} does not load, so the whole network does not load. libcni 1.3 reports, without naming the file: {error}',
      { name, file: broken.file, error: broken.error ?? '' },
    );
  }
  if (files.length === 0) {
    return l10n.t(
      'No file in {0}/ is loaded because libcni reads only .conf files from the directory of a network.',
      name,
    );
  }
  const types = andList(files.map(({ file, plugins }) => `${plugins[0]?.type ?? '?'} (${file})`));
  return l10n.t(
    'libcni 1.3 and later append the plugins in {0}/: {1}. Nomad, nerdctl and older runtimes do not.',
    name,
    types,
  );
}

const sideLoadFile: Rule = {
  id: 'R169',
  name: 'sideload-file',
  severity: 'warning',
  *check(model, { neighbors }) {
    if (!model.sideLoaded || neighbors === undefined) {
      return;
    }
    const [, above = '', network = ''] = /^(.*)\/([^/]+)\/[^/]+$/.exec(model.path) ?? [];
    const around = neighbors.filter(({ directory, loadedAs }) => directory === above && loadedAs !== undefined);
    // The files of the parent directory are unknown.
    if (around.length === 0) {
      return;
    }
    const list = around.find(({ name, content }) => content === 'list' && name?.text === network);
    if (list !== undefined && !list.loadOnlyInlinedPlugins) {
      return;
    }
    yield {
      span: openingOf(model),
      message:
        list === undefined
          ? l10n.t('No list in the parent directory is named "{0}", so no runtime loads this plugin.', network)
          : l10n.t('{0} sets "loadOnlyInlinedPlugins", so this plugin is not loaded.', list.file),
      related: list === undefined ? [] : [elsewhere(headOf(list), l10n.t('This is the network of the directory.'))],
    };
  },
};

/** Rules about the order of files and about the directories of networks. */
export const directoryRules: readonly Rule[] = [
  duplicateName,
  loadOrder,
  shadowed,
  brokenSibling,
  sideLoadDirectory,
  sideLoadFile,
];
