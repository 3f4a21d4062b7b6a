import type { RuleContext, Severity } from './service/rules/rule.ts';

const SEVERITIES: ReadonlySet<unknown> = new Set(['error', 'warning', 'information', 'hint', 'off']);

function isSeverity(value: unknown): value is Severity | 'off' {
  return SEVERITIES.has(value);
}

/** What a client may set: the severities of rules, and whether inlay hints are shown. */
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

/**
 * Reads the section `cni` of a client's configuration: `{rules: {R074: 'off', 'json-comment': 'warning'}, inlayHints: {enabled: false}}`.
 * Anything else in it is left out, whatever its shape.
 */
export function readSettings(section: unknown): Settings {
  const chosen = typeof section === 'object' && section !== null && 'rules' in section ? section.rules : undefined;
  const severities: Record<string, Severity | 'off'> = {};
  for (const [id, value] of Object.entries(chosen ?? {})) {
    if (isSeverity(value)) severities[id] = value;
  }
  return { severities, inlayHints: !isOff(section, 'inlayHints') };
}
