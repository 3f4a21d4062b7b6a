import * as vscode from 'vscode';

/** The answer of a user who wants to change the previous answer. */
export const back = Symbol('back');
export type Back = typeof back;

/** The place of a question among others. */
export interface Place {
  readonly title: string;
  readonly step: number;
  /** Undefined while it depends on this answer. */
  readonly totalSteps: number | undefined;
}

/** A row that stands for a value; a row without one is the title of the rows below it. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

/** Shows a list with a Back button after the first step. Undefined if the user cancels. */
export function pickWithBack<T>(
  place: Place,
  placeholder: string,
  items: readonly Choice<T>[],
  before: T | undefined,
): Promise<T | Back | undefined> {
  const picker = vscode.window.createQuickPick<Choice<T>>();
  picker.items = items;
  picker.activeItems = items.filter(({ value }) => value !== undefined && value === before);
  picker.placeholder = placeholder;
  picker.matchOnDescription = true;
  return answerOf(picker, place, (accept) =>
    picker.onDidAccept(() => {
      // A click selects a row before the editor reports that it is active.
      const [item] = picker.selectedItems;
      if (item?.value !== undefined) {
        accept(item.value);
      }
    }),
  );
}

/** A line of text to enter. */
export interface LineQuestion {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value: string;
  /** Returns what is wrong with a text, and whether it can be accepted all the same. */
  readonly problemOf: (text: string) => Promise<LineProblem | undefined>;
}

/** What is wrong with a text. */
export interface LineProblem {
  readonly message: string;
  readonly isWarning?: boolean;
}

/** Shows an input box with a Back button after the first step. Undefined if the user cancels. */
export function enterWithBack(place: Place, question: LineQuestion): Promise<string | Back | undefined> {
  const box = vscode.window.createInputBox();
  box.prompt = question.prompt;
  box.placeholder = question.placeholder;
  box.value = question.value;
  let latest = 0;
  const check = async (): Promise<LineProblem | undefined> => {
    const current = ++latest;
    const problem = await question.problemOf(box.value);
    if (current === latest) {
      const { Error: error, Warning: warning } = vscode.InputBoxValidationSeverity;
      box.validationMessage = problem && {
        message: problem.message,
        severity: problem.isWarning === true ? warning : error,
      };
    }
    return problem;
  };
  return answerOf(box, place, (accept) => {
    void check();
    return vscode.Disposable.from(
      box.onDidChangeValue(() => void check()),
      box.onDidAccept(async () => {
        const { value } = box;
        const problem = await check();
        if ((problem === undefined || problem.isWarning === true) && value === box.value) {
          accept(value);
        }
      }),
    );
  });
}

/** What lists and input boxes have in common. */
type QuestionInput = vscode.QuickInput & {
  buttons: readonly vscode.QuickInputButton[];
  readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
};

/** Shows an input until it is accepted, hidden, or Back is pressed. */
async function answerOf<T>(
  input: QuestionInput,
  { title, step, totalSteps }: Place,
  listen: (accept: (value: T) => void) => vscode.Disposable,
): Promise<T | Back | undefined> {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  input.ignoreFocusOut = true;
  input.buttons = step === 1 ? [] : [vscode.QuickInputButtons.Back];
  const subscriptions: vscode.Disposable[] = [];
  try {
    return await new Promise<T | Back | undefined>((resolve) => {
      subscriptions.push(
        listen(resolve),
        input.onDidHide(() => resolve(undefined)),
        input.onDidTriggerButton(() => resolve(back)),
      );
      input.show();
    });
  } finally {
    vscode.Disposable.from(...subscriptions).dispose();
    input.dispose();
  }
}
