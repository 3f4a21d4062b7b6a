import * as l10n from '@vscode/l10n';
import { ownOf } from '../../directory/neighbor.ts';
import { byteOrder } from '../../runtimes/load-file.ts';
import { typeSpan } from '../../edits/simple-fixes.ts';
import type { Rule } from '../rule.ts';
import { isReadByRuntimes } from './same-directory.ts';

/** Plugins that add an interface without addresses if there is no IPAM. */
const layer2: ReadonlySet<string> = new Set(['bridge', 'macvlan', 'host-device', 'tap']);

const withoutAddresses: Rule = {
  id: 'R216',
  name: 'main-network-without-addresses',
  severity: 'information',
  *check(model, { neighbors }) {
    const [plugin, ...chained] = model.plugins;
    if (neighbors === undefined || model.loadedAs === undefined || model.sideLoaded || plugin === undefined) {
      return;
    }
    const { directory, file } = ownOf(model);
    const isFirst = neighbors.every(
      (other) => other.directory !== directory || other.loadedAs === undefined || byteOrder(file, other.file) <= 0,
    );
    const hasIPAM = [plugin, ...chained].some(({ ipam }) => ipam !== undefined && ipam.typeName !== undefined);
    const isLayer2 =
      layer2.has(plugin.typeName ?? '') && chained.every(({ described }) => described?.traits?.kind === 'meta');
    if (!isReadByRuntimes(directory) || !isFirst || hasIPAM || !isLayer2) {
      return;
    }
    yield {
      span: typeSpan(plugin),
      message: l10n.t(
        'This network has no addresses, and containerd uses the first file for every pod. containerd then fails with "failed to find network info for sandbox", and Nomad with "no interface with an address".',
      ),
    };
  },
};

/** Rules about the network that a runtime uses for every container. */
export const mainNetworkRules: readonly Rule[] = [withoutAddresses];
