import type { RuleContext, Severity } from './service/rules/rule.ts';

const SEVERITIES: ReadonlySet<unknown> = new Set(['error', 'warning', 'information', 'hint', 'off']);

function isSeverity(value: unknown): value is Severity | 'off' {
  return SEVERITIES.has(value);
}

/**
 * Reads the section `cni` of a client's configuration: `{rules: {R074: 'off', 'json-comment': 'warning'}}`.
 * Anything else in it is left out, whatever its shape.
 */
export function readSettings(section: unknown): RuleContext {
  const chosen = typeof section === 'object' && section !== null && 'rules' in section ? section.rules : undefined;
  const severities: Record<string, Severity | 'off'> = {};
  for (const [id, value] of Object.entries(chosen ?? {})) {
    if (isSeverity(value)) severities[id] = value;
  }
  return { severities };
}
