import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { ownOf } from '../../directory/neighbor.ts';
import { configurationDirectoryOf } from '../../directory/configuration-directories.ts';
import { delegatesOf } from '../../document/delegates.ts';
import { foldedMember, members, textOf } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { changeTo, ofType, removal } from '../../edits/simple-fixes.ts';
import type { RuleContext } from '../../workspace/context.ts';
import { failsWith } from '../failures.ts';
import { declare } from '../list/capabilities.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { keysOfOtherMultus } from './multus-keys.ts';

const multusIn = (model: Model): readonly PluginView[] => ofType(model, 'multus', 'multus-shim');

/** The capabilities that a runtime passes to the network of a pod. */
const passed: ReadonlySet<string> = new Set(['portMappings', 'bandwidth']);

const capabilitiesOf = ({ node }: PluginView) => members(foldedMember(node, 'capabilities')?.value);

const undeclared: Rule = {
  id: 'R209',
  name: 'multus-capabilities',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const plugin of multusIn(model)) {
      const own = new Set(capabilitiesOf(plugin).map(({ key }) => key));
      const isSet = (key: string): boolean =>
        foldedMember(foldedMember(plugin.node, 'runtimeConfig')?.value, key) !== undefined;
      // Only the first delegate is the network of the pod.
      for (const one of delegatesOf(plugin)[0]?.plugins ?? []) {
        for (const { key, value, node } of capabilitiesOf(one)) {
          if (value?.value !== true || !passed.has(key) || own.has(key) || isSet(key)) {
            continue;
          }
          yield {
            span: node,
            message: l10n.t(
              '{multus} does not declare the capability "{capability}", so the runtime does not pass it and {type} gets none. Declare it next to "delegates".',
              { multus: plugin.typeName ?? '', capability: key, type: one.typeName ?? '' },
            ),
            fixes: () => declare(model, plugin, key),
          };
        }
      }
    }
  },
};

/** Returns the strings with which Multus names networks. Without "clusterNetwork" it reads no "defaultNetworks". */
function networkNames({ node }: PluginView): readonly Node[] {
  const cluster = foldedMember(node, 'clusterNetwork')?.value;
  if (!textOf(cluster)) {
    return [];
  }
  const others = foldedMember(node, 'defaultNetworks')?.value;
  return [cluster, ...(others?.type === 'array' ? (others.children ?? []) : [])].filter((one) => one !== undefined);
}

/** Returns fixes for the name of a file: the network in that file, or the absolute path. */
function networkFixes(model: Model, { neighbors = [] }: RuleContext, node: Node, file: string): readonly Fix[] {
  const { directory } = ownOf(model);
  const name = file.slice(file.lastIndexOf('/') + 1);
  const other = neighbors.find((one) => one.directory === directory && one.file === name)?.name?.text;
  const where = configurationDirectoryOf(directory) ?? '/etc/cni/net.d';
  return [
    ...(other === undefined ? [] : [changeTo(node, other)]),
    changeTo(node, `${where}/${name}`, other === undefined),
  ];
}

const fileAsNetwork: Rule = {
  id: 'R210',
  name: 'multus-cluster-network',
  severity: 'error',
  *check(model, context) {
    for (const plugin of multusIn(model)) {
      const kubeconfigPath = textOf(foldedMember(plugin.node, 'kubeconfig')?.value);
      for (const node of networkNames(plugin)) {
        const text = textOf(node) ?? '';
        if (text === kubeconfigPath) {
          yield {
            span: node,
            message: l10n.t('One file cannot be both the kubeconfig and the configuration of a network, so ADD fails.'),
          };
        }
        if (!/\.(?:conf|conflist|json)$/.test(text) || text.startsWith('/')) {
          continue;
        }
        const problem = l10n.t(
          '"{0}" is the name of a file, but Multus needs the name of a network or an absolute path.',
          text,
        );
        const error = text.includes('/')
          ? `stat ${text}: no such file or directory`
          : node === foldedMember(plugin.node, 'clusterNetwork')?.value
            ? `failed to get clusterNetwork ${text} in namespace kube-system`
            : `getNetDelegate: cannot find network: ${text}`;
        yield {
          span: node,
          message: sentences(problem, failsWith('multus', error)),
          fixes: () => networkFixes(model, context, node, text),
        };
      }
    }
  },
};

/** Returns the directory of configurations that a path is in: a directory above `multus.d` or the like. */
const directoryOf = (path: string): string => path.replace(/(?:\/[^/]+\.d)?\/[^/]*$/, '');

/** Reports a kubeconfig that is missing, or that is not where K3s, RKE2 and MicroK8s have their configurations. */
const kubeconfig: Rule = {
  id: 'R211',
  name: 'multus-kubeconfig',
  severity: 'warning',
  *check(model, { hostFacts }) {
    // The daemon of multus-shim reads its own kubeconfig.
    for (const plugin of ofType(model, 'multus')) {
      const own = configurationDirectoryOf(ownOf(model).directory);
      const value = foldedMember(plugin.node, 'kubeconfig')?.value;
      const path = textOf(value) ?? '';
      const state = hostFacts?.files?.[path];
      const theirs = configurationDirectoryOf(directoryOf(path));
      const isOther = own !== theirs && [own, theirs].some((one) => one?.startsWith('/var/') === true);
      const isElsewhere = own !== undefined && theirs !== undefined && isOther && state === undefined;
      if (value === undefined || (state !== null && !isElsewhere)) {
        continue;
      }
      const better = own === undefined ? undefined : path.replace(theirs ?? '', own);
      const error = `GetK8sClient: failed to get context for the kubeconfig ${path}: stat ${path}: no such file or directory`;
      const problem = isElsewhere
        ? l10n.t('The kubeconfig is in a directory below {0}, but this file is in {1}.', theirs ?? '', own ?? '')
        : l10n.t('The kubeconfig {0} does not exist on {1}.', path, hostFacts?.host ?? '');
      const failure = isElsewhere
        ? l10n.t('If the file does not exist, Multus fails with "{0}".', error)
        : failsWith('multus', error);
      yield {
        span: value,
        severity: isElsewhere ? undefined : 'error',
        message: sentences(problem, failure),
        fixes: () => (!isElsewhere || better === undefined ? [] : [changeTo(value, better)]),
      };
    }
  },
};

const mixed: Rule = {
  id: 'R212',
  name: 'multus-thick-and-thin',
  severity: 'warning',
  *check(model) {
    for (const plugin of multusIn(model)) {
      const { node, typeName = '', type } = plugin;
      for (const member of members(node)) {
        const key = member.key.toLowerCase();
        if (keysOfOtherMultus.get(typeName)?.has(key) !== true) {
          continue;
        }
        const isOfShim = key === 'daemonSocketDir'.toLowerCase();
        const typeValue = type?.value;
        yield {
          span: member.keyNode,
          message: isOfShim
            ? l10n.t('multus runs without a daemon and ignores "{0}". Only multus-shim reads it.', member.key)
            : l10n.t(
                '{0} ignores "{1}", which belongs in the configuration of the Multus daemon.',
                typeName,
                member.key,
              ),
          fixes: () => [
            removal(node, [member]),
            ...(isOfShim && typeValue !== undefined ? [changeTo(typeValue, 'multus-shim', false)] : []),
          ],
        };
      }
    }
  },
};

/** Rules about Multus v4.3.0. */
export const multusRules: readonly Rule[] = [undeclared, fileAsNetwork, kubeconfig, mixed];
