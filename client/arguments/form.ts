import * as l10n from '@vscode/l10n';
import type { Profiles } from '../../engine/arguments/profiles.ts';
import type { RuntimeArguments } from '../../engine/arguments/runtime-arguments.ts';
import type { ArgumentProblem } from '../../language/index.ts';
import { type FormPart, valueText } from './form-parts.ts';

/** What the form is about. */
export interface FormSubject {
  /** The arguments that the network declares. */
  readonly declared: readonly FormPart[];
  /** The parts that every network has. */
  readonly ofAttachment: readonly FormPart[];
  /** The profiles for this network. */
  readonly profiles: Profiles;
}

/** The values of the form, and what is wrong with them. */
export interface FormState {
  readonly values: RuntimeArguments;
  /** The values are those of the last time, so they are only an offer. */
  readonly isOffer?: boolean;
  readonly problems: readonly ArgumentProblem[];
}

/** What a row of the form does when it is selected. */
type RowAction =
  | { readonly kind: 'run'; readonly values: RuntimeArguments }
  | { readonly kind: 'edit'; readonly part: FormPart; readonly index: number }
  | { readonly kind: 'load'; readonly values: RuntimeArguments }
  | { readonly kind: 'save' }
  | { readonly kind: 'none' };

/** A row of the form, or the title of the rows below it. */
export type FormRow =
  | { readonly title: string }
  | {
      readonly title?: undefined;
      readonly label: string;
      readonly description: string;
      readonly detail?: string;
      readonly action: RowAction;
      readonly canRemove: boolean;
    };

/** Returns the rows of the form. The first one runs the network. */
export function formRows(subject: FormSubject, state: FormState): readonly FormRow[] {
  const { declared, ofAttachment, profiles } = subject;
  return [
    ...runRows(subject, state),
    ...titled(
      l10n.t('Arguments of the network'),
      declared.flatMap((part) => partRows(part, state)),
    ),
    ...titled(
      l10n.t('Attachment'),
      ofAttachment.flatMap((part) => partRows(part, state)),
    ),
    ...titled(l10n.t('Profiles'), [
      ...profiles.profiles.map((profile) => ({
        label: `$(bookmark) ${profile.name}`,
        description: summaryOf(subject, profile.arguments),
        action: { kind: 'load', values: profile.arguments } as const,
        canRemove: false,
      })),
      ...profiles.unusable.map(({ name, error }) => ({
        label: `$(warning) ${name}`,
        description: error.message,
        action: { kind: 'none' } as const,
        canRemove: false,
      })),
      ...(isEmpty(state.values) ? [] : [saveRow()]),
    ]),
  ];
}

/** Returns the values of arguments in one line. */
export function summaryOf({ declared, ofAttachment }: FormSubject, values: RuntimeArguments): string {
  const texts = [...declared, ...ofAttachment].flatMap((part) =>
    part
      .read(values)
      .map((value) => (part.isList ? valueText(part, value) : `${part.label}: ${valueText(part, value)}`)),
  );
  return texts.join(' · ');
}

/** Returns the values with another text of a part; without text, with one value less. The text must have the shape. */
export function withText(values: RuntimeArguments, part: FormPart, index: number, text: string): RuntimeArguments {
  const before = part.read(values);
  const entered = text.trim() === '' ? undefined : part.shape.parse(text.trim());
  if (entered !== undefined && entered.problem !== undefined) {
    return values;
  }
  return part.write(values, [
    ...before.slice(0, index),
    ...(entered === undefined ? [] : [entered.value]),
    ...before.slice(index + 1),
  ]);
}

/** Returns what is wrong with the form of a text; undefined for a valid one, and for none. */
export const textProblem = ({ shape }: FormPart, text: string): string | undefined =>
  text.trim() === '' ? undefined : shape.parse(text.trim()).problem;

/** Returns the text that is edited: empty for a new value. */
export function textAt(values: RuntimeArguments, part: FormPart, index: number): string {
  const value = part.read(values)[index];
  return value === undefined ? '' : valueText(part, value);
}

export const isEmpty = (values: RuntimeArguments): boolean => Object.keys(values).length === 0;

/** The rows that run the network, Enter the first: with what the user entered, or without what is only an offer. */
function runRows(subject: FormSubject, { values, problems, isOffer = false }: FormState): readonly FormRow[] {
  const [problem] = problems.toSorted((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
  const detail = problem && `${iconOf(problem)} ${problem.message}`;
  if (isEmpty(values)) {
    return [runRow(`$(play) ${l10n.t('Run')}`, l10n.t('without arguments'), values)];
  }
  const label = isOffer
    ? offerLabel(subject, values)
    : problem?.severity === 'error'
      ? l10n.t('Run Anyway')
      : l10n.t('Run');
  const run = { ...runRow(`$(play) ${label}`, summaryOf(subject, values), values), ...(detail && { detail }) };
  const plain = runRow(`$(debug-start) ${l10n.t('Run Without Arguments')}`, '', {});
  return isOffer ? [plain, run] : [run, plain];
}

const runRow = (label: string, description: string, values: RuntimeArguments): FormRow => ({
  label,
  description,
  action: { kind: 'run', values },
  canRemove: false,
});

/** Names the profile that has the values. */
function offerLabel(subject: FormSubject, values: RuntimeArguments): string {
  const summary = summaryOf(subject, values);
  const profile = subject.profiles.profiles.find((one) => summaryOf(subject, one.arguments) === summary);
  return profile === undefined ? l10n.t('Run with Last Arguments') : l10n.t('Run with "{0}"', profile.name);
}

const iconOf = ({ severity }: ArgumentProblem): string => (severity === 'error' ? '$(error)' : '$(warning)');

function partRows(part: FormPart, { values }: FormState): readonly FormRow[] {
  const texts = part.read(values).map((value) => valueText(part, value));
  const set = texts.map((description, index) => ({
    label: part.label,
    description,
    action: { kind: 'edit', part, index } as const,
    canRemove: true,
  }));
  if (set.length > 0 && !part.isList) {
    return set;
  }
  const unset = {
    label: part.isList ? `$(add) ${part.label}…` : part.label,
    description: part.isList ? '' : part.whenEmpty,
    action: { kind: 'edit', part, index: texts.length } as const,
    canRemove: false,
  };
  return [...set, unset];
}

const saveRow = (): FormRow => ({
  label: `$(save) ${l10n.t('Save as Profile…')}`,
  description: '',
  action: { kind: 'save' },
  canRemove: false,
});

function titled(title: string, rows: readonly FormRow[]): readonly FormRow[] {
  return rows.length === 0 ? [] : [{ title }, ...rows];
}
