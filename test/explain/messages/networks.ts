import type { Message } from './message.ts';

export const messages: readonly Message[] = [
  // Multus
  [
    'multusNoDelegates',
    'error loading netconf: LoadNetConf: at least one delegate/clusterNetwork must be specified',
    'LoadNetConf: failed to load delegate 0 config',
  ],
  [
    'multusDelegateType',
    "LoadDelegateNetConfList: delegate must have the 'type' or 'plugin' field",
    "error parsing configuration: missing 'type'",
  ],
  [
    'multusDelegateJSON',
    "LoadDelegateNetConfList: error unmarshalling delegate conflist: invalid character '}' looking for beginning of object key string",
    'LoadDelegateNetConf: failed with: missing type',
  ],
  [
    'multusDelegateList',
    'netplugin failed: "panic: runtime error: index out of range [0] with length 0\\n\\ngoroutine 1 [running]:\\ngopkg.in/k8snetworkplumbingwg/multus-cni.v4/pkg/types.LoadDelegateNetConfList({0xea752bfdb80, 0x31, 0x40}, 0xea752c27208)',
    'netplugin failed: "panic: runtime error: index out of range [0] with length 0\\n\\ngoroutine 1 [running]:\\nmain.cmdAdd(0xea752c27208)',
  ],
  [
    'multusNetworkMissing',
    'error loading k8s delegates k8s args: TryLoadPodDelegates: error in getting k8s network for pod: GetNetworkDelegates: failed getting the delegate: getKubernetesDelegate: cannot find a network-attachment-definition (vlan7) in namespace (shop): network-attachment-definitions.k8s.cni.cncf.io "vlan7" not found',
    'pods "web-0" not found',
  ],
  [
    'multusFileMissing',
    'GetNetworkDelegates: failed getting the delegate: GetCNIConfig: err in GetCNIConfigFromFile: No networks found in /etc/cni/multus/net.d',
    'No networks found in /etc/cni/net.d',
  ],
  [
    'multusConfigNotFound',
    'failed to get clusterNetwork/defaultNetworks: getNetDelegate: cannot find network: 10-flannel.conflist',
    'cannot find network interface',
  ],
  [
    'multusAnnotationFormat',
    "parsePodNetworkObjectName: Failed to parse: one or more items did not match comma-delimited format (must consist of lower case alphanumeric characters). Must start and end with an alphanumeric character), mismatch @ 'Vlan_7'",
    'parsePodNetworkAnnotation: failed to parse pod Network Attachment Selection Annotation JSON format',
  ],
  [
    'multusAnnotationJSON',
    'parsePodNetworkAnnotation: failed to parse pod Network Attachment Selection Annotation JSON format: unexpected end of JSON input',
    'parsePodNetworkObjectName: Invalid network object',
  ],
  [
    'multusIsolation',
    'GetNetworkDelegates: namespace isolation enabled, annotation violates permission, pod is in namespace shop but refers to target namespace infra',
    'namespace isolation enabled',
  ],
  [
    'multusNotReady',
    'have you checked that your default network is ready? still waiting for readinessindicatorfile @ /host/run/multus/cni/net.d/10-ovn-kubernetes.conf. pollimmediate error: timed out waiting for the condition',
    'error checking readinessindicatorfile on CNI DEL',
  ],
  [
    'multusClient',
    'error getting k8s client: GetK8sClient: failed to get context for the kubeconfig /etc/cni/net.d/multus.d/multus.kubeconfig: stat: no such file or directory',
    'error getting k8s args: unknown',
  ],
  ['multusPodGone', 'expected pod UID "5d2f" but got "77ab" from Kube API', 'error waiting for pods: timed out'],
  ['multusPodQuery', 'error waiting for pod: Unauthorized', 'error waiting for pod: pods "web-0" not found'],
  [
    'multusDaemon',
    'CmdAdd (shim): failed to send CNI request: Post "http://dummy/cni": dial unix /run/multus/multus.sock: connect: connection refused',
    'CNI request failed with status 400',
  ],
  [
    'multusResourceMap',
    'getKubernetesDelegate: failed to get a ResourceClient instance: getPodEntries: error reading file /var/lib/kubelet/device-plugins/kubelet_internal_checkpoint',
    'resource map is empty',
  ],
  [
    'multusInterfaceExists',
    'validateIfName: interface name net1 already exists',
    'container veth name ("net1") peer provided already exists',
  ],
  [
    'multusStatus',
    'error setting network statuses: SetPodNetworkStatusAnnotation: failed to query the pod web-0 in out of cluster comm: context deadline exceeded',
    'network status is set',
  ],
  [
    'multusDefaultRoute',
    'error setting default gateway: SetDefaultGW: Error adding route: network is unreachable',
    'default gateway is set',
  ],
  // Whereabouts
  [
    'whereaboutsNoFile',
    'IPAM configuration load failed: Merge error with flat file: config file not found',
    'configuration file not found',
  ],
  [
    'whereaboutsStorage',
    "you have not configured the storage engine (looks like you're using an invalid `kubernetes.kubeconfig` parameter in your config)",
    'storage engine is configured',
  ],
  [
    'whereaboutsFull',
    'error at storage engine: Could not allocate IP in range: ip: 10.56.1.1 / - 10.56.1.6 / range: 10.56.1.0/29 / excludeRanges: []',
    'could not parse exclude range',
  ],
  [
    'whereaboutsTooSmall',
    'net mask is too short, subnet 10.0.0.1/32 has no usable IP addresses, it is too small',
    'Network 10.0.0.1/32 too small to allocate from',
  ],
  [
    'whereaboutsRange',
    "invalid CIDR (do you have the 'range' parameter set for Whereabouts?) '': invalid CIDR address: ",
    'invalid CIDR in exclude list 10.0.0.0/33',
  ],
  ['whereaboutsNoRange', 'no IP ranges in whereabouts config', 'no IP ranges specified'],
  [
    'whereaboutsRangeStart',
    'invalid range start for CIDR 10.1.2.0/24: 10.9.0.1',
    'RangeStart 10.9.0.1 not in network 10.1.2.0/24',
  ],
  [
    'whereaboutsExclude',
    'could not parse exclude range, err: "invalid CIDR address: 192.0.2.300"',
    'exclude range is empty',
  ],
  ['whereaboutsGateway', "couldn't parse gateway IP: 192.0.2", 'invalid gateway address: 192.0.2'],
  [
    'whereaboutsType',
    "only interested in networks whose IPAM type is 'whereabouts'. This one was: host-local",
    "only networks whose IPAM type is 'whereabouts'",
  ],
  ['whereaboutsLeader', 'time limit exceeded while waiting to become leader', 'became leader'],
  [
    'whereaboutsElection',
    'Failed to create leader elector: renewDeadline must be greater than retryPeriod*JitterFactor',
    'Started leader election',
  ],
  [
    'whereaboutsSlice',
    'Failed to create leader elector: nodeslicepools.whereabouts.cni.cncf.io "blue" not found',
    'node slice is allocated',
  ],
  [
    'whereaboutsFileUnreadable',
    'LoadIPAMConfig Flatfile (/etc/cni/net.d/whereabouts.d) - io.ReadAll error: read /etc/cni/net.d/whereabouts.d: is a directory',
    'LoadIPAMConfig: read the flat file',
  ],
  [
    'whereaboutsPoolName',
    'error at storage engine: k8s create error: IPPool.whereabouts.cni.cncf.io "-blue-10.56.1.0-24" is invalid: metadata.name: Invalid value: "-blue-10.56.1.0-24": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters',
    'k8s create error: the server was unable to return a response in the time allotted',
  ],
  [
    'whereaboutsPool',
    'k8s get error: the server could not find the requested resource (get ippools.whereabouts.cni.cncf.io 10.56.1.0-24)',
    'k8s pool initialized',
  ],
  // SR-IOV CNI
  [
    'sriovNoDevice',
    'SRIOV-CNI failed to load netconf: LoadConf(): VF pci addr is required',
    'LoadConf(): failed to get VF information',
  ],
  [
    'sriovInformation',
    'LoadConf(): failed to get VF information: "lstat /sys/bus/pci/devices/0000:3b:02.4/physfn/net: no such file or directory"',
    'LoadConf(): VF pci addr is required',
  ],
  ['sriovAllocated', 'pci address 0000:3b:02.4 is already allocated', 'pci address 0000:3b:02.4 is allocated'],
  [
    'sriovDriver',
    'LoadConf(): the VF 0000:3b:02.4 does not have a interface name or a dpdk driver',
    'the VF has a dpdk driver',
  ],
  [
    'sriovVlan',
    'LoadConf(): vlan id must be configured to set vlan QoS to a non-nil value',
    'invalid VLAN ID 5000 (must be between 0 and 4094)',
  ],
  ['sriovLinkState', 'LoadConf(): invalid link_state value: up', 'unknown link state up'],
  [
    'sriovSetVf',
    'SRIOV-CNI failed to configure VF "failed to set vf 3 min_tx_rate to 100 Mbps: max_tx_rate to 200 Mbps: operation not supported"',
    'failed to find vf 3',
  ],
  [
    'sriovMove',
    'failed to set up pod interface "net1" from the device "ens1f0": error: Link not found. Failed to get VF netdevice with name ens1f0v3',
    'pod interface "net1" is set up',
  ],
  ['sriovCache', 'error reading cached NetConf in /var/lib/cni/sriov with name 3f2a-net1', 'error reading NetConf'],
  [
    'sriovLock',
    'time out while waiting to acquire exclusive lock on [/var/lib/cni/sriov/pci/vfio.lock]',
    'acquired exclusive lock',
  ],
  // OVS CNI
  ['ovsBridgeMissing', 'failed to find bridge br7', 'failed to find bridge by uplink names [ens1]'],
  [
    'ovsSocket',
    'failed to connect to ovsdb socket unix:/var/run/openvswitch/db.sock: error: failed to connect: dial unix /var/run/openvswitch/db.sock: connect: no such file or directory',
    'OVS transaction failed',
  ],
  [
    'ovsPortDown',
    'The OF port veth7 state is not up, try increasing number of retries/interval config parameter',
    'bridge port in error state: down',
  ],
  ['ovsTrunk', 'trunk parameter is misconfigured', 'incorrect trunk id parameter'],
  ['ovsBridgeName', 'failed to get bridge name', 'failed to get bridge br7: Link not found'],
  ['ovsTransaction', 'OVS Transaction failed err constraint violation', 'OVS transaction finished'],
  // Flannel
  [
    'flannelNoSubnet',
    "failed to load flannel 'subnet.env' file: open /run/flannel/subnet.env: no such file or directory. Check the flannel pod log for this node.",
    'open /run/flannel/subnet.env: permission denied',
  ],
  ['flannelIncomplete', '/run/flannel/subnet.env is missing FLANNEL_MTU', 'FLANNEL_MTU is missing'],
  [
    'flannelDelegateKey',
    "'delegate' dictionary must not have 'name' field, it'll be set by flannel",
    "'delegate' dictionary, if present, must have (string) 'type' field",
  ],
  [
    'flannelDelegateType',
    "'delegate' dictionary, if present, must have (string) 'type' field",
    "'delegate' dictionary must not have 'ipam' field, it'll be set by flannel",
  ],
  [
    'flannelRoutes',
    'failed to assemble Delegate IPAM: failed to read IPAM routes: failed to parse ipam.routes: json: cannot unmarshal object into Go value of type []types.Route',
    'failed to parse routes',
  ],
  ['flannelDataDirectory', 'mkdir : no such file or directory', 'mkdir /var/lib/cni/flannel: no space left on device'],
  // Calico
  [
    'calicoNodename',
    'stat /var/lib/calico/nodename: no such file or directory: check that the calico/node container is running and has mounted /var/lib/calico/',
    'open /var/lib/calico/nodename: permission denied',
  ],
  [
    'calicoClusterInformation',
    'error getting ClusterInformation: connection is unauthorized: Unauthorized',
    'error creating calico client: no datastore',
  ],
  [
    'calicoNoPool',
    'failed to request IPv4 addresses: no configured Calico pools for node worker-2',
    'configured Calico pools for node worker-2',
  ],
  [
    'calicoPoolUnknown',
    'the given pool (10.60.0.0/16) does not exist, or is not enabled',
    'no configured Calico pools',
  ],
  [
    'calicoFull',
    'failed to request IPv4 addresses: Assigned 0 out of 1 requested IPv4 addresses; No IPs available in pools: [10.60.0.0/26]',
    'Assigned 1 address',
  ],
  ['calicoNoPodCidr', 'no podCidr for node worker-2', 'podCidr for node worker-2'],
  ['calicoVersion', 'unsupported CNI version 1.1.0', 'unsupported CNI result version "1.1.0"'],
  [
    'calicoClient',
    'error creating calico client: invalid configuration: unable to read client-cert /etc/cni/net.d/calico-tls/etcd-cert',
    'calico client is created',
  ],
  [
    'calicoMTUFile',
    'failed to read MTU file: open /var/lib/calico/mtu: no such file or directory',
    'Failed to read /var/lib/calico',
  ],
  ['calicoAnnotation', 'requested feature is not enabled: ip_addrs_no_ipam', 'feature is enabled'],
  [
    'calicoRoute',
    "route (Ifindex: 9, Dst: 10.60.1.7/32, Scope: link) already exists for an interface other than 'cali0a1b2c3d4e5': route (Ifindex: 4, Dst: 10.60.1.7/32)",
    'route already exists',
  ],
  [
    'calicoNode',
    'resource does not exist: Node(worker-9) with error: nodes "worker-9" not found',
    'resource does not exist: BlockAffinityKey(x)',
  ],
  // Cilium
  [
    'ciliumAgent',
    'unable to connect to Cilium agent: failed to create cilium agent client after 30.000000 seconds timeout: Get "http://localhost/v1/config": dial unix /var/run/cilium/cilium.sock: connect: no such file or directory',
    'connected to Cilium agent',
  ],
  [
    'ciliumConfig',
    'unable to retrieve configuration from Cilium agent: Get "http://localhost/v1/config": context deadline exceeded',
    'unable to connect to Cilium agent: timeout',
  ],
  [
    'ciliumAddress',
    'unable to allocate IP via local cilium agent: [POST /ipam][502] postIpamFailure "range is full"',
    'allocated IP via local cilium agent',
  ],
  [
    'ciliumEndpoint',
    'unable to create endpoint: [PUT /endpoint][429] putEndpointIdTooManyRequests',
    'Endpoint successfully created',
  ],
  [
    'ciliumChaining',
    'CNI PrevResult supplied, but not in chaining mode -- this is invalid, please set chaining-mode in CNI configuration',
    'chaining-mode generic-veth',
  ],
  ['ciliumDelegate', 'failed to invoke delegated plugin ADD for IPAM: no address left', 'delegated plugin ADD'],
  ['ciliumVeth', 'unable to set up veth on host side: unable to create veth pair: file exists', 'veth is set up'],
];
