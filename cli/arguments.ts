import { parseArgs } from 'node:util';
import type { HostSpec } from '../engine/host/host.ts';

/** What cnitool does: its verbs, in the order of its usage text. */
export const verbs = ['add', 'check', 'del', 'gc', 'status'] as const;
export type CliVerb = (typeof verbs)[number];

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage'; readonly problem?: string }
  | {
      readonly kind: 'operation';
      readonly verb: CliVerb;
      readonly network: string;
      readonly netns: string;
      readonly host: HostSpec;
    };

/** Reads the arguments behind the program's name. Like cnitool's, further positional arguments are let pass. */
export function readArguments(args: readonly string[]): Request {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return { kind: 'usage', problem: error instanceof Error ? error.message : String(error) };
  }
  const { values, positionals } = parsed;
  if (values.help === true) {
    return { kind: 'help' };
  }
  if (values.version === true) {
    return { kind: 'version' };
  }
  const [verb, network, netns] = positionals;
  if (verb === undefined || network === undefined || netns === undefined) {
    return { kind: 'usage' };
  }
  const known = verbs.find((name) => name === verb);
  if (known === undefined) {
    return { kind: 'usage', problem: `There is no verb "${verb}".` };
  }
  const kind = values.host ?? 'local';
  if (kind !== 'local' && kind !== 'sandbox') {
    return { kind: 'usage', problem: `There is no host "${kind}"; it is "local" or "sandbox".` };
  }
  return { kind: 'operation', verb: known, network, netns, host: { kind } };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      host: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  });
}
