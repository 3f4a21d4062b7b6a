import type { Neighbour } from '../directory/neighbour.ts';
import type { Place } from '../directory/place.ts';
import type { HostFacts } from '../host-facts.ts';
import type { Ignored } from '../ignored.ts';
import type { Model } from '../model.ts';
import type { Span } from '../parse.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One replacement in the text of the document. */
export interface TextChange extends Span {
  readonly text: string;
}

/** A way to mend a finding: changes of the text, another name for the file, or both (first the changes). */
export interface Fix {
  readonly title: string;
  /** The one that is surely meant; at most one per finding. */
  readonly preferred?: boolean;
  readonly changes?: readonly TextChange[];
  /** New name of the file, without directory. */
  readonly rename?: string;
}

/** One thing that a rule found. */
export interface Finding {
  readonly span: Span;
  /** What is wrong, what comes of it, what to do. */
  readonly message: string;
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
  /** Other places that it is about: in this document, or (with `place`) in another one. */
  readonly related?: readonly { readonly span: Span; readonly place?: Place; readonly message: string }[];
  /** The text has no effect and may be shown faded. */
  readonly unnecessary?: boolean;
  /** Computed only when someone asks for them. */
  readonly fixes?: () => readonly Fix[];
}

/** What rules may look at beside the document. All optional: a rule says nothing for what it does not know. */
export interface RuleContext {
  /** Severity by rule id or name, `off` to silence it. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** Rules that are silent in some files. */
  readonly ignored?: readonly Ignored[];
  /** The other configuration files of the directory, and of the directories beside it that plugins are side-loaded from. */
  readonly neighbours?: readonly Neighbour[];
  /** What the selected host has. */
  readonly hostFacts?: HostFacts;
}

/** One check. `id` is its code and the name of its page in docs/rules. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  /** Whether the rule has anything to look at here; quickly told. Without it the rule always has. */
  readonly applies?: ((model: Model, context: RuleContext) => boolean) | undefined;
  /**
   * `plugin` for a rule that looks at each plugin configuration by itself, and at nothing outside of it but the list's own
   * keys: what it finds in one stays as it is while others change. It may look at the place in the chain.
   */
  readonly scope?: 'plugin' | undefined;
  check(model: Model, context: RuleContext): Iterable<Finding>;
}

/** Rules that look at each plugin configuration by itself. */
export function ofEachPlugin(rules: readonly Rule[]): readonly Rule[] {
  return rules.map((rule) => ({ ...rule, scope: 'plugin' as const }));
}

/** Rules that are run only where `applies` says that there is anything for them: most documents need few rules. */
export function where(applies: NonNullable<Rule['applies']>, rules: readonly Rule[]): readonly Rule[] {
  return rules.map((rule) => ({ ...rule, applies }));
}

/** Rules of one id become one, which finds what each of them finds: a schema tells a part, and code the rest. */
export function joinById(parts: readonly Rule[]): readonly Rule[] {
  const byId = new Map<string, Rule[]>();
  for (const rule of parts) byId.set(rule.id, [...(byId.get(rule.id) ?? []), rule]);
  return [...byId.values()].flatMap((rules) => {
    const [first] = rules;
    if (first === undefined || rules.length === 1) return rules;
    const isConditional = rules.every(({ applies }) => applies !== undefined);
    const isOfEach = rules.every(({ scope }) => scope === 'plugin');
    return [
      {
        ...first,
        scope: isOfEach ? 'plugin' : undefined,
        applies: isConditional ? (model, context) => rules.some((rule) => doesApply(rule, model, context)) : undefined,
        check(model, context): Iterable<Finding> {
          const [one, ...others] = rules.filter((rule) => doesApply(rule, model, context));
          if (others.length === 0) return one?.check(model, context) ?? [];
          return [one, ...others].flatMap((rule) => (rule === undefined ? [] : [...rule.check(model, context)]));
        },
      } satisfies Rule,
    ];
  });
}

/** Whether a rule has anything to look at in a document. */
export function doesApply({ applies }: Rule, model: Model, context: RuleContext): boolean {
  return applies === undefined || applies(model, context);
}

/** Where the project lives. */
export const REPOSITORY = 'https://github.com/cni-workbench/cni-workbench';

/** The page that explains a rule. */
export function rulePage(id: string): string {
  return `${REPOSITORY}/blob/main/docs/rules/${id}.md`;
}
