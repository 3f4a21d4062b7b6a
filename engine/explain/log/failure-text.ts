/** What a text reports about the network that failed. */
export interface FailureFields {
  plugin?: string;
  network?: string;
  pod?: string;
  namespace?: string;
  sandbox?: string;
  code?: number;
}

/** Texts in which libcni, a runtime or a delegating plugin reports a failure of CNI. */
const signs: readonly RegExp[] = [
  /plugin type="[^"]{1,128}"(?: name="[^"]{0,256}")? failed \(/,
  /netplugin failed/,
  /(?:[Ff]ailed to|error) (?:set ?up|destroy|tear ?down|create|stopping) (?:pod )?network (?:for )?(?:pod )?sandbox/,
  /failed to create pod network sandbox|network teardown failed for pod sandbox/,
  /error (?:adding|removing|checking) pod \S{1,512} (?:to|from|for) CNI network/,
  /error adding container to network "/,
  /\bcni config load failed|failed to (?:re)?load cni|[Ff]ailed to load CNI config/,
  /cni plugin not initialized|cni config (?:uninitialized|not initialized)|NetworkPluginNotReady/,
  /networkPlugin cni failed|NetworkPlugin cni failed/,
  /failed to call cni\.(?:Setup|Remove)|error from cni\.Remove/,
  /failed to (?:configure networking|create network) for alloc|pre-run hook "network" failed/,
  /Error (?:loading|validating) CNI config/,
  /CNI request failed with status \d{3}|(?<!\[verbose\] )Cmd(?:Add|Del|Check|Status|GC) \(shim\)(?!: &?\{)/,
  /error parsing configuration list|error loading netconf/,
  // kubelet before 1.24, CRI-O and Podman.
  /^Error (?:adding|checking|deleting) network: |Error while (?:adding|checking|removing) (?:pod )?(?:to |from |for )?(?:cni|CNI) network/,
  /Error (?:adding|deleting) (?:pod|[\w.-]{1,512}\/[\da-f]{8,64}) (?:to|from) network\b/,
  /Failed to (?:setup|teardown) network for pod "[^"]{1,512}" using network plugins "cni"/,
  // Not "0 failed", "failed=0", "without error" and "error: <nil>".
  /\b(?:cni\b[^\n]{0,80}?(?<!\b(?:0|no|without(?: any)?) )\b(?:failed|error)|CNI\b[^\n]{0,80}?(?<!\b(?:0|no|without(?: any)?) )\b(?:failed|failure))\b(?!\s?[:=]\s?"?(?:<nil>|nil\b|null\b|false\b|0\b))/,
];

/** Returns true if a text itself says that CNI failed. */
export function saysCNIFailed(text: string): boolean {
  return signs.some((sign) => sign.test(text));
}

/** What a runtime or a delegating plugin puts before the text of the plugin below it. */
const wrappers: readonly RegExp[] = [
  /plugin type="[^"]{1,128}"(?: name="[^"]{0,256}")? failed \(\w{1,10}\): /g,
  /failed to (?:setup|set up|destroy|create|teardown) (?:pod )?network for sandbox "?[^":\s]{1,512}"?: /g,
  /failed to create pod network sandbox \S{1,512}: /g,
  /error (?:adding|removing|checking) pod \S{1,512} (?:to|from|for) CNI network "[^"]{1,256}": /g,
  /error adding container to network "[^"]{1,256}": /g,
  /\[[\w.-]{1,253}\/[\w.-]{1,253}\/[\w-]{0,64}(?::[^\]\s]{1,256})?\]: /g,
  /CNI request failed with status \d{3}: '/g,
  /\bERRORED: /g,
  /error configuring pod \[[^\]]{1,512}\] networking: /g,
  /Cmd(?:Add|Del|Check|Status|GC) \(shim\): /g,
  /failed to delegate (?:add|del): /g,
  /Error (?:adding|checking|deleting) network: /g,
  /Error while (?:adding|checking|removing) (?:pod )?(?:to |from |for )?(?:cni|CNI) network(?: "[^"]{1,256}")?: /g,
  /Error (?:adding|deleting) [\w.-]{1,512}\/[\da-f]{8,64} (?:to|from) network [^\s:]{1,256}: /g,
  /Failed to (?:setup|teardown) network for pod "[^"]{1,512}" using network plugins "cni": /g,
  /Delegate(?:Add|Del|Check): error invoking \w{1,32} - "[^"]{0,256}": /g,
  /conflist(?:Add|Del|Check): error in getting result from \w{1,32}: /g,
  /failed to set up IPAM plugin type "[^"]{1,128}"(?: from the device "[^"]{1,64}")?: /g,
  /failed to execute IPAM delegate: (?!no plugin)/g,
  /failed to (?:configure networking|create network) for alloc: /g,
  /failed to configure network: (?!no )/g,
  /failed to call cni\.(?:Setup|Remove): /g,
  /[nN]etworkPlugin cni failed to (?:set up|teardown) pod "[^"]{1,512}" network: /g,
  /reason:NetworkPluginNotReady message:/g,
  /Network plugin returns error: /g,
  /cni config load failed: /g,
  /(?:^|[:"] ?)rpc error: code = (?:Unknown|DeadlineExceeded|Internal) desc = /g,
  /Failed to (?:create|kill) pod ?sandbox(?: [^:]{0,300})?: (?!rpc error)/g,
];

/** What follows the text of the plugin. */
const endings: readonly RegExp[] = [
  /'?: StdinData: [\s\S]{0,65536}$/,
  /, failed to clean up sandbox container [\s\S]{0,65536}$/,
  /\n[\s\S]{0,65536}$/,
];

const longestMessage = 2000;

/** Returns the text of the innermost plugin, without what runtimes and delegating plugins put around it. */
export function unwrapped(text: string): string {
  const trimmed = withoutPod(endings.reduce((rest, ending) => rest.replace(ending, ''), text));
  const from = Math.max(
    0,
    ...wrappers.flatMap((wrapper) => [...trimmed.matchAll(wrapper)].map((match) => match.index + match[0].length)),
  );
  return withoutLooseQuote(trimmed.slice(from).trim()).slice(0, longestMessage);
}

/** Removes the pod that kubelet adds after a message. */
function withoutPod(text: string): string {
  const starts = ['" pod=', '" podUID='].map((start) => text.lastIndexOf(start)).filter((at) => at !== -1);
  return text.slice(0, Math.min(text.length, ...starts));
}

/** Removes the closing quote of a text whose opening quote was before it. */
function withoutLooseQuote(text: string): string {
  const quote = text.at(-1);
  if (quote !== '"' && quote !== "'") {
    return text;
  }
  return text.split(quote).length % 2 === 0 ? withoutLooseQuote(text.slice(0, -1).trim()) : text;
}

const sentences: readonly RegExp[] = [
  /plugin type="(?<plugin>[^"]{1,128})"(?: name="(?<network>[^"]{1,256})")? failed \(/g,
  /CNI network "(?<network>[^"]{1,256})"/g,
  /error adding container to network "(?<network>[^"]{1,256})"/g,
  /Error (?:adding|deleting) (?<namespace>[a-z\d-]{1,63})_(?<pod>[a-z\d][a-z\d.-]{0,252})\/(?<sandbox>[\da-f]{8,64}) (?:to|from) network (?<plugin>[^\s/:]{1,128})\/(?<network>[^\s:]{1,256}): /g,
  /\[(?<namespace>[a-z\d][a-z\d-]{0,62})\/(?<pod>[a-z\d][a-z\d.-]{0,252})\/[\da-f-]{1,64}(?::(?<network>[^\]\s]{1,256}))?\]/g,
  /\[(?<namespace>[a-z\d][a-z\d-]{0,62})\/(?<pod>[a-z\d][a-z\d.-]{0,252}):(?<network>[a-z\d][\w./-]{0,255})\]: /g,
  /error configuring pod \[(?<namespace>[^\]/]{1,63})\/(?<pod>[^\]/]{1,253})\] networking/g,
  /PodSandboxMetadata\{Name:(?<pod>[^,}]{1,253}),Uid:[^,]{0,64},Namespace:(?<namespace>[^,}]{1,63})/g,
  /k8s_(?<pod>[a-z\d][a-z\d.-]{0,252})_(?<namespace>[a-z\d-]{1,63})_[\da-f-]{8,36}_\d{1,4}/g,
  /pod (?<namespace>[a-z\d][a-z\d-]{0,62})_(?<pod>[a-z\d][a-z\d.-]{0,252}) (?:to|from|for) CNI network/g,
  /"(?<pod>[a-z\d][a-z\d.-]{0,252})_(?<namespace>[a-z\d][a-z\d-]{0,62})\([\da-f-]{8,36}\)"/g,
  /\bpod "(?<pod>[a-z\d][a-z\d.-]{0,252})_(?<namespace>[a-z\d][a-z\d-]{0,62})"/g,
  // The table of "kubectl get events --all-namespaces".
  /^(?<namespace>[a-z\d][a-z\d-]{0,62})\s{1,64}\d{1,4}[smhd]\S{0,8}\s{1,32}(?:Warning|Normal)\s/g,
  /K8S_POD_NAMESPACE=(?<namespace>[^;"\s]{1,63})/g,
  /K8S_POD_NAME=(?<pod>[^;"\s]{1,253})/g,
  /\bpod\/(?<pod>[a-z\d][a-z\d.-]{0,252})\s/g,
  /sandbox "(?<sandbox>[\da-f]{6,64})"/g,
  /_\d{1,4}\((?<sandbox>[\da-f]{8,64})\)/g,
  /ContainerID:"(?<sandbox>[\da-f]{6,64})"/g,
];

/** Returns what a text says about plugin, network, pod, namespace and sandbox. The innermost plugin counts. */
export function fieldsOfText(text: string): FailureFields {
  const found: FailureFields = {};
  for (const sentence of sentences) {
    for (const { groups = {} } of text.matchAll(sentence)) {
      found.plugin = groups['plugin'] ?? found.plugin ?? '';
      found.network =
        sentence === sentences[0] ? (groups['network'] ?? '') : found.network || (groups['network'] ?? '');
      found.pod ||= groups['pod'] ?? '';
      found.namespace ||= groups['namespace'] ?? '';
      found.sandbox ||= groups['sandbox'] ?? '';
    }
  }
  return found;
}

/** The messages of libcni and skel that have details (types.Error). */
const withDetails =
  /^(?<message>incompatible CNI versions|RPC failed|Invalid Configuration|invalid characters in containerID|invalid characters found in network name|interface name is too long|InvalidNetworkConfig|DaemonDown|HealthzFailed|Unhealthy)[;:] (?<details>[\s\S]{1,4096})$/;

/** Returns message and details of an error of CNI, which prints both in one text. */
export function splitDetails(text: string): { readonly message: string; readonly details?: string } {
  const { message, details } = withDetails.exec(text)?.groups ?? {};
  return message === undefined || details === undefined ? { message: text } : { message, details };
}
