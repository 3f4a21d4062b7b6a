/** What is looked at on each host, in the order of the columns. */
export const checkNames = [
  'plugins',
  'version',
  'subnet',
  'needs',
  'order',
  'drift',
  'validate',
  'status',
  'attachments',
] as const;

export type CheckName = (typeof checkNames)[number];

/** What each check tells, in half a sentence. */
export const checkTexts: Readonly<Record<CheckName, string>> = {
  plugins: 'the plugins are there and run',
  version: 'the plugins support the version of the network, and none is older than on another host',
  subnet: 'nothing else on the host has the subnets',
  needs: 'interfaces, kernel and programs are what the plugins need',
  order: 'the file is the one that the runtime of the host takes',
  drift: "the host's copy of the file is this one",
  validate: 'what libcni says of the network (ValidateNetworkList)',
  status: 'the plugins are ready (STATUS, from cniVersion 1.1.0 on)',
  attachments: 'what the cache knows',
};

/**
 * What one check found on one host. `good` and `note` ask for nothing; a `finding` is for somebody to mend; `unknown`
 * could not be looked at.
 */
export type Cell =
  | { readonly state: 'good' | 'note'; readonly text: string }
  | {
      readonly state: 'finding' | 'unknown';
      /** A few words for the table. */
      readonly text: string;
      /** Whole sentences: what is wrong and what comes of it. */
      readonly reasons: readonly string[];
      /** What to do about it. */
      readonly cure?: string;
    };

export const good = (text = 'ok'): Cell => ({ state: 'good', text });

export const note = (text: string): Cell => ({ state: 'note', text });

export const finding = (text: string, reasons: readonly string[], cure?: string): Cell => ({
  state: 'finding',
  text,
  reasons,
  ...(cure === undefined ? {} : { cure }),
});

export const unknown = (text: string, reason: string, cure?: string): Cell => ({
  state: 'unknown',
  text,
  reasons: [reason],
  ...(cure === undefined ? {} : { cure }),
});
