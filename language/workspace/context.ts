import type { Neighbor } from '../directory/neighbor.ts';
import type { HostFacts } from './host-facts.ts';
import type { Ignored } from './ignored.ts';

/** The severity of a finding, which `cni.rules` can change for each rule. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** The context of a document. Everything is optional: rules report nothing about unknown facts. */
export interface RuleContext {
  /** Severity by rule id or name; `off` disables the rule. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** Rules that are ignored in some files. */
  readonly ignored?: readonly Ignored[];
  /** Ids of rules that do not apply, such as those about file names in a configuration inside another file. */
  readonly excluded?: ReadonlySet<string>;
  /** Whether Multus loads the configuration, which accepts fewer types in lists than libcni. */
  readonly isForMultus?: boolean;
  /** The name to propose for the network; undefined if the name of the file suggests one. */
  readonly suggestedName?: string | undefined;
  /** The other configuration files of the directory, and of the nearby directories that plugins are side-loaded from. */
  readonly neighbors?: readonly Neighbor[];
  /** The facts of the selected host. */
  readonly hostFacts?: HostFacts | undefined;
}
