import * as vscode from 'vscode';
import { hostPlace } from '../host-text.ts';
import type { Services } from '../services.ts';

/** The selected host as a place in a sentence: "in the sandbox". */
export function placeOf(services: Services): string {
  const { host } = services.hosts;
  return hostPlace(vscode.l10n.t, host.spec.kind, host.label);
}
