import * as l10n from '@vscode/l10n';
import type { Choice } from '../editor/back-prompts.ts';
import { type Assignment, type Families, purposes, type PurposeId, purposeTraits } from './answers.ts';

/** QuickPickItemKind.Separator. */
const separator = -1;

/** Returns the rows of the question what a network is for, in groups. */
export function purposeChoices(): readonly Choice<PurposeId>[] {
  const groups = [
    { title: l10n.t('Containers on a host'), ids: ['bridge', 'ptp', 'macvlan'] },
    { title: l10n.t('Second network for pods'), ids: purposes.filter(isForPods) },
    { title: l10n.t('Overlay and runtimes'), ids: ['flannel', 'nerdctl', 'podman', 'nomad'] },
  ] as const;
  return groups.flatMap(({ title, ids }) => [
    { label: title, kind: separator },
    ...ids.map((value) => ({ value, ...purposeText(value) })),
  ]);
}

const isForPods = (id: PurposeId): boolean => purposeTraits[id].isDefinition;

/** Returns the row of a purpose: its use, and the chain of its plugins. */
function purposeText(id: PurposeId): { readonly label: string; readonly description: string } {
  switch (id) {
    case 'bridge':
      return { label: l10n.t('Bridge with port mappings'), description: 'bridge + portmap' };
    case 'ptp':
      return { label: l10n.t('Point-to-point links with port mappings'), description: 'ptp + portmap' };
    case 'macvlan':
      return { label: l10n.t('Addresses in the network of an interface'), description: 'macvlan' };
    case 'podMacvlan':
      return { label: l10n.t('Own MAC addresses on an interface'), description: 'macvlan' };
    case 'podIpvlan':
      return { label: l10n.t('MAC address of the interface'), description: 'ipvlan' };
    case 'podBridge':
      return { label: l10n.t('Bridge on each node'), description: 'bridge' };
    case 'podSriov':
      return { label: l10n.t('Virtual functions of a network card'), description: 'sriov' };
    case 'flannel':
      return { label: l10n.t('Pod network of flannel'), description: 'flannel + portmap' };
    case 'nerdctl':
      return { label: l10n.t('Network of nerdctl'), description: 'bridge + portmap + firewall + tuning' };
    case 'podman':
      return { label: l10n.t('Network of Podman 4'), description: 'bridge + portmap + firewall + tuning' };
    case 'nomad':
      return { label: l10n.t('Network of Nomad'), description: 'loopback + bridge + firewall + portmap' };
  }
}

/** Returns the rows of the question how containers get their addresses. */
export function assignmentChoices(assignments: readonly Assignment[]): readonly Choice<Assignment>[] {
  return assignments.map((value) => ({ value, ...assignmentText(value) }));
}

function assignmentText(assignment: Assignment): { readonly label: string; readonly description: string } {
  switch (assignment) {
    case 'pool':
      return { label: l10n.t('From a pool of each host'), description: 'host-local' };
    case 'cluster':
      return { label: l10n.t('From a pool that all nodes share'), description: 'whereabouts' };
    case 'fixed':
      return { label: l10n.t('A fixed address'), description: 'static' };
    case 'dhcp':
      return { label: l10n.t('From a DHCP server'), description: l10n.t('dhcp, whose daemon must run on the host') };
  }
}

/** Returns the rows of the question about address families. */
export function familyChoices(): readonly Choice<Families>[] {
  return [
    { value: 'ipv4', label: 'IPv4' },
    { value: 'ipv6', label: 'IPv6' },
    { value: 'dual', label: l10n.t('IPv4 and IPv6') },
  ];
}
