import { readIgnored } from './service/ignored.ts';
import type { RuleContext, Severity } from './service/rules/rule.ts';

const SEVERITIES: ReadonlySet<unknown> = new Set(['error', 'warning', 'information', 'hint', 'off']);

function isSeverity(value: unknown): value is Severity | 'off' {
  return SEVERITIES.has(value);
}

/** What a client may set: the severities of rules, where they are silent, and whether inlay hints are shown. */
export interface Settings extends RuleContext {
  readonly inlayHints: boolean;
}

function isOff(section: unknown, key: string): boolean {
  const part: unknown =
    typeof section === 'object' && section !== null
      ? Object.entries(section).find(([name]) => name === key)?.[1]
      : undefined;
  return typeof part === 'object' && part !== null && 'enabled' in part && part.enabled === false;
}

/** The section `cni` of a client's settings or initialization options; undefined where there is none. */
export function sectionOf(settings: unknown): unknown {
  return typeof settings === 'object' && settings !== null && 'cni' in settings ? settings.cni : undefined;
}

/**
 * Reads the section `cni` of a client's configuration: `{rules: {R074: 'off', 'json-comment': 'warning'}, ignoredFindings: {'net.d/10-x.conflist': ['R074']}, inlayHints: {enabled: false}}`.
 * Anything else in it is left out, whatever its shape.
 */
export function readSettings(section: unknown): Settings {
  const chosen = typeof section === 'object' && section !== null && 'rules' in section ? section.rules : undefined;
  const severities: Record<string, Severity | 'off'> = {};
  for (const [id, value] of Object.entries(chosen ?? {})) {
    if (isSeverity(value)) severities[id] = value;
  }
  const silent = typeof section === 'object' && section !== null && 'ignoredFindings' in section;
  const ignored = readIgnored(silent ? section.ignoredFindings : undefined);
  return { severities, ignored, inlayHints: !isOff(section, 'inlayHints') };
}
