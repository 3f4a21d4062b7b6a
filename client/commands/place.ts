import * as vscode from 'vscode';
import type { Host } from '../../engine/host/host.ts';
import { hostPlace } from '../host-text.ts';
import type { Services } from '../services.ts';

/** The selected host as a place in a sentence: "in the sandbox". */
export function placeOf(services: Services): string {
  return placeOn(services.hosts.host);
}

/** A host as a place in a sentence. */
export function placeOn({ spec, label }: Host): string {
  return hostPlace(vscode.l10n.t, spec.kind, label);
}
