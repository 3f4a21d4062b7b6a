import type { Message } from './message.ts';

export const messages: readonly Message[] = [
  // Amazon VPC CNI
  ['awsNoAddress', 'add cmd: failed to assign an IP address to container', 'add cmd: failed to setup network policy'],
  [
    'awsIpamd',
    'add cmd: Error received from AddNetwork gRPC call: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing dial tcp 127.0.0.1:50051: connect: connection refused"',
    'add cmd: error loading config from args',
  ],
  ['awsPolicy', 'add cmd: failed to setup network policy', 'add cmd: failed to setup network'],
  [
    'awsSetup',
    'add command: failed to setup network: SetupNS network: failed to setup NS network: setup NS network: failed to add static ARP',
    'add cmd: failed to setup network policy',
  ],
  ['awsVethPrefix', 'conf.VethPrefix can be at most 4 characters long', 'conf.VethPrefix is set'],
  [
    'awsEgressIPv6',
    'global unicast IPv6 not found in host primary interface which is mandatory to support IPv6 egress',
    'IPv6 found in host primary interface',
  ],
  ['awsRelease', 'del cmd: failed to process delete request', 'add cmd: failed to process request'],
  // Azure CNI
  [
    'azureCns',
    'IPAM Invoker Add failed with error: Failed to get IP address from CNS: http request failed: Post "http://localhost:10090/network/requestipconfigs": dial tcp 127.0.0.1:10090: connect: connection refused',
    'CNS assigned an address',
  ],
  [
    'azurePool',
    'Failed to allocate pool: Failed to delegate: Failed to allocate address: No available addresses',
    'pool is allocated',
  ],
  ['azureMaster', 'Failed to find the master interface', 'failed to lookup master "eth0": Link not found'],
  [
    'azureEndpoint',
    'failed to create endpoint: Failed to create endpoint: file exists',
    'unable to create endpoint: timeout',
  ],
  ['azureLock', 'error Acquiring store lock: timed out', 'store lock is free'],
  // Spiderpool
  [
    'spiderpoolAgent',
    'unhealthy spiderpool-agent backend, failed to check: Get "http://localhost/v1/ipam/healthy": dial unix /var/run/spidernet/spiderpool.sock: connect: no such file or directory',
    'healthy spiderpool-agent backend',
  ],
  [
    'spiderpoolUsedUp',
    'spiderpool IP allocation error: failed to allocate IP addresses in standard mode: all IP addresses used out',
    'IP addresses are free',
  ],
  [
    'spiderpoolNoPool',
    'spiderpool IP allocation error: no IPPool available, all IPv4 IPPools [pool-a] of eth0 filtered out',
    'IPPool is available',
  ],
  ['spiderpoolConflict', 'failed to check IP conflict for 10.7.0.9: ip conflict', 'ip conflict detection is on'],
  [
    'spiderpoolVersion',
    'unsupported specified CNI version 1.1.0, the CNI versions supported by Spiderpool: [0.3.0 0.3.1 0.4.0 1.0.0]',
    'unsupported CNI version 1.1.0',
  ],
  [
    'coordinatorConfig',
    'failed to GetCoordinatorConfig: spidercoordinator: no default found',
    'CoordinatorConfig is loaded',
  ],
  [
    'coordinatorRoutes',
    'failed to tunePodRoutes: failed to RouteAdd ({Ifindex: 12 Dst: 10.7.11.0/24 Table: 254}) to new table: invalid argument',
    'Try to tune pod routes',
  ],
  [
    'coordinatorMode',
    'when creating interface net1 in underlay mode, it detects that the auxiliary interface veth0 was not created by previous interface',
    'unknown tuneMode: overlays',
  ],
  [
    'ifacerInterfaces',
    'invalid config: interfaces have at least one interface',
    'invalid VLAN ID 5000 (must be between 0 and 4094)',
  ],
  [
    'ifacerVlan',
    'cannot have multiple different vlan interfaces with the same vlanId 100 on node at the same time',
    'vlanId 100 on node',
  ],
  // Antrea
  [
    'antreaAgent',
    'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /var/run/antrea/cni.sock: connect: connection refused"',
    'rpc error: code = Unavailable desc = connection error',
  ],
  [
    'antreaVersion',
    'incompatible CNI API version between client (antrea-cni) and server (antrea-agent), client is using version v1beta1',
    'incompatible CNI versions; config is "1.1.0"',
  ],
  [
    'antreaPoolUsedUp',
    'failed to allocate IPv4 address for Pod shop/web-0: all IPPools exhausted',
    'IPPool is not exhausted',
  ],
  [
    'antreaIpamNotReady',
    'Antrea IPAM driver not ready: timed out waiting for the condition',
    'Antrea IPAM driver is ready',
  ],
  ['antreaNoPool', 'at least one Antrea IPPool or static address must be specified', 'Antrea IPPool is specified'],
  ['antreaOvs', 'failed to connect container 3f2a to ovs: failed to add OVS port', 'container is connected to ovs'],
  // Kube-OVN
  [
    'kubeOvnDaemon',
    'RPC failed; Post "http://dummy/api/v1/add": dial unix /run/openvswitch/kube-ovn-daemon.sock: connect: no such file or directory',
    'RPC failed; request ip return 500 no address allocated',
  ],
  [
    'kubeOvnSocket',
    'Invalid Configuration; server_socket is required in cni.conf, {NetConf:{CNIVersion:1.0.0}}',
    'server_socket is set',
  ],
  [
    'kubeOvnNoAddress',
    'RPC failed; request ip return 500 no address allocated to pod shop/web-0 provider vlan7.shop.ovn, please see kube-ovn-controller logs to find errors',
    'address allocated to pod shop/web-0',
  ],
  [
    'kubeOvnProvider',
    'RPC failed; request ip return 400 provider vlan7.shop.ovn is not bound to any subnet',
    'provider is bound to a subnet',
  ],
  [
    'kubeOvnRoute',
    'route is not ready for pod shop/web-0 provider ovn, please see kube-ovn-controller logs to find errors',
    'route is ready for pod',
  ],
  [
    'kubeOvnNic',
    'RPC failed; request ip return 500 configure nic 3f2a_h for pod web-0/shop failed: resource not ready after 200 ping',
    'configure nic for pod',
  ],
  // Weave Net
  [
    'weaveDaemon',
    'unable to allocate IP address: Post "http://127.0.0.1:6784/ip/3f2a": dial tcp 127.0.0.1:6784: connect: connection refused',
    'unable to allocate IP via local cilium agent: timeout',
  ],
  [
    'weaveBridge',
    'Existing bridge type "bridge" is different than requested "fastdp". Please do \'weave reset\' and try again',
    'bridge is exposed',
  ],
  ['weaveKeys', 'Gateway functionality not supported', 'Gateway not supported by the network'],
  ['weaveSubnet', 'subnet given in config, but not parseable: no slash', 'subnet given in config'],
  [
    'weaveRelease',
    'unable to release IP address: Delete "http://127.0.0.1:6784/ip/3f2a": dial tcp 127.0.0.1:6784: connect: connection refused',
    'released IP address',
  ],
  ['weaveIpsUsed', 'Unable to claim: address 10.32.0.7/12 already in use by 3f2a', 'address 10.32.0.7 is free'],
  // kube-router
  [
    'kubeRouterPodCidr',
    'Failed to get pod CIDRs from node spec. kube-router relies on kube-controller-manager to allocate pod CIDRs for the node',
    'pod CIDRs from node spec',
  ],
  [
    'kubeRouterInsert',
    "failed to insert IPv4 `subnet`(pod CIDR) '10.244.3.0/24' into CNI conf file: open /etc/cni/net.d/10-kuberouter.conflist: read-only file system",
    'inserted IPv4 subnet into CNI conf file',
  ],
  [
    'kubeRouterFile',
    'failed to load CNI conflist file: open /etc/cni/net.d/10-kuberouter.conflist: permission denied',
    'CNI conf file is loaded',
  ],
  [
    'kubeRouterNetfilter',
    'Failed to enable netfilter for bridge. Network policies and service proxy may not work',
    'netfilter for bridge is enabled',
  ],
  // containerd
  ['containerdNotInitialized', 'Network plugin returns error: cni plugin not initialized', 'cni plugin is initialized'],
  [
    'containerdNoConfig',
    'cni config load failed: no network config found in /etc/cni/net.d: cni plugin not initialized: failed to load cni config',
    'no CNI network config found in /opt/cni/config',
  ],
  [
    'containerdListFile',
    "cni config load failed: failed to load CNI config list file /etc/cni/net.d/10-web.conflist: error parsing configuration list: invalid character '}' looking for beginning of object key string: invalid cni config",
    'failed to load CNI config: no file',
  ],
  [
    'containerdNoNetworks',
    'cni config load failed: no valid networks found in /etc/cni/net.d: cni plugin not initialized',
    'no network config found in /etc/cni/net.d',
  ],
  ['containerdDirectoryGone', 'cni conf dir is removed, stop watching', 'cni conf dir is watched'],
  ['containerdNoInterface', 'default network not found for: eth0: not found', 'default network found for: eth0'],
  ['containerdBinDirs', '`cni.bin_dir` and `cni.bin_dirs` cannot be set at the same time', '`cni.bin_dirs` is set'],
  [
    'sandboxNameReserved',
    'failed to reserve sandbox name "web-0_shop_5d2f_0": name "web-0_shop_5d2f_0" is reserved for "3f2a9c"',
    'sandbox name "web-0" is free',
  ],
  [
    'sandboxTimeout',
    'failed to setup network for sandbox "3f2a": plugin type="calico" failed (add): context deadline exceeded',
    'context deadline exceeded',
  ],
  // CRI-O
  [
    'crioNoFile',
    'no CNI configuration file in /etc/cni/net.d/. Has your network provider started?',
    'CNI configuration file in /etc/cni/net.d/',
  ],
  [
    'crioFile',
    'Error loading CNI config list file /etc/cni/net.d/10-web.conflist: error parsing configuration list: unexpected end of JSON input',
    'loading CNI config list file',
  ],
  [
    'crioValidation',
    'Error validating CNI config file /etc/cni/net.d/10-web.conflist: [plugin bridge does not support config version "1.1.0"]',
    'validated CNI config file',
  ],
  ['crioNetworkGone', 'failed to find requested network name pods', 'found requested network name pods'],
  ['crioCache', 'network "pods" not found in CNI cache', 'network "pods" found in CNI cache'],
  [
    'crioInterfaceTaken',
    'network "vlan7" requested interface name "eth0" already assigned',
    'interface name "eth0" assigned',
  ],
  ['crioGrace', 'CNI plugin unhealthy beyond grace period (30s): plugin not available', 'CNI plugin is now healthy'],
  // Kubernetes
  [
    'kubeletNoNetworks',
    'Unable to update cni config: no networks found in /etc/cni/net.d',
    'networks found in /etc/cni/net.d',
  ],
  [
    'kubeletHostPort',
    'cannot open hostport 8080 for pod web-0_shop: listen tcp4 :8080: bind: address already in use',
    'hostport 8080 is open',
  ],
  ['apiUnauthorized', 'Unauthorized', 'connection is unauthorized'],
  [
    'apiForbidden',
    'pods "web-0" is forbidden: User "system:serviceaccount:kube-system:calico-node" cannot get resource "pods" in API group "" in the namespace "shop"',
    'access is forbidden',
  ],
  [
    'kubeletStatusIP',
    'CNI failed to retrieve network namespace path: cannot find network namespace for the terminated container "3f2a"',
    'network namespace path is set',
  ],
  // nerdctl
  [
    'nerdctlPlugin',
    'needs CNI plugin "bridge" to be installed in CNI_PATH ("/opt/cni/bin"), see https://github.com/containernetworking/plugins/releases: exec: "/opt/cni/bin/bridge": stat /opt/cni/bin/bridge: no such file or directory',
    'CNI plugin "bridge" is installed',
  ],
  ['nerdctlNoNetwork', 'no such network: "backend"', 'such network: "backend"'],
  ['nerdctlOverlap', 'subnet 10.4.0.0/24 overlaps with other one on this address space', 'range set 0 overlaps with 1'],
  [
    'nerdctlDefaultExists',
    'already found existing network config, cannot create new network named "bridge"',
    'existing network config',
  ],
  ['nerdctlNetns', 'both state.Pid and the netNs annotation are unset', 'state.Pid is set'],
  [
    'nerdctlBypass',
    'bypass4netnsd not running? (Hint: run `containerd-rootless-setuptool.sh install-bypass4netnsd`)',
    'bypass4netnsd is running',
  ],
  // Podman
  ['podmanNoNetwork', 'unable to find network with name or ID backend: network not found', 'network not found'],
  [
    'podmanDuplicate',
    'CNI config list /etc/cni/net.d/20-b.conflist has the same network name as /etc/cni/net.d/10-a.conflist, skipping',
    'CNI config list has a name',
  ],
  [
    'podmanName',
    'CNI config list /etc/cni/net.d/20-b.conflist has invalid name, skipping: names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument',
    'CNI config list has a valid name',
  ],
  [
    'podmanConversion',
    'CNI config list /etc/cni/net.d/20-b.conflist could not be converted to a libpod config, skipping: failed to parse gateway ip 10.1.2',
    'CNI config list was converted',
  ],
  [
    'podmanBackend',
    'cni support is not enabled in this build, only netavark. Got unsupported network backend "cni"',
    'network backend netavark',
  ],
  ['podmanDriver', 'driver "overlay" is not supported by cni', 'driver bridge is supported'],
  // Nomad
  [
    'nomadNoDirectory',
    'failed to load CNI config: no CNI network config found in /opt/cni/config',
    'no network config found in /etc/cni/net.d',
  ],
  ['nomadName', 'CNI network config not found for name "mynet"', 'CNI network config found'],
  [
    'nomadCheck',
    'network namespace already exists but was misconfigured: sandbox in prevResult does not match',
    'network namespace exists',
  ],
  [
    'nomadNoAddress',
    'failed to configure network: no interface with an address',
    'failed to configure network: timeout',
  ],
  ['nomadDuplicate', 'duplicate CNI config names found, ignoring file', 'CNI config names found'],
  [
    'nomadCleanup',
    'failed to cleanup network for allocation, resources may have leaked',
    'cleanup network for allocation',
  ],
  ['nomadHostname', 'network hostname "web_0" is not a valid DNS name', 'network hostname is valid'],
];
