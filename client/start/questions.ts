import { type Answers, type Assignment, purposeTraits } from './answers.ts';

/** A question about a new network. */
export type QuestionId =
  | 'purpose'
  | 'name'
  | 'connection'
  | 'assignment'
  | 'families'
  | 'ipv4'
  | 'ipv4Range'
  | 'ipv4Gateway'
  | 'ipv6'
  | 'ipv6Gateway'
  | 'place';

/** The answers so far. */
export type PartialAnswers = Partial<Answers>;

/** Returns the questions to ask, in order, which depend on the answers to earlier ones. */
export function questionsFor(answers: PartialAnswers): readonly QuestionId[] {
  const { purpose } = answers;
  if (purpose === undefined) {
    return ['purpose'];
  }
  const { connection, assignments } = purposeTraits[purpose];
  const assignment = answers.assignment ?? assignments[0];
  return [
    'purpose',
    ...(connection === 'master' || connection === 'resource' ? (['connection'] as const) : []),
    ...(assignments.length > 1 ? (['assignment'] as const) : []),
    ...addressQuestions(assignment, answers.families ?? 'ipv4'),
    'name',
    'place',
  ];
}

function addressQuestions(
  assignment: Assignment | undefined,
  families: NonNullable<Answers['families']>,
): readonly QuestionId[] {
  if (assignment === undefined || assignment === 'dhcp') {
    return [];
  }
  // whereabouts assigns no gateway that a second network would need.
  const hasGateway = assignment !== 'cluster';
  const ipv4 = [
    'ipv4',
    ...(assignment === 'fixed' ? [] : (['ipv4Range'] as const)),
    ...(hasGateway ? (['ipv4Gateway'] as const) : []),
  ] as const;
  const ipv6 = ['ipv6', ...(hasGateway ? (['ipv6Gateway'] as const) : [])] as const;
  return ['families', ...(families === 'ipv6' ? [] : ipv4), ...(families === 'ipv4' ? [] : ipv6)];
}
