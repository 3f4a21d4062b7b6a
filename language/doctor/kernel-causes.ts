import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import type { ExaminedHost, Symptom } from './diagnosis.ts';

/** Plugins of one host whose containers need forwarding. */
const routed = new Set(['bridge', 'ptp', 'flannel', 'calico', 'cilium-cni', 'antrea', 'kube-ovn', 'weave-net']);

const usedBy = ({ view, isUsed }: ExaminedHost, types: ReadonlySet<string>): string | undefined =>
  view.subjects.find(
    ({ file, model }) => isUsed(file) && model.plugins.some(({ typeName }) => types.has(typeName ?? '')),
  )?.file;

/** Reports forwarding that is off although containers use the network. Without containers, bridge and ptp turn it on. */
export function forwardingOff(examined: ExaminedHost): readonly Symptom[] {
  const { survey, host } = examined;
  const key = 'net.ipv4.ip_forward';
  const file = usedBy(examined, routed);
  if (survey.facts.sysctls?.[key] !== '0' || file === undefined) {
    return [];
  }
  const count = survey.attachments?.length ?? 0;
  return [
    {
      cause: 'forwardingOff',
      severity: count > 0 ? 'problem' : 'note',
      evidence:
        count > 0
          ? l10n.t(
              '{key} is 0 on {host}, so its containers (attachments: {count}) reach only the host and containers on the same bridge.',
              { key, host, count },
            )
          : l10n.t(
              '{key} is 0 on {host}. The plugins bridge and ptp turn it on with the first container, and other networks need it on.',
              { key, host },
            ),
      rule: 'R183',
      file: `${survey.confDir}/${file}`,
      remedy: l10n.t('Set {0} to 1 in /etc/sysctl.d, and find out what turned it off.', key),
    },
  ];
}

const bridged = new Set(['bridge', 'flannel']);

/** Reports a bridge whose inner traffic passes by the rules of iptables, on which Kubernetes Services depend. */
export function brNetfilterOff(examined: ExaminedHost): readonly Symptom[] {
  const { survey, host } = examined;
  const key = 'net.bridge.bridge-nf-call-iptables';
  const value = survey.facts.sysctls?.[key];
  const file = usedBy(examined, bridged);
  if (value === undefined || value === '1' || file === undefined) {
    return [];
  }
  const { runtimes } = survey;
  const isNode = (runtimes.includes('cri-o') || runtimes.includes('containerd')) && !runtimes.includes('nerdctl');
  return [
    {
      cause: 'brNetfilterOff',
      severity: isNode ? 'problem' : 'note',
      evidence:
        value === null
          ? l10n.t(
              'The module br_netfilter is not loaded on {0}. Rules such as those of Kubernetes Services do not apply to traffic between containers on the same bridge.',
              host,
            )
          : l10n.t(
              '{key} is {value} on {host}. Rules such as those of Kubernetes Services do not apply to traffic between containers on the same bridge.',
              { key, value, host },
            ),
      rule: 'R184',
      file: `${survey.confDir}/${file}`,
      remedy: l10n.t('Load the module br_netfilter, and set {0} to 1.', key),
    },
  ];
}

/**
 * Reports both backends of iptables, each of which decides about every packet. A table can be empty: it exists as soon as a
 * program has listed it.
 */
export function iptablesMixed({ survey, host }: ExaminedHost): readonly Symptom[] {
  const { backends = {}, legacyTables = {} } = survey.facts;
  const { iptables, ip6tables } = backends;
  const remedy = l10n.t(
    'Compare iptables-nft-save with iptables-legacy-save. If both print rules, let every component use the same backend, and restart the host.',
  );
  const found = { cause: 'iptablesMixed', severity: 'note', remedy } as const;
  const legacy = Object.entries(legacyTables).flatMap(([program, tables]): Symptom[] =>
    backends[program] !== 'nf_tables' || tables.length === 0
      ? []
      : [
          {
            ...found,

            evidence: l10n.t(
              '{program} on {host} uses nf_tables, but the kernel also has legacy tables ({tables}). If those have rules, either backend can drop a packet.',
              { program, host, tables: commaList(tables) },
            ),
          },
        ],
  );
  const isSplit = iptables !== undefined && ip6tables !== undefined && iptables !== ip6tables;
  return isSplit
    ? [
        ...legacy,
        {
          ...found,

          evidence: l10n.t('On {host} iptables uses {iptables}, but ip6tables uses {ip6tables}.', {
            host,
            iptables,
            ip6tables,
          }),
        },
      ]
    : legacy;
}
