import type { Message } from './message.ts';

export const messages: readonly Message[] = [
  [
    'listValueType',
    'error parsing configuration list: invalid type float64 for disableCheck',
    'error parsing configuration list: no name',
  ],
  // libcni
  [
    'resultNotCached',
    'failed to set network "pods" cached result: open /var/lib/cni/results/pods-c1-eth0: no space left on device',
    'failed to get network "pods" cached result: open /var/lib/cni/results/pods-c1-eth0: permission denied',
  ],
  [
    'fileNameTooLong',
    'failed to read plugin config files in /etc/cni/net.d/shop: open /etc/cni/net.d/shop: file name too long',
    'failed to read plugin config files in /etc/cni/net.d/shop: permission denied',
  ],
  [
    'resultNotRead',
    'failed to get network "pods" cached result: decoding version from network config: unexpected end of JSON input',
    'failed to set network "pods" cached result: open /x: permission denied',
  ],
  [
    'resultConversion',
    'failed to convert cached result to config version "0.3.1": unsupported CNI result version "1.1.0"',
    'converted cached result to config version "0.3.1"',
  ],
  ['noPlugins', 'error parsing configuration list: no plugins in list', 'error parsing configuration list: no name'],
  [
    'listWithoutName',
    'error parsing configuration list: no name',
    'error parsing configuration list: invalid name type float64',
  ],
  ['typeMissing', "error parsing configuration: missing 'type'", "delegate must have the 'type' or 'plugin' field"],
  [
    'notJSONFile',
    "error parsing configuration list: invalid character '}' looking for beginning of object key string",
    'error parsing configuration list: no name',
  ],
  [
    'listVersionInvalid',
    'error parsing configuration list: invalid cniVersion type float64',
    "error parsing configuration list: invalid 'plugins' type string",
  ],
  [
    'pluginsNotArray',
    "error parsing configuration list: invalid 'plugins' type map[string]interface {}",
    "error parsing configuration list: no 'plugins' key",
  ],
  [
    'networkNameMissing',
    'plugin type="bridge" failed (add): missing network name',
    'invalid characters found in network name; a/b',
  ],
  ['networkNameInvalid', 'invalid characters found in network name; my net', 'invalid characters in containerID; a/b'],
  ['containerIDInvalid', 'invalid characters in containerID; web/0', 'invalid characters found in network name; web/0'],
  [
    'interfaceNameInvalid',
    'interface name is too long; interface name should be less than 16 characters',
    'interface name missing in prevResult',
  ],
  [
    'variablesMissing',
    'required env variables [CNI_COMMAND,CNI_NETNS] missing',
    'required CNI variable missing. pod name: web-0; pod namespace: shop',
  ],
  ['argumentsUnknown', 'ARGS: unknown args ["DEBUG=1"]', 'ARGS: invalid pair "IP"'],
  ['argumentInvalid', 'ARGS: invalid pair "IP"', 'ARGS: unknown args ["A=1"]'],
  [
    'checkUnsupported',
    'configuration version "0.3.1" does not support the CHECK command',
    'config version does not allow GC',
  ],
  ['gcUnsupported', 'config version does not allow GC', 'config version does not allow CHECK'],
  [
    'versionIncompatible',
    'incompatible CNI versions; config is "1.1.0", plugin supports ["0.1.0" "0.2.0"]',
    'unsupported CNI version 1.1.0',
  ],
  [
    'versionUnsupported',
    '[plugin old does not support config version "1.1.0"]',
    'plugin old supports config version "0.4.0"',
  ],
  [
    'versionNotANumber',
    'failed to convert major version part "v1": strconv.Atoi: parsing "v1": invalid syntax',
    'failed to convert cached result to config version "1.0.0"',
  ],
  [
    'prevResultUnreadable',
    'could not parse prevResult: unexpected end of JSON input',
    'could not convert result to current version: no converter',
  ],
  // libcni
  [
    'unknownPluginMissing',
    'failed to find plugin "ptpp" in path [/opt/cni/bin]',
    'failed to find plugin configuration in path /etc/cni/net.d',
  ],
  [
    'referencePluginMissing',
    'failed to find plugin "bridge" in path [/opt/cni/bin]',
    'failed to find plugin "calico" in path [/opt/cni/bin]',
  ],
  [
    'projectPluginMissing',
    'failed to find plugin "calico" in path [/opt/cni/bin]',
    'failed to find plugin "bridge" in path [/opt/cni/bin]',
  ],
  ['noPluginPath', 'plugin type="ptp" failed (add): no paths provided', 'no path provided'],
  ['noPluginName', 'plugin type="ptp" failed (add): no plugin name provided', 'no paths provided'],
  ['pluginNamePath', 'invalid plugin name: bin/bridge', 'invalid network name: bin/bridge'],
  ['notExecutable', 'fork/exec /opt/cni/bin/bridge: permission denied', 'open /opt/cni/bin/bridge: permission denied'],
  ['wrongFormat', 'fork/exec /opt/cni/bin/bridge: exec format error', 'fork/exec /opt/cni/bin/bridge: text file busy'],
  ['beingWritten', 'fork/exec /opt/cni/bin/calico: text file busy', 'fork/exec /opt/cni/bin/calico: exec format error'],
  [
    'interpreterMissing',
    'fork/exec /opt/cni/bin/wrapper: no such file or directory',
    'open /opt/cni/bin/wrapper: no such file or directory',
  ],
  ['pluginSilent', 'netplugin failed with no error message: exit status 3', 'netplugin failed: "no such command"'],
  [
    'pluginPanic',
    'netplugin failed: "panic: runtime error: invalid memory address or nil pointer dereference\\n[signal SIGSEGV]"',
    'netplugin failed: "cannot allocate memory"',
  ],
  [
    'pluginStderr',
    'netplugin failed: "error: unknown flag --version"',
    'netplugin failed with no error message: exit status 1',
  ],
  [
    'resultNotJSON',
    "failed to unmarshal raw result: invalid character 'h' looking for beginning of value",
    'failed to unmarshal configuration: unexpected end of JSON input',
  ],
  [
    'namespaceMissing',
    'failed to Statfs "/proc/4242/ns/net": no such file or directory',
    'failed to Statfs "/proc/4242/ns/net": permission denied',
  ],
  [
    'namedNamespaceMissing',
    'failed to open netns "/var/run/netns/blue": failed to Statfs "/var/run/netns/blue": no such file or directory',
    'failed to Statfs "/proc/4242/ns/net": no such file or directory',
  ],
  ['notANamespace', 'unknown FS magic on "/run/netns/blue": 1021994', 'unknown file system on "/run/netns/blue"'],
  ['namespaceOfHost', "plugin's netns and netns from CNI_NETNS should not be the same", "get plugin's netns failed"],
];
