import { isHostError } from '../engine/host/host.ts';
import { NamespaceError } from '../engine/host/index.ts';
import { isCNIError, type CNIError, type Operation } from '../engine/libcni/index.ts';
import { explain, explainOperation } from '../engine/libcni/explain.ts';
import type { Translate } from './translate.ts';

/**
 * What to tell of a failed operation, as sentences: what it means where that is known, then the plugin with its own
 * message, code and details, then the cure.
 */
export function operationSentences(t: Translate, operation: Operation): readonly string[] {
  const said = failureSaid(t, operation);
  if (said === undefined) {
    return [];
  }
  const explanation = explainOperation(operation);
  return explanation === undefined ? [said] : [explanation.title, said, inEditor(explanation.cure)];
}

/** The plugin that failed with its own message, code and details; undefined for an operation that went well. */
export function failureSaid(t: Translate, operation: Operation): string | undefined {
  const failed = operation.steps.findLast((step) => step.error !== undefined);
  const error = failed?.error ?? operation.error;
  return error === undefined ? undefined : cniErrorText(t, error, failed?.pluginType);
}

/** What to tell of a command that threw. */
export function errorText(t: Translate, error: unknown): string {
  if (isHostError(error)) {
    return `${error.problem.message} ${error.problem.cure}`;
  }
  if (error instanceof NamespaceError) {
    return `${error.message} ${error.cure}`;
  }
  const explanation = explain(error);
  if (isCNIError(error)) {
    const said = cniErrorText(t, error);
    return explanation === undefined ? said : [explanation.title, said, inEditor(explanation.cure)].join(' ');
  }
  return error instanceof Error ? error.message : String(error);
}

/** `bridge: "cni0" already has an IP address (code 999). Details: ….` */
function cniErrorText(t: Translate, error: CNIError, plugin?: string): string {
  const { msg, code, details } = error;
  const said = plugin === undefined ? t('{0} (code {1}).', msg, code) : t('{0}: {1} (code {2}).', plugin, msg, code);
  return details === '' ? said : `${said} ${t('Details: {0}', details)}${/[.!?]$/.test(details) ? '' : '.'}`;
}

/** A cure speaks of cnitool's environment; here the same is a setting. */
function inEditor(cure: string): string {
  return cure.replaceAll('CNI_PATH', 'CNI_PATH (setting cni.pluginPath)');
}
