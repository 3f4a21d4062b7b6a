/**
 * What the names and texts of carriers have in common: enough to skip most files without parsing. Loads no library, because
 * the editor runs it for every document.
 */

/** The signs of a carrier. */
interface Signs {
  /** The names of files that may have this format. */
  readonly files: RegExp;
  /** Words, at least one of which is in every text that contains a configuration. */
  readonly words: readonly string[];
}

/** Names of YAML files and of templates for them. */
const yamlFiles = /\.(?:ya?ml|bu)(?:\.(?:j2|jinja2?|tpl|tmpl|template|tftpl|gotmpl|in|erb))?$|^user-data$|\.tpl$/i;

/** Names of files of Ignition: JSON, or YAML of a MachineConfig around it. */
const ignitionFiles = new RegExp(`${yamlFiles.source}|\\.ign$`, 'i');

/** Names of shell scripts and of files that build images. */
const scriptFiles =
  /\.(?:sh|bash|zsh)(?:\.(?:j2|tpl|tmpl|tftpl|in))?$|^(?:Dockerfile|Containerfile)(?:\.[^/]*)?$|\.Dockerfile$/i;

/** The signs of every carrier. The ids are those of the setting `cni.embedded.carriers`. */
export const carrierSigns = {
  networkAttachmentDefinition: { files: yamlFiles, words: ['NetworkAttachmentDefinition'] },
  configMap: { files: yamlFiles, words: ['ConfigMap', 'Secret'] },
  openShiftNetwork: { files: yamlFiles, words: ['rawCNIConfig'] },
  operatorNetwork: {
    files: yamlFiles,
    words: ['SriovNetwork', 'OVSNetwork', 'SriovIBNetwork', 'MacvlanNetwork', 'HostDeviceNetwork', 'IPoIBNetwork'],
  },
  spiderMultusConfig: { files: yamlFiles, words: ['SpiderMultusConfig'] },
  podAnnotation: { files: yamlFiles, words: ['k8s.v1.cni.cncf.io/networks', 'v1.multus-cni.io/default-network'] },
  fileContent: { files: yamlFiles, words: ['content', 'inline'] },
  helmChartConfig: { files: yamlFiles, words: ['valuesContent'] },
  resourceClaim: { files: yamlFiles, words: ['ResourceClaim'] },
  ignition: { files: ignitionFiles, words: ['source'] },
  kustomize: { files: yamlFiles, words: ['patch', 'op: ', '"op"', 'literals'] },
  scriptInYAML: { files: yamlFiles, words: ['<<'] },
  otherText: { files: yamlFiles, words: ['"cniVersion', '"plugins', '"ipam', '\\"cniVersion'] },
  heredoc: { files: scriptFiles, words: ['<<'] },
  markdown: { files: /\.(?:md|markdown)$/i, words: ['```', '~~~'] },
} satisfies Record<string, Signs>;

/** The id of a carrier. */
export type CarrierId = keyof typeof carrierSigns;

const allSigns: readonly (readonly [id: string, signs: Signs])[] = Object.entries(carrierSigns);

/** The ids of all carriers. */
export const carrierIds: readonly string[] = allSigns.map(([id]) => id);

/**
 * Words of which one is in nearly every text that contains a configuration. Carriers check further words. One expression,
 * because it searches five times faster than a word after the other.
 */
const cniWords =
  /cniVersion|cni\.cncf\.io|multus-cni\.io|rawCNIConfig|metaPlugins|networkNamespace|ipam|"type"|"plugins"|\\"type\\"|\\"plugins\\"|cni\/net\.d|\.conflist/;

/** Whether a text may contain a configuration, in any format. */
export const mentionsCNI = (text: string): boolean => cniWords.test(text);

/** Names for documents whose language determines the format, but not their name. */
const namesByLanguage: Readonly<Record<string, string>> = {
  yaml: 'document.yaml',
  helm: 'document.yaml',
  ansible: 'document.yaml',
  'jinja-yaml': 'document.yaml',
  shellscript: 'document.sh',
  dockerfile: 'Dockerfile',
  markdown: 'document.md',
};

/** The languages of documents that are carriers whatever their name. The extension is activated for them. */
export const carrierLanguages: readonly string[] = Object.keys(namesByLanguage);

/** Carriers that define networks for pods or select them. */
const podCarriers: ReadonlySet<string> = new Set<CarrierId>([
  'networkAttachmentDefinition',
  'openShiftNetwork',
  'operatorNetwork',
  'spiderMultusConfig',
  'podAnnotation',
]);

const podWords = allSigns.flatMap(([id, { words }]) => (podCarriers.has(id) ? words : []));

/** Whether a carrier defines networks for pods or selects them, by its id. */
export const isAboutPods: IsEnabled = (carrier) => podCarriers.has(carrier);

/** Whether a text may define networks for pods or select some. Only searches for words. */
export const concernsPods = (text: string): boolean => hasAny(text, podWords);

/** Returns the name of a file, without directory. */
export const fileOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a text contains one of the words. */
export const hasAny = (text: string, words: readonly string[]): boolean => words.some((word) => text.includes(word));

/** Whether a carrier is enabled, by its id. */
export type IsEnabled = (carrier: string) => boolean;

const all: IsEnabled = () => true;

/** Reads the settings `cni.embedded.enabled` and `cni.embedded.carriers`. Values of another type are ignored. */
export function enabledCarriers(enabled: unknown, carriers: unknown): IsEnabled {
  const off = new Set(
    Object.entries(typeof carriers === 'object' && carriers !== null ? carriers : {})
      .filter(([, value]) => value === false)
      .map(([id]) => id),
  );
  return (carrier) => enabled !== false && !off.has(carrier);
}

/** Whether a file may be a carrier, by its name. */
export function isCarrierPath(path: string): boolean {
  const file = fileOf(path);
  return allSigns.some(([, { files }]) => files.test(file));
}

/**
 * Returns the path by which a document is read: its own, or one that its language determines. An untitled document and a
 * file with an unusual name have only their language.
 */
export function carrierPath(path: string, languageId: string): string {
  return isCarrierPath(path) ? path : (namesByLanguage[languageId] ?? path);
}

/** Whether a text may contain a configuration. Only searches for words, because it is called for every YAML file. */
export function mayEmbed(text: string, path: string, isEnabled = all): boolean {
  const file = fileOf(path);
  const named = allSigns.filter(([id, { files }]) => files.test(file) && isEnabled(id));
  return named.length > 0 && mentionsCNI(text) && named.some(([, { words }]) => hasAny(text, words));
}
