/** A configuration of one line. */
export const CONFIG = '{ "cniVersion": "0.4.0", "name": "quay", "type": "macvlan", "ipam": { "type": "dhcp" } }';
/** It as a literal block. */
export const block = (indent: number): string => `|\n${' '.repeat(indent)}${CONFIG}\n`;
/** A definition around the text of `config`, as it is written in YAML. */
export const definition = (config: string): string =>
  `apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata:\n  name: pier\nspec:\n  config: ${config}`;

/** Files that hold one configuration: what, text, name, and what is found. */
export const holding: readonly (readonly [string, string, string, string])[] = [
  ['a definition', definition(block(4)), 'net.yaml', `single | spec.config | pier | ${CONFIG}`],
  [
    'a ConfigMap, by key and content',
    `kind: ConfigMap\nmetadata:\n  name: cni\ndata:\n  other: "x"\n  net-conf.json: |\n    { "Network": "10.0.0.0/8" }\n  cni-conf.json: ${block(4)}`,
    'net.yaml',
    `single | data.cni-conf.json | cni | ${CONFIG}`,
  ],
  [
    "OpenShift's Network",
    `apiVersion: operator.openshift.io/v1\nkind: Network\nspec:\n  additionalNetworks:\n  - name: pier\n    type: Raw\n    rawCNIConfig: '${CONFIG}'\n`,
    'net.yaml',
    `single | spec.additionalNetworks[0].rawCNIConfig | pier | ${CONFIG}`,
  ],
  [
    'a SriovNetwork',
    'kind: SriovNetwork\nmetadata:\n  name: pier\nspec:\n  ipam: \'{ "type": "dhcp" }\'\n',
    'net.yaml',
    'ipam | spec.ipam | pier | { "type": "dhcp" }',
  ],
  [
    'the plugins that follow in an OVSNetwork',
    'kind: OVSNetwork\nmetadata:\n  name: pier\nspec:\n  metaPlugins: |\n    { "type": "tuning" }, { "type": "sbr" }\n',
    'net.yaml',
    'plugin | spec.metaPlugins | pier | { "type": "tuning" }, { "type": "sbr" }',
  ],
  [
    'a MacvlanNetwork',
    'kind: MacvlanNetwork\nmetadata:\n  name: pier\nspec:\n  ipam: |\n    { "type": "dhcp" }\n',
    'net.yaml',
    'ipam | spec.ipam | pier | { "type": "dhcp" }',
  ],
  [
    'a SpiderMultusConfig',
    `kind: SpiderMultusConfig\nmetadata:\n  name: pier\nspec:\n  customCNI: ${block(4)}`,
    'net.yaml',
    `single | spec.customCNI | pier | ${CONFIG}`,
  ],
  [
    'cloud-init',
    `#cloud-config\nwrite_files:\n- path: /etc/cni/net.d/10-a.conf\n  content: ${block(4)}`,
    'user-data',
    `single | content | /etc/cni/net.d/10-a.conf | ${CONFIG}`,
  ],
  [
    'an Ansible task',
    `- hosts: all\n  tasks:\n  - name: write\n    copy:\n      dest: /etc/cni/net.d/10-a.conf\n      content: ${block(8)}`,
    'main.yml',
    `single | content | /etc/cni/net.d/10-a.conf | ${CONFIG}`,
  ],
  [
    'Butane',
    `storage:\n  files:\n  - path: /etc/cni/net.d/10-a.conf\n    contents:\n      inline: ${block(8)}`,
    'config.bu',
    `single | inline | /etc/cni/net.d/10-a.conf | ${CONFIG}`,
  ],
  [
    'YAML inside YAML',
    `kind: HelmChartConfig\nmetadata:\n  name: a\nspec:\n  valuesContent: |-\n    files:\n      content: |\n        ${CONFIG}\n`,
    'net.yaml',
    `single | spec.valuesContent: content |  | ${CONFIG}`,
  ],
  [
    'a heredoc',
    `set -e\ncat > /etc/cni/net.d/10-a.conf <<'EOF'\n${CONFIG}\nEOF\n`,
    'install.sh',
    `single | <<EOF | /etc/cni/net.d/10-a.conf | ${CONFIG}`,
  ],
  [
    'a fence of Markdown',
    `Text\n\n- item\n\n  \`\`\`json\n  ${CONFIG}\n  \`\`\`\n`,
    'a.md',
    `single | code block |  | ${CONFIG}`,
  ],
  [
    'a template that is not YAML before it is rendered',
    `{{- if .Values.on }}\n${definition('|-')}\n    ${CONFIG.replace('"quay"', '{{ .Values.name | quote }}')}\n{{- end }}\n`,
    'templates/net.yaml',
    `single | spec.config | pier | ${CONFIG.replace('"quay"', '{{ .Values.name | quote }}')}`,
  ],
  [
    'an item of a List',
    `kind: List\nitems:\n- ${definition(`'${CONFIG}'`).replaceAll('\n', '\n  ')}\n`,
    'net.yaml',
    `single | spec.config | pier | ${CONFIG}`,
  ],
  [
    'lines in quotes that begin left of their key',
    definition(`'{\n "type": "ptp"\n}'\n`),
    'net.yaml',
    'single | spec.config | pier | { "type": "ptp" }',
  ],
];

