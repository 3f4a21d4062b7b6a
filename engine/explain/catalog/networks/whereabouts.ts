import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of Whereabouts, as of commit 3a262bd. */
export const whereabouts = {
  whereaboutsNoFile: {
    pattern: /(?<!CNI )config file not found/,
    topic: 'config',
    cause: () => l10n.t('Whereabouts found no configuration file (whereabouts.conf) in its directories.'),
    remedy: () =>
      l10n.t('Set "configuration_path" in "ipam" to the file. K3s, RKE2 and MicroK8s have other directories.'),
    rank: 'common',
    source: 'pkg/config/config.go:391',
  },
  whereaboutsFileUnreadable: {
    pattern: /LoadIPAMConfig Flatfile \((?<file>[^)\n]{0,1024})\) - (?<reason>[^\n]{1,160})/,
    topic: 'config',
    cause: (args) => l10n.t('Whereabouts cannot read its configuration file {file}: {reason}.', args),
    remedy: () => l10n.t('Check that "configuration_path" is a JSON file, such as whereabouts.conf.'),
    rank: 'outer',
    source: 'pkg/config/config.go:252',
  },
  whereaboutsStorage: {
    pattern: /you have not configured the storage engine/,
    topic: 'config',
    cause: () => l10n.t('Whereabouts has no kubeconfig.'),
    remedy: () => l10n.t('Set "kubernetes.kubeconfig" in whereabouts.conf.'),
    source: 'pkg/config/config.go:395',
  },
  whereaboutsFull: {
    pattern:
      /[Cc]ould not allocate IP in range: ip: (?<first>[^\s"]{1,64}) \/ - (?<last>[^\s"]{1,64}) \/ range: (?<range>[^\s"]{1,256})/,
    topic: 'address',
    // Before v0.6.2, Whereabouts printed the range as a value of Go.
    cause: ({ first = '', last = '', range = '' }) =>
      l10n.t('Whereabouts has no free address in {range}.', {
        range: range.startsWith('net.IPNet') ? `${first} - ${last}` : range,
      }),
    remedy: () =>
      l10n.t(
        'Widen the range, shorten "exclude", or delete allocations of pods that no longer exist (ippools.whereabouts.cni.cncf.io).',
      ),
    rule: 'R199',
    source: 'pkg/allocate/allocate.go:21',
  },
  whereaboutsTooSmall: {
    pattern: /net mask is too short, subnet (?<subnet>\{[^}\n]{1,100}\}|[^\s"]{1,64}) has no usable IP addresses/,
    topic: 'config',
    cause: (args) => l10n.t('The range {subnet} is too small for Whereabouts.', args),
    remedy: () => l10n.t('Use a prefix length of at most 30, or at most 126 for IPv6.'),
    source: 'pkg/iphelpers/iphelpers.go:125',
  },
  whereaboutsRange: {
    pattern: /invalid CIDR \(do you have the 'range' parameter set for Whereabouts\?\) '(?<range>[^'\n]{0,128})'/,
    topic: 'config',
    cause: (args) => l10n.t('Whereabouts has no valid "range" (found "{range}").', args),
    remedy: () =>
      l10n.t(
        'Write "range" with a prefix length, such as 192.0.2.0/24. The keys of host-local ("subnet", "ranges") have no effect here.',
      ),
    rank: 'outer',
    source: 'pkg/config/config.go:101',
  },
  whereaboutsNoRange: {
    pattern: /no IP ranges in whereabouts config/,
    topic: 'config',
    cause: () => l10n.t('Whereabouts has no range.'),
    remedy: () => l10n.t('Add "range" or "ipRanges" to "ipam".'),
    source: 'pkg/types/types.go:210',
    notCaused: 'only the node-slice controller prints it, not the plugin',
  },
  whereaboutsRangeStart: {
    pattern: /invalid range start(?: IP)?(?: for CIDR (?<cidr>[^\s:"]{1,64}))?: (?<start>[^\s"]{1,128})/,
    topic: 'config',
    cause: (args) => l10n.t('The start of the Whereabouts range is not an address of the range ({start}).', args),
    remedy: remedies.fixFile,
    rank: 'common',
    source: 'pkg/config/config.go:104',
  },
  whereaboutsExclude: {
    pattern:
      /invalid CIDR in exclude list (?<value>[^\s"]{1,128})|could not parse exclude range, err: (?<reason>[^\n]{1,160})/,
    topic: 'config',
    cause: () => l10n.t('An entry of "exclude" cannot be read.'),
    remedy: () => l10n.t('Write each entry as an address or with a prefix length, such as 192.0.2.8/29.'),
    rank: 'outer',
    source: 'pkg/allocate/allocate.go:107',
  },
  whereaboutsGateway: {
    pattern: /couldn't parse gateway IP: (?<gateway>[^\s"]{0,128})/,
    topic: 'config',
    cause: (args) => l10n.t('The gateway "{gateway}" of Whereabouts is not an address.', args),
    remedy: remedies.fixFile,
    rule: 'R126',
    source: 'pkg/config/config.go:135',
  },
  whereaboutsType: {
    pattern: /only interested in networks whose IPAM type is 'whereabouts'\. This one was: (?<type>[^\s"]{0,64})/,
    topic: 'config',
    cause: (args) => l10n.t('Whereabouts was called for a network whose IPAM type is "{type}".', args),
    remedy: () => l10n.t('Set "ipam.type" to "whereabouts".'),
    source: 'pkg/config/config.go:381',
  },
  whereaboutsLeader: {
    pattern: /time limit exceeded while waiting to become leader/,
    topic: 'agent',
    cause: () =>
      l10n.t(
        'Whereabouts did not get its lock within the time limit, because many pods start at once or the API server is slow.',
      ),
    remedy: () =>
      l10n.t(
        'Wait until the runtime tries again. If the problem persists, increase the "leader_…" times and check the leases of Whereabouts.',
      ),
    rank: 'common',
    source: 'pkg/storage/kubernetes/ipam.go:479',
    notCaused: 'takes two minutes',
  },
  whereaboutsElection: {
    pattern: /Failed to create leader elector: (?!nodeslicepools|no allocated node slice)(?<reason>[^\n\\"]{1,160})/,
    topic: 'config',
    cause: (args) => l10n.t('Whereabouts cannot take its lock and crashes: {reason}.', args),
    remedy: () =>
      l10n.t(
        'Correct "leader_lease_duration", "leader_renew_deadline" and "leader_retry_period": each must be more than the next one.',
      ),
    rule: 'R218',
    source: 'pkg/storage/kubernetes/ipam.go:452',
  },
  whereaboutsSlice: {
    pattern:
      /error finding node within node slice allocations|no allocated node slice for node|error getting node slice (?<slice>[^\s"]{1,256})|nodeslicepools\S{0,64} \\{0,3}"(?<missing>[^"\n]{1,256})" not found/,
    topic: 'cluster',
    cause: () => l10n.t('This node has no slice of the Whereabouts range yet ("node_slice_size").'),
    remedy: () =>
      l10n.t(
        'Check that the node-slice controller of Whereabouts runs, and that the range has a slice for every node.',
      ),
    source: 'pkg/storage/kubernetes/ipam.go:533',
  },
  whereaboutsPoolName: {
    pattern:
      /k8s (?:get|create) error: (?:IPPool(?:\.[\w.]{1,64})? "(?<pool>[^"\n]{1,512})" is invalid: metadata\.name|invalid resource name "(?<other>[^"\n]{1,512})")/,
    topic: 'config',
    cause: (args) =>
      l10n.t('The pool of Whereabouts would have the name "{pool}", which the API server rejects.', args),
    remedy: () => l10n.t('Use lowercase letters, digits, "-" and "." in "network_name", at most 200 characters.'),
    rule: 'R219',
    source: 'pkg/storage/kubernetes/ipam.go:152',
  },
  whereaboutsPool: {
    pattern:
      /(?<!k8s )k8s (?:get|create) (?:OverlappingRangeIPReservation )?error: (?<reason>[^\n]{1,200})|IPAM connectivity error: (?<other>[^\n]{1,200})|IPAM error (?:reading|updating) pool (?:allocations )?\(attempt: \d{1,4}\): (?<third>[^\n]{1,200})/,
    topic: 'agent',
    cause: () => l10n.t('Whereabouts cannot read or write its pool in the API server.'),
    remedy: remedies.apiServer,
    rank: 'common',
    source: 'pkg/storage/kubernetes/ipam.go:158',
  },
} as const satisfies KnownFailures;
