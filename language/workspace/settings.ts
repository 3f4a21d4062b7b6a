import { enabledCarriers, type IsEnabled } from '../carriers/recognition.ts';
import { catalog } from '../schema/catalog.ts';
import { readIgnored } from './ignored.ts';
import type { RuleContext, Severity } from './context.ts';

const severityNames: ReadonlySet<unknown> = new Set(['error', 'warning', 'information', 'hint', 'off']);

function isSeverity(value: unknown): value is Severity | 'off' {
  return severityNames.has(value);
}

/** The settings of a client: severities of rules, files where they are ignored, inlay hints and embedded configurations. */
export interface Settings extends RuleContext {
  readonly inlayHints: boolean;
  /** Names of copies of plugins, with the type of the original. */
  readonly pluginAliases: Readonly<Record<string, string>>;
  readonly isCarrierEnabled: IsEnabled;
}

function partOf(section: unknown, key: string): unknown {
  return typeof section === 'object' && section !== null
    ? Object.entries(section).find(([name]) => name === key)?.[1]
    : undefined;
}

const isOff = (section: unknown, key: string): boolean => partOf(partOf(section, key), 'enabled') === false;

/** Returns the entries whose values are types with a schema. */
function readAliases(section: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(typeof section === 'object' && section !== null ? section : {});
  return Object.fromEntries(
    entries.filter(([, type]) => typeof type === 'string' && (catalog.plugins.has(type) || catalog.ipam.has(type))),
  );
}

/** Returns the section `cni` of a client's settings or initialization options; undefined if there is none. */
export function sectionOf(settings: unknown): unknown {
  return typeof settings === 'object' && settings !== null && 'cni' in settings ? settings.cni : undefined;
}

/**
 * Reads the section `cni` of a client's configuration: `{rules: {R074: 'off', 'json-comment': 'warning'}, ignoredFindings: {'net.d/10-x.conflist': ['R074']}, inlayHints: {enabled: false}, pluginAliases: {'our-bridge': 'bridge'}, embedded: {enabled: true, carriers: {configMap: false}}}`.
 * Anything else is ignored.
 */
export function readSettings(section: unknown): Settings {
  const chosen = typeof section === 'object' && section !== null && 'rules' in section ? section.rules : undefined;
  const severities: Record<string, Severity | 'off'> = {};
  for (const [id, value] of Object.entries(chosen ?? {})) {
    if (isSeverity(value)) {
      severities[id] = value;
    }
  }
  const silent = typeof section === 'object' && section !== null && 'ignoredFindings' in section;
  const ignored = readIgnored(silent ? section.ignoredFindings : undefined);
  const embedded = partOf(section, 'embedded');
  const isCarrierEnabled = enabledCarriers(partOf(embedded, 'enabled'), partOf(embedded, 'carriers'));
  const pluginAliases = readAliases(partOf(section, 'pluginAliases'));
  return { severities, ignored, inlayHints: !isOff(section, 'inlayHints'), pluginAliases, isCarrierEnabled };
}