/** A configuration on one line, without spaces, and its base64. */
const COMPACT = '{"cniVersion":"0.4.0","name":"quay","type":"macvlan","ipam":{"type":"dhcp"}}';
export const BASE64 = Buffer.from(COMPACT).toString('base64');

/** More files that hold one configuration, which other programs write or encode. */
export const writing: typeof holding = [
  [
    'a ResourceClaim, as YAML',
    'kind: ResourceClaim\nmetadata:\n  name: pier\nspec:\n  devices:\n    config:\n    - opaque:\n        parameters:\n          kind: CNIConfig\n          config:\n            cniVersion: 1.0.0\n            name: quay\n            plugins:\n            - type: ptp\n              mtu: 9000\n              ipMasq: true\n',
    'net.yaml',
    'list | spec.devices.config[0].opaque.parameters.config | pier | {"cniVersion": "1.0.0", "name": "quay", "plugins": [{"type": "ptp", "mtu": 9000, "ipMasq": true}]}',
  ],
  [
    'a MachineConfig, in percent signs',
    `kind: MachineConfig\nspec:\n  config:\n    storage:\n      files:\n      - path: /etc/cni/net.d/10-a.conf\n        contents:\n          source: data:,${encodeURIComponent(COMPACT)}\n`,
    'net.yaml',
    `single | source | /etc/cni/net.d/10-a.conf | ${COMPACT}`,
  ],
  [
    'a file of Ignition, in base64',
    `{"storage":{"files":[{"path":"/etc/cni/net.d/10-a.conf","contents":{"source":"data:text/plain;base64,${BASE64}"}}]}}`,
    'node.ign',
    `single | source | /etc/cni/net.d/10-a.conf | ${COMPACT}`,
  ],
  [
    'binaryData of a ConfigMap',
    `kind: ConfigMap\nmetadata:\n  name: cni\nbinaryData:\n  a.conflist: ${BASE64}\n`,
    'net.yaml',
    `single | binaryData.a.conflist | cni | ${COMPACT}`,
  ],
  [
    'base64 of cloud-init',
    `#cloud-config\nwrite_files:\n- path: /etc/cni/net.d/10-a.conf\n  encoding: b64\n  content: ${BASE64}\n`,
    'user-data',
    `single | content | /etc/cni/net.d/10-a.conf | ${COMPACT}`,
  ],
  [
    'an operation of a JSON patch',
    `- op: replace\n  path: /spec/config\n  value: '${CONFIG}'\n`,
    'patch.yaml',
    `single | /spec/config |  | ${CONFIG}`,
  ],
  [
    'an operation in a kustomization',
    `patches:\n- target:\n    kind: NetworkAttachmentDefinition\n  patch: |-\n    - op: add\n      path: /spec/config\n      value: '${CONFIG}'\n`,
    'kustomization.yaml',
    `single | patch: /spec/config |  | ${CONFIG}`,
  ],
  [
    'a strategic patch in a kustomization',
    `patchesStrategicMerge:\n- |-\n  ${definition(`'${CONFIG}'`).replaceAll('\n', '\n  ')}\n`,
    'kustomization.yaml',
    `single | patch: spec.config | pier | ${CONFIG}`,
  ],
  [
    'a literal of a ConfigMap in a kustomization',
    `configMapGenerator:\n- name: cni\n  literals:\n  - '10-a.conf=${CONFIG}'\n`,
    'kustomization.yaml',
    `single | literals.10-a.conf | 10-a.conf | ${CONFIG}`,
  ],
  [
    'a script of a container',
    `kind: DaemonSet\nspec:\n  containers:\n  - args:\n    - |\n      cat > /etc/cni/net.d/10-a.conf <<'EOF'\n      ${CONFIG}\n      EOF\n`,
    'net.yaml',
    `single | spec.containers[0].args[0]: <<EOF | /etc/cni/net.d/10-a.conf | ${CONFIG}`,
  ],
  ['a value of Helm', `cni:\n  conf: ${block(4)}`, 'values.yaml', `single | cni.conf |  | ${CONFIG}`],
];
