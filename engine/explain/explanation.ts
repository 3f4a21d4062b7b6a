import { catalog, type Project, projects } from './catalog/index.ts';
import type { Args, KnownFailure } from './known-failure.ts';
import { type Topic, topics } from './topics.ts';

/** The name of a known failure. */
export type ExplanationId = keyof typeof catalog;

/** A known failure as data: its ID and the arguments of its texts. Each surface words it. */
export interface Explanation {
  readonly id: ExplanationId;
  readonly args: Args;
  /** The cause says all that the text of the error says, so only one of the two needs to be shown. */
  readonly restates?: boolean;
}

/** An explanation in words. */
export interface ExplanationText {
  /** What kind of failure it is, in a few words. */
  readonly title: string;
  /** What happened, in whole sentences. */
  readonly cause: string;
  /** What to do about it, in whole sentences. */
  readonly remedy: string;
}

const failures: Readonly<Record<ExplanationId, KnownFailure>> = catalog;

/** Returns an explanation in the language of the user. */
export function wordsOf({ id, args }: Explanation): ExplanationText {
  const { topic, cause, remedy } = failures[id];
  return { title: topics[topic](), cause: cause(args), remedy: remedy(args) };
}

/** Returns the rank of a known failure among several that match a text. */
export function rankOf({ id }: Pick<Explanation, 'id'>): KnownFailure['rank'] {
  return failures[id].rank;
}

/** The arguments that name what a failure is about. */
const subjects = ['plugin', 'bridge', 'master', 'network'] as const;

/**
 * Returns what to look for on a host to see the cause of a failure: the rule that predicts it, and the names that it is
 * about. Undefined if the facts of a host cannot show it.
 */
export function clueOf({
  id,
  args,
}: Explanation): { readonly rule: string; readonly names: readonly string[] } | undefined {
  const rule = ruleOf({ id, args });
  return rule === undefined ? undefined : { rule, names: subjects.flatMap((subject) => args[subject] || []) };
}

function ruleOf({ id, args }: Explanation): string | undefined {
  const { rule } = failures[id];
  return typeof rule === 'function' ? rule(args) : rule;
}

/** Where to read more about a failure. */
export interface Reference {
  readonly topic: Topic;
  /** The rule that reports the cause in a configuration. */
  readonly rule: string | undefined;
  readonly page: KnownFailure['page'];
  /** The project whose text it is; undefined if the outcome identifies the failure. */
  readonly project: Project | undefined;
  /** File and line, or function, in the project. */
  readonly source: string;
}

/** Returns where to read more about a failure. */
export function referenceOf({ id, args }: Explanation): Reference {
  const { topic, page, source } = failures[id];
  return {
    topic,
    rule: ruleOf({ id, args }),
    page,
    project: projects.find((project) => id in project.failures),
    source,
  };
}

/** Returns true for a string that is the ID of a known failure. */
export function isExplanationId(id: string): id is ExplanationId {
  return Object.hasOwn(catalog, id);
}
