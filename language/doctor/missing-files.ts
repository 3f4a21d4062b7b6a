import * as l10n from '@vscode/l10n';
import { foldedMember, textOf } from '../document/members.ts';
import type { PluginView } from '../document/model.ts';
import { remedies } from './cause-texts.ts';
import type { ExaminedHost, Symptom } from './diagnosis.ts';

/**
 * What the agent of a network creates on the node, by the plugin that needs it, and the key with which the plugin does
 * without it. facts.sh looks for the same paths.
 */
const agentFiles: Readonly<Record<string, { readonly path: string; readonly unless?: string }>> = {
  antrea: { path: '/var/run/antrea/cni.sock' },
  calico: { path: '/var/lib/calico/nodename', unless: 'nodename_file_optional' },
  'cilium-cni': { path: '/var/run/cilium/cilium.sock' },
  'multus-shim': { path: '/run/multus/multus.sock', unless: 'daemonSocketDir' },
};

function neededBy({ node, ipam, typeName = '' }: PluginView): readonly (string | undefined)[] {
  const { path, unless = '' } = agentFiles[typeName] ?? {};
  const isElsewhere = Boolean(foldedMember(node, unless)?.value?.value);
  const kubernetes = foldedMember(node, 'kubernetes')?.value;
  return [
    isElsewhere ? undefined : path,
    textOf(foldedMember(kubernetes, 'kubeconfig')?.value),
    textOf(foldedMember(node, 'server_socket')?.value),
    textOf(foldedMember(ipam?.node, 'server_socket')?.value),
  ];
}

/**
 * Reports the kubeconfig, the socket and the file of an agent that a plugin needs and the host does not have. Rules report
 * those of Multus, flannel and dhcp.
 */
export function missingFiles({ view, survey, host, isUsed }: ExaminedHost): readonly Symptom[] {
  return view.subjects.flatMap(({ file, model }) =>
    model.plugins.flatMap((plugin) =>
      neededBy(plugin).flatMap((path): readonly Symptom[] =>
        path === undefined || survey.facts.files?.[path] !== null
          ? []
          : [
              {
                cause: 'fileMissing',
                severity: isUsed(file) ? 'problem' : 'note',
                evidence: l10n.t('{path} does not exist on {host}, so the plugin "{plugin}" fails.', {
                  path,
                  host,
                  plugin: plugin.typeName ?? '',
                }),
                file: `${survey.confDir}/${file}`,
                remedy: remedies.fileMissing?.() ?? '',
              },
            ],
      ),
    ),
  );
}
