import { EventEmitter } from './classes.ts';
import { editor, type Item } from './editor.ts';

export const QuickInputButtons = { Back: {} };

/** A quick pick that selects what the test chooses as soon as it is shown. */
export function quickPick(): object {
  const picker = {
    items: new Array<Item>(),
    activeItems: new Array<Item>(),
    selectedItems: new Array<Item>(),
    accepted: new EventEmitter<void>(),
    pressed: new EventEmitter<{ readonly item: Item | undefined }>(),
    hidden: new EventEmitter<void>(),
    button: new EventEmitter<unknown>(),
    title: '',
    step: 0,
    onDidAccept: (listener: () => void) => picker.accepted.event(listener),
    onDidTriggerItemButton: (listener: (event: { readonly item: Item | undefined }) => void) =>
      picker.pressed.event(listener),
    onDidHide: (listener: () => void) => picker.hidden.event(listener),
    onDidTriggerButton: (listener: (button: unknown) => void) => picker.button.event(listener),
    dispose: () => undefined,
    show(): void {
      if (editor.goBack(picker.title, picker.step)) {
        picker.button.fire(QuickInputButtons.Back);
        return;
      }
      const labels = picker.items.map(({ label }) => label);
      const pressed = editor.press(labels);
      if (pressed !== undefined) {
        picker.pressed.fire({ item: picker.items[labels.indexOf(pressed)] });
        return;
      }
      const chosen = editor.choose(labels, picker.items);
      picker.activeItems = picker.items.filter(({ label }) => label === chosen).slice(0, 1);
      picker.selectedItems = picker.activeItems;
      (chosen === undefined ? picker.hidden : picker.accepted).fire();
    },
  };
  return picker;
}

/** An input boxinto which the test types as soon as it is shown. */
export function inputBox(): object {
  const box = {
    title: '',
    step: 0,
    prompt: '',
    value: '',
    validationMessage: undefined as unknown,
    changed: new EventEmitter<string>(),
    accepted: new EventEmitter<void>(),
    hidden: new EventEmitter<void>(),
    button: new EventEmitter<unknown>(),
    onDidChangeValue: (listener: (value: string) => void) => box.changed.event(listener),
    onDidAccept: (listener: () => void) => box.accepted.event(listener),
    onDidHide: (listener: () => void) => box.hidden.event(listener),
    onDidTriggerButton: (listener: (button: unknown) => void) => box.button.event(listener),
    dispose: () => undefined,
    show: () => void enter(),
  };
  const enter = async (): Promise<void> => {
    editor.inputs.push({ title: box.title, prompt: box.prompt, value: box.value });
    if (editor.goBack(box.title, box.step)) {
      box.button.fire(QuickInputButtons.Back);
      return;
    }
    const typed = await editor.type(box.prompt);
    if (typed === undefined) {
      box.hidden.fire();
      return;
    }
    box.value = typed;
    box.changed.fire(typed);
    box.accepted.fire();
  };
  return box;
}
