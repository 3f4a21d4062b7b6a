import * as l10n from '@vscode/l10n';
import type { CarrierContents, NamedNetwork, Selection } from '../../carriers/embedded.ts';
import { spanInCarrier } from '../../carriers/position-map.ts';
import { isSelected, selectedNetworks, type SelectedNetwork } from '../../carriers/selected-networks.ts';
import { isTemplated } from '../../carriers/template-mask.ts';
import { didYouMean } from '../../document/did-you-mean.ts';
import type { Span } from '../../document/span.ts';
import { carrierRule, type CarrierRule, type CarriersAround } from './carrier-rule.ts';
import type { Finding, Fix } from '../rule.ts';

type Network = Pick<NamedNetwork, 'name' | 'namespace'>;

/** Whether a tool such as Kustomize may make one name of the other, by a prefix or suffix. */
const isExtended = (name: string, other: string): boolean => name.startsWith(`${other}-`) || name.endsWith(`-${other}`);

/**
 * Returns the networks of which an undefined one would be one: those of its namespace. Undefined if the network is defined,
 * or if it may be defined elsewhere.
 */
function siblings(selected: SelectedNetwork, networks: readonly Network[]): readonly Network[] | undefined {
  const { name, namespace } = selected;
  if (namespace === undefined) {
    return undefined;
  }
  const isDefined = networks.some(
    (network) => isSelected(selected, network) || isExtended(name, network.name) || isTemplated(network.name),
  );
  const same = networks.filter((network) => network.namespace === namespace);
  return isDefined || same.length === 0 ? undefined : same;
}

/** A name that YAML reads as text without quotes, too. */
const plainName = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z][-a-z0-9]*$/;

/** Returns the fix that writes another name, if the annotation can hold it. */
function renamed(selection: Selection, selected: SelectedNetwork, span: Span, name: string): readonly Fix[] {
  const done = selection.edit([{ ...selected.span, text: name }]);
  const isWord = span.length === selected.name.length && plainName.test(name);
  const changes = 'changes' in done ? done.changes : isWord ? [{ ...span, text: name }] : undefined;
  return changes === undefined
    ? []
    : [{ title: l10n.t('Change to {0}', JSON.stringify(name)), preferred: true, changes }];
}

function* undefinedIn(contents: CarrierContents, { isComplete, others }: CarriersAround): Iterable<Finding> {
  const { selections } = contents;
  if (!isComplete || selections.length === 0) {
    return;
  }
  const networks: readonly Network[] = [...contents.networks, ...others().flatMap((one) => one.networks)];
  for (const selection of selections) {
    for (const selected of selectedNetworks(selection)) {
      const same = siblings(selected, networks);
      if (same === undefined) {
        continue;
      }
      const { name } = selected;
      const span = spanInCarrier(selection.map, selected.span);
      const meant = didYouMean(
        name,
        same.map((one) => one.name),
      );
      if (meant === undefined) {
        const message = l10n.t(
          'The workspace defines other networks of this namespace, but not "{0}". If the cluster does not define it either, the pod is not created.',
          name,
        );
        yield { span, message, severity: 'information' };
        continue;
      }
      const message = l10n.t(
        'The workspace does not define the network "{0}", and without a definition the pod is not created. Did you mean "{1}"?',
        name,
        meant,
      );
      yield { span, message, fixes: () => renamed(selection, selected, span, meant) };
    }
  }
}

/** Rules about networks that no file of the workspace defines. */
export const undefinedRules: readonly CarrierRule[] = [
  carrierRule({ id: 'R203', name: 'undefined-network', severity: 'warning' }, undefinedIn),
];
