import { replaceSpan } from '../edits/style.ts';
import { textOf } from '../members.ts';
import type { Neighbour } from '../directory/neighbour.ts';
import type { Model } from '../model.ts';
import { byteOrder } from '../runtimes/load-file.ts';
import { besideOf, elsewhere, headOf } from './beside.ts';
import { nameFromFile, openingOf } from './names.ts';
import type { Fix, Rule } from './rule.ts';

function freeName(model: Model, others: readonly Neighbour[], name: string): string {
  const taken = new Set(others.map((other) => other.name?.text));
  const byFile = nameFromFile(model.document.uri);
  if (byFile !== name && !taken.has(byFile)) return byFile;
  for (let number = 2; ; number++) {
    if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
  }
}

const duplicateName: Rule = {
  id: 'R158',
  name: 'duplicate-network-name',
  severity: 'warning',
  *check(model, context) {
    const beside = besideOf(model, context);
    const value = model.name?.value;
    const name = textOf(value);
    if (beside === undefined || value === undefined || !name) return;
    const same = beside.others.filter((other) => other.name?.text === name);
    const [first] = same;
    if (first === undefined) return;
    yield {
      span: value,
      message:
        `${first.file} has a network of the same name. Most runtimes take one of the two and ignore the other, and ` +
        'containerd takes both, though they share cached results and reservations. Rename one',
      related: same.map((other) => elsewhere(headOf(other), `"${name}" is also the name in ${other.file}`)),
      fixes: () => {
        const free = freeName(model, beside.others, name);
        return [{ title: `Rename the network to "${free}"`, changes: [replaceSpan(value, JSON.stringify(free))] }];
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
    const beside = besideOf(model, context);
    const number = beside && leadingNumber(beside.own.file);
    if (beside === undefined || number === undefined) return;
    for (const other of beside.others) {
      const theirs = leadingNumber(other.file);
      if (theirs === undefined || Number(number) >= Number(theirs)) continue;
      if (byteOrder(beside.own.file, other.file) < 0) continue;
      const padded = beside.own.file.replace(number, number.padStart(theirs.length, '0'));
      const fixes: readonly Fix[] = [{ title: `Rename the file to ${padded}`, preferred: true, rename: padded }];
      yield {
        span: model.name?.node ?? openingOf(model),
        message: `Files are read in byte order, not by number: ${other.file} comes before ${beside.own.file}. Write ${padded}`,
        related: [elsewhere(headOf(other), 'This file is read first')],
        fixes: () => (byteOrder(padded, other.file) < 0 ? fixes : []),
      };
      return;
    }
  },
};

/** Another name for this file under which it is read before another one: the number before that one's. */
function renameBefore({ file }: Neighbour, own: Neighbour, others: readonly Neighbour[]): readonly Fix[] {
  const number = leadingNumber(file) ?? '99';
  const before = String(Number(number) - 1).padStart(number.length, '0');
  const rename = `${before}-${own.file.replace(/^\d+[-_.]/, '')}`;
  const isFree = others.every((other) => other.file !== rename);
  return isFree && byteOrder(rename, file) < 0 ? [{ title: `Rename the file to ${rename}`, rename }] : [];
}

/** Plugins that are the network of a whole cluster: hidden, no pod gets an address of it. */
const CLUSTER = new Set(
  'flannel calico cilium-cni weave-net antrea kube-ovn ovn-k8s-cni-overlay multus multus-cni aws-cni azure-vnet canal'.split(
    ' ',
  ),
);

const shadowed: Rule = {
  id: 'R160',
  name: 'shadowed-default-network',
  severity: 'warning',
  *check(model, context) {
    const beside = besideOf(model, context);
    const [first] = beside?.others ?? [];
    if (beside === undefined || first === undefined || byteOrder(first.file, beside.own.file) > 0) return;
    if (beside.own.error !== undefined || first.error !== undefined) return; // another rule's: what is broken hides all
    const isCluster = beside.own.plugins.some(({ type }) => CLUSTER.has(type));
    yield {
      span: model.name?.value ?? openingOf(model),
      severity: isCluster ? 'warning' : 'information',
      message:
        `${first.file} comes first: with containerd (max_conf_num = 1), CRI-O and cri-dockerd that is the default ` +
        'network, and this one is not' +
        (isCluster
          ? '. Pods get no address of the cluster network: remove the other file, or name it so that it comes later'
          : ''),
      related: [elsewhere(headOf(first), 'The default network')],
      fixes: () => renameBefore(first, beside.own, beside.others),
    };
  },
};

const brokenSibling: Rule = {
  id: 'R161',
  name: 'broken-sibling-blocks',
  severity: 'warning',
  *check(model, context) {
    const beside = besideOf(model, context);
    const broken = beside?.others.find((other) => other.error !== undefined);
    if (beside === undefined || broken === undefined || byteOrder(broken.file, beside.own.file) > 0) return;
    if (beside.own.error !== undefined) return;
    const first = broken === beside.others[0] ? 'containerd loads no network at all, and ' : '';
    yield {
      span: model.name?.value ?? openingOf(model),
      message:
        `${broken.file} comes before this file and does not load ("${broken.error}"): ${first}look-ups by cnitool, ` +
        'nerdctl and Nomad fail before they get here',
      related: [elsewhere(headOf(broken), `"${broken.error}"`)],
      fixes: () => renameBefore(broken, beside.own, beside.others),
    };
  },
};

function sideLoaded(model: Model, neighbours: readonly Neighbour[], own: Neighbour): readonly Neighbour[] {
  const name = textOf(model.name?.value);
  return neighbours
    .filter(({ directory }) => name !== undefined && directory === `${own.directory}/${name}`)
    .toSorted((a, b) => byteOrder(a.file, b.file));
}

const sideLoadDirectory: Rule = {
  id: 'R168',
  name: 'sideload-directory',
  severity: 'information',
  *check(model, context) {
    const beside = besideOf(model, context);
    const value = model.name?.value;
    if (beside === undefined || value === undefined || model.content !== 'list') return;
    const all = sideLoaded(model, context.neighbours ?? [], beside.own);
    const files = all.filter(({ file }) => file.endsWith('.conf'));
    if (all.length === 0) return;
    const name = textOf(value) ?? '';
    const related = all.map((file) =>
      elsewhere(file.plugins[0]?.place ?? headOf(file), file.error ?? file.plugins[0]?.type ?? file.file),
    );
    const broken = files.find(({ error }) => error !== undefined);
    const types = files.map(({ file, plugins }) => `${plugins[0]?.type ?? '?'} (${file})`).join(', ');
    const idle = beside.own.loadOnlyInlinedPlugins;
    const says = idle
      ? `The plugins in ${name}/ are not loaded, for "loadOnlyInlinedPlugins" is true`
      : broken !== undefined
        ? `${name}/${broken.file} does not load, and the network fails with it: libcni 1.3 says "${broken.error}" and names no file`
        : files.length === 0
          ? `No file of ${name}/ is loaded: of a network's directory libcni reads .conf files only`
          : `libcni 1.3 and later append the plugins of ${name}/: ${types}. Nomad, nerdctl and older runtimes do not`;
    const isWarning = idle || broken !== undefined || files.length === 0;
    yield { span: value, severity: isWarning ? 'warning' : 'information', message: says, related };
  },
};

const sideLoadFile: Rule = {
  id: 'R169',
  name: 'sideload-file',
  severity: 'warning',
  *check(model, { neighbours }) {
    if (!model.sideLoaded || neighbours === undefined) return;
    const [, above = '', network = ''] = /^(.*)\/([^/]+)\/[^/]+$/.exec(model.path) ?? [];
    const around = neighbours.filter(({ directory, loadedAs }) => directory === above && loadedAs !== undefined);
    if (around.length === 0) return; // what lies above is not known
    const list = around.find(({ name, content }) => content === 'list' && name?.text === network);
    if (list !== undefined && !list.loadOnlyInlinedPlugins) return;
    yield {
      span: openingOf(model),
      message:
        list === undefined
          ? `No list in the directory above is called "${network}", so nothing loads this plugin`
          : `${list.file} says "loadOnlyInlinedPlugins": this plugin is not loaded`,
      related: list === undefined ? [] : [elsewhere(headOf(list), 'The network of this directory')],
    };
  },
};

/** Which file comes first, and what lies in a network's own directory. */
export const directoryRules: readonly Rule[] = [
  duplicateName,
  loadOrder,
  shadowed,
  brokenSibling,
  sideLoadDirectory,
  sideLoadFile,
];
