import type { Rule } from '../rule.ts';
import { undecodableArguments } from '../list/runtime-arguments.ts';
import { runtimeMayReplace } from '../list/runtime-config.ts';

const wrongType: Rule = {
  id: 'R014',
  name: 'wrong-json-type',
  severity: 'error',
  schema: [
    {
      isFallback: true,
      matches: () => true,
      severity: ({ plugin, path: [key = ''] }) => (runtimeMayReplace(plugin, key) ? 'warning' : undefined),
    },
  ],
  check: undecodableArguments,
};

/** Rules about values that the plugin cannot decode, and about schema problems that no other rule reports. */
export const wrongTypeRules: readonly Rule[] = [wrongType];
