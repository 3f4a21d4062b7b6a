import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { NamespaceArrangement } from './namespace-rows.ts';
import type { NamespaceGrouping } from './tree-nodes.ts';

const groupKey = 'cni.namespaceGroup';

/** The stored state of the workspace. */
interface Remembered {
  get(key: string): unknown;
  update(key: string, value: string): PromiseLike<void>;
}

/** How the Namespaces view is arranged. The grouping is remembered for the workspace. */
export class NamespaceArranger implements vscode.Disposable {
  readonly #memento: Remembered;
  readonly #changed = new vscode.EventEmitter<void>();
  #filter = '';
  readonly onDidChange = this.#changed.event;

  constructor(memento: Remembered) {
    this.#memento = memento;
  }

  get current(): NamespaceArrangement {
    const stored = this.#memento.get(groupKey);
    return { group: stored === 'network' || stored === 'pod' ? stored : 'none', filter: this.#filter };
  }

  /** Returns the text above the rows: the filter, or that no namespace matches it; '' without a filter. */
  message(rows: number): string {
    if (this.#filter === '') {
      return '';
    }
    return rows === 0
      ? l10n.t('No namespace matches the filter "{0}".', this.#filter)
      : l10n.t('Filter: {0}', this.#filter);
  }

  /** Removes the filter. */
  showAll(): void {
    this.#filterBy('');
  }

  /** Prompts for the grouping. */
  async chooseGroup(): Promise<void> {
    const items: readonly (vscode.QuickPickItem & { readonly group: NamespaceGrouping })[] = [
      { label: l10n.t('By Name'), group: 'none' },
      { label: l10n.t('By Network'), group: 'network' },
      { label: l10n.t('By Pod'), group: 'pod' },
    ];
    const title = l10n.t('Group namespaces');
    const picked = await vscode.window.showQuickPick(
      items.map((item) => ({ ...item, picked: item.group === this.current.group })),
      { title },
    );
    if (picked !== undefined) {
      await this.#memento.update(groupKey, picked.group);
      this.#changed.fire();
    }
  }

  /** Prompts for the filter; an empty one shows all namespaces. */
  async chooseFilter(): Promise<void> {
    const filter = await vscode.window.showInputBox({
      title: l10n.t('Filter namespaces'),
      prompt: l10n.t('Part of a name, pod, network or address. Leave it empty to show all.'),
      value: this.#filter,
    });
    if (filter !== undefined) {
      this.#filterBy(filter.trim());
    }
  }

  #filterBy(filter: string): void {
    if (filter !== this.#filter) {
      this.#filter = filter;
      this.#changed.fire();
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
