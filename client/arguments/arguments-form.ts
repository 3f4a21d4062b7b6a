import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RuntimeArguments } from '../../engine/arguments/runtime-arguments.ts';
import type { ArgumentProblem } from '../../language/index.ts';
import { formRows, type FormRow, type FormSubject, textAt, textProblem, withText } from './form.ts';
import type { FormPart } from './form-parts.ts';

/** A form for the arguments of one network. */
export interface ArgumentsQuestion {
  readonly title: string;
  /** Returns the parts and the profiles, which change when one is saved. */
  readonly subject: () => FormSubject;
  /** The arguments of the last time, which are an offer. */
  readonly values: RuntimeArguments;
  /** Returns what the language reports about values. */
  readonly check: (values: RuntimeArguments) => Promise<readonly ArgumentProblem[]>;
  /** Saves the values as a profile. */
  readonly save: (values: RuntimeArguments) => Promise<void>;
}

/** How the user answered the form. */
interface ArgumentsAnswer {
  /** The arguments to run the network with. */
  readonly chosen: RuntimeArguments;
  /** What the form held, which is the offer of the next time. */
  readonly held: RuntimeArguments;
}

/** Shows the form until the user runs the network. Undefined if the user cancels. */
export async function askArguments(question: ArgumentsQuestion): Promise<ArgumentsAnswer | undefined> {
  let { values } = question;
  for (let isOffer = true; ; isOffer = false) {
    const problems = await question.check(values);
    const chosen = await showRows(question.title, formRows(question.subject(), { values, problems, isOffer }));
    if (chosen === undefined) {
      return undefined;
    }
    const { action } = chosen.row;
    switch (action.kind) {
      case 'run':
        return { chosen: action.values, held: values };
      case 'load':
        ({ values } = action);
        break;
      case 'save':
        await question.save(values);
        break;
      case 'edit': {
        const { part, index } = action;
        const text = chosen.isRemoved ? '' : await askText(question, values, part, index);
        values = text === undefined ? values : withText(values, part, index, text);
        break;
      }
      case 'none':
        break;
    }
  }
}

type ShownRow = Extract<FormRow, { readonly title?: undefined }>;

/** The row that was selected, or whose button "Remove" was pressed. */
interface ChosenRow {
  readonly row: ShownRow;
  readonly isRemoved: boolean;
}

/** Shows the rows with the first one selected, so that Enter runs the network. */
function showRows(title: string, rows: readonly FormRow[]): Promise<ChosenRow | undefined> {
  const picker = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly row?: ShownRow }>();
  const remove = { iconPath: new vscode.ThemeIcon('trash'), tooltip: l10n.t('Remove') };
  picker.title = title;
  picker.placeholder = l10n.t('Enter runs the network. Select a value to change it.');
  picker.ignoreFocusOut = true;
  picker.matchOnDescription = true;
  picker.items = rows.map((row) =>
    row.title === undefined
      ? { ...textsOf(row), row, ...(row.canRemove ? { buttons: [remove] } : {}) }
      : { label: row.title, kind: vscode.QuickPickItemKind.Separator },
  );
  return new Promise((resolve) => {
    const finish = (row: ShownRow | undefined, isRemoved: boolean): void => {
      resolve(row && { row, isRemoved });
      picker.dispose();
    };
    picker.onDidAccept(() => finish(picker.activeItems[0]?.row, false));
    picker.onDidTriggerItemButton(({ item }) => finish(item.row, true));
    picker.onDidHide(() => finish(undefined, false));
    picker.show();
  });
}

const textsOf = ({ label, description, detail }: ShownRow): vscode.QuickPickItem => ({
  label,
  description,
  ...(detail === undefined ? {} : { detail }),
});

/** Prompts for a value. While it is typed, shows what the language reports about it. */
function askText(
  { title, check }: ArgumentsQuestion,
  values: RuntimeArguments,
  part: FormPart,
  index: number,
): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: `${title}: ${part.label}`,
    prompt: l10n.t('For example {0}. Without text, the value is removed.', part.shape.example),
    placeHolder: part.shape.example,
    value: textAt(values, part, index),
    ignoreFocusOut: true,
    validateInput: async (text) => {
      const problem = textProblem(part, text);
      if (problem !== undefined) {
        return problem;
      }
      const found = await check(withText(values, part, index, text));
      const about = found.find(({ capability }) => capability === part.capability);
      // The user may want to see the failure, so Enter still accepts the text.
      return about && { message: about.message, severity: vscode.InputBoxValidationSeverity.Warning };
    },
  });
}
