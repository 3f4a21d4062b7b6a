import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';

/** Failures of Multus, as of commit 95a0932. */
export const multus = {
  multusNoDelegates: {
    pattern: /LoadNetConf: at least one delegate(?:\/clusterNetwork)? must be specified/,
    topic: 'config',
    cause: () => l10n.t('The Multus configuration has neither "clusterNetwork" nor "delegates".'),
    remedy: () => l10n.t('Set "clusterNetwork" to the name or file of the network that every pod gets.'),
    page: 'multus',
    source: 'pkg/types/conf.go:564',
  },
  multusDelegateType: {
    pattern:
      /LoadDelegateNetConfList: (?:delegate must have the 'type' or 'plugin' field|a plugin delegate must have the 'type' field)/,
    topic: 'config',
    cause: () => l10n.t('A delegate or a NetworkAttachmentDefinition has a configuration without "type".'),
    remedy: () => l10n.t('Add "type", or "plugins" with a "type" in each of them.'),
    page: 'multus',
    source: 'pkg/types/conf.go:55',
  },
  multusDelegateJSON: {
    pattern:
      /LoadDelegateNetConf(?:List)?: error unmarshalling delegate conf(?:list|ig): (?<reason>[^\n]{1,200})|error loading (?:delegate network config|network config from bytes): (?<other>[^\n]{1,200})|failed to unmarshal Spec\.Config: (?<third>[^\n]{1,200})/,
    topic: 'config',
    cause: (args) =>
      l10n.t('Multus cannot read the configuration of a delegate or NetworkAttachmentDefinition: {reason}.', args),
    remedy: () =>
      l10n.t('Check "delegates", or "spec.config" of the definition. The editor marks the mistake inside the YAML.'),
    rule: 'R192',
    page: 'multus',
    source: 'pkg/types/conf.go:51',
  },
  multusDelegateList: {
    pattern:
      /panic: runtime error: (?:index out of range \[0\] with length 0|invalid memory address or nil pointer dereference)[^]{0,400}?LoadDelegateNetConfList/,
    topic: 'config',
    cause: () => l10n.t('Multus crashes because the list of a delegate has no plugin, or null in place of the first.'),
    remedy: () => l10n.t('Add a plugin with a "type" to "plugins", or remove the delegate.'),
    rule: 'R220',
    page: 'multus',
    source: 'pkg/types/conf.go:58',
  },
  multusNetworkMissing: {
    pattern:
      /cannot find a network-attachment-definition \((?<network>[^)\s]{1,256})\) in namespace \((?<namespace>[^)\s]{1,256})\)|network-attachment-definitions\.k8s\.cni\.cncf\.io "(?<definition>[^"]{1,256})" not found/,
    topic: 'cluster',
    cause: () => l10n.t('The NetworkAttachmentDefinition that the pod requests does not exist in its namespace.'),
    remedy: () => l10n.t('Create it there, or write "namespace/name" in the annotation k8s.v1.cni.cncf.io/networks.'),
    page: 'multus',
    source: 'pkg/k8sclient/k8sclient.go:302',
  },
  multusFileMissing: {
    pattern:
      /(?:GetCNIConfig|cniConfigFromNetworkResource): err in [gG]etCNIConfigFromFile: (?<reason>[Nn]o networks? found in [^\n]{1,200})/,
    topic: 'cluster',
    cause: (args) =>
      l10n.t(
        'The NetworkAttachmentDefinition has no "config", and Multus has no file with a network of its name: {reason}.',
        args,
      ),
    remedy: () =>
      l10n.t('Write "spec.config" of the definition, or put a file with that "name" into "confDir" of Multus.'),
    page: 'multus',
    rank: 'outer',
    source: 'vendor/github.com/k8snetworkplumbingwg/network-attachment-definition-client/pkg/utils/cniconfig.go',
  },
  multusConfigNotFound: {
    pattern:
      /getNetDelegate: cannot find network: (?<reason>[^\n]{1,200})|GetDefaultNetworks: failed to get clusterNetwork (?<network>[^\s"]{1,256}) in namespace/,
    topic: 'cluster',
    cause: () => l10n.t('The network of "clusterNetwork" is neither a NetworkAttachmentDefinition nor a file.'),
    remedy: () => l10n.t('Write the "name" inside the file, or an absolute path that Multus can read.'),
    page: 'multus',
    source: 'pkg/k8sclient/k8sclient.go:587',
  },
  multusAnnotationFormat: {
    pattern: /parsePodNetworkObjectName: (?:Invalid network object|Failed to parse)/,
    topic: 'cluster',
    cause: () => l10n.t('Multus cannot read the annotation k8s.v1.cni.cncf.io/networks of the pod.'),
    remedy: () =>
      l10n.t('Write the names in lowercase: as "namespace/name@interface", separated by commas, or as a JSON array.'),
    rule: 'R196',
    page: 'multus',
    source: 'pkg/k8sclient/k8sclient.go:213',
  },
  multusAnnotationJSON: {
    pattern: /failed to parse pod Network Attachment Selection Annotation JSON format: (?<reason>[^\n]{1,200})/,
    topic: 'cluster',
    cause: (args) => l10n.t('The annotation k8s.v1.cni.cncf.io/networks is not valid JSON: {reason}.', args),
    remedy: () => l10n.t('Correct the JSON array of the annotation.'),
    rule: 'R196',
    page: 'multus',
    source: 'pkg/k8sclient/k8sclient.go:237',
  },
  multusIsolation: {
    pattern:
      /namespace isolation enabled, annotation violates permission, pod is in namespace (?<namespace>\S{1,256}) but refers to target namespace (?<target>[^\s"'\\]{1,256})/,
    topic: 'permission',
    cause: (args) => l10n.t('Multus isolates namespaces: a pod in {namespace} cannot use a network in {target}.', args),
    remedy: () =>
      l10n.t('Create the definition in the namespace of the pod, or add the other namespace to "globalNamespaces".'),
    page: 'multus',
    source: 'pkg/k8sclient/k8sclient.go:475',
  },
  multusNotReady: {
    pattern:
      /have you checked that your default network is ready\? still waiting for readinessindicatorfile @ (?<file>[^\s"]{1,1024}?)\. pollimmediate error|PollImmediate error waiting for ReadinessIndicatorFile/,
    topic: 'agent',
    cause: ({ file }) =>
      l10n.t('Multus waits for {file}, which the default network has not written.', {
        file: file || '"readinessindicatorfile"',
      }),
    remedy: () =>
      l10n.t(
        'Check the agent of the default network on this node. If the file has a different name there, correct "readinessindicatorfile" of Multus.',
      ),
    page: 'multus',
    source: 'pkg/multus/multus.go:789',
  },
  multusClient: {
    pattern:
      /error getting k8s client: (?<reason>[^\n]{1,200})|must have either Kubernetes config or delegates|GetK8sClient: failed to get context for the kubeconfig (?<file>[^\s:]{1,1024})/,
    topic: 'agent',
    cause: () => l10n.t('Multus cannot use its kubeconfig.'),
    remedy: () =>
      l10n.t(
        'Check that "kubeconfig" of the Multus configuration names a file that exists on this node. K3s and RKE2 have other directories.',
      ),
    page: 'multus',
    rank: 'common',
    source: 'pkg/multus/multus.go:779',
  },
  multusPodGone: {
    pattern:
      /error (?:waiting for|getting) pod: (?:pods "(?<pod>[^"]{1,256})" not found|pod not found during Multus GetPod)|expected pod UID "(?<old>[^"]{1,64})" but got "(?<uid>[^"]{1,64})" from Kube API/,
    topic: 'cluster',
    cause: () => l10n.t('The pod was deleted or replaced while its network was set up.'),
    remedy: () => l10n.t('No action is needed: the runtime removes the old sandbox.'),
    source: 'pkg/multus/multus.go:756',
  },
  multusPodQuery: {
    pattern:
      /error (?:waiting for|getting) pod: (?<reason>(?!pods "|pod not found)[^\n]{1,200})|Multus: \[[^\]\n]{1,300}\]: error waiting for pod: Unauthorized/,
    topic: 'agent',
    cause: (args) => l10n.t('Multus cannot read the pod from the API server: {reason}.', args),
    remedy: () =>
      l10n.t(
        'If the reason is "Unauthorized", the token in the kubeconfig is outdated. Restart the Multus pod on this node. Otherwise check the connection to the API server.',
      ),
    page: 'multus',
    rank: 'common',
    source: 'pkg/multus/multus.go:750',
  },
  multusDaemon: {
    pattern:
      /(?:failed to send CNI request: |Daemon not reachable over socketfile: |Cmd\w{2,8} \(shim\): (?=timed out waiting for the condition))(?<reason>[^\n]{1,240})/,
    topic: 'agent',
    cause: (args) => l10n.t('The Multus daemon does not answer: {reason}.', args),
    remedy: () =>
      l10n.t(
        'Check the Multus pod on this node. After it is uninstalled, remove 00-multus.conf, so that the runtime uses the next file.',
      ),
    page: 'multus',
    source: 'pkg/server/api/api.go:69',
  },
  multusResourceMap: {
    pattern:
      /GetPodResourceMap: (?<reason>[^\n]{1,200})|failed to get (?:a ResourceClient instance|resourceMap from ResourceClient): (?<other>[^\n]{1,200})/,
    topic: 'device',
    cause: () => l10n.t('Multus cannot ask kubelet which devices the pod has.'),
    remedy: () =>
      l10n.t('Mount /var/lib/kubelet/pod-resources into the Multus pod, and check that kubelet serves its socket.'),
    page: 'multus',
    source: 'pkg/k8sclient/k8sclient.go:323',
  },
  multusInterfaceExists: {
    pattern: /validateIfName: interface name (?<name>[^\s"]{1,64}) already exists/,
    topic: 'interface',
    cause: (args) => l10n.t('The pod already has an interface {name}.', args),
    remedy: () => l10n.t('Choose another name after "@" in the annotation of the pod.'),
    page: 'multus',
    source: 'pkg/multus/multus.go:207',
  },
  multusStatus: {
    pattern:
      /error setting (?:the networks? status|network statuses): (?<reason>[^\n]{1,200})|SetNetworkStatus: (?<other>[^\n]{1,200})/,
    topic: 'cluster',
    cause: () => l10n.t('Multus could not write the network status into the pod.'),
    remedy: () => l10n.t('Check the permissions of its service account (patch pods/status) and the API server.'),
    page: 'multus',
    rank: 'common',
    source: 'pkg/multus/multus.go:971',
  },
  multusDefaultRoute: {
    pattern:
      /multus does not support ECMP for default-route|error (?:deleting|setting) default gateway[^\n:]{0,20}: (?<reason>[^\n]{1,200})/,
    topic: 'route',
    cause: () => l10n.t('Multus could not set the default route that the annotation requests.'),
    remedy: () =>
      l10n.t(
        'Check "default-route" in the annotation. It needs one gateway for each IP family, in the subnet of that network.',
      ),
    page: 'multus',
    rank: 'common',
    source: 'pkg/types/conf.go:762',
  },
} as const satisfies KnownFailures;
