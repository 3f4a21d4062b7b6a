import * as l10n from '@vscode/l10n';
import { type CSSResult, html, render, type TemplateResult } from 'lit';
import type { FromPage, ToPage } from '../../messages.ts';
import { pageStyles } from './page-styles.ts';

/** What a page shows now, and how it changes that. */
export interface Showing<Model, State, Action> {
  readonly model: Model;
  /** What the user chose in the page: a selected tab, a sort order. The editor keeps it with the tab. */
  readonly state: State;
  /** Changes the state and draws the page again. */
  readonly update: (change: Partial<State>) => void;
  /** Asks the extension to carry out an action. */
  readonly act: (action: Action) => void;
}

/** A page: pure functions from a model and a state to HTML. */
export interface Page<Model, State extends object, Action> {
  readonly styles: CSSResult;
  /** The state of a page that was never shown. */
  readonly initial: State;
  readonly view: (showing: Showing<Model, State, Action>) => TemplateResult;
  /** The page depends on the size of the window, and is drawn again when that changes. */
  readonly followsSize?: boolean;
}

/** The part of a webview's interface to the editor that pages use. */
interface Editor {
  postMessage(message: unknown): void;
  getState(): object | undefined;
  setState(state: object): void;
}

declare function acquireVsCodeApi(): Editor;

/** Shows a page in the document and draws it again for each model that the extension sends. */
export function startPage<Model, State extends object, Action>(page: Page<Model, State, Action>): void {
  const editor = acquireVsCodeApi();
  const send = (message: FromPage<Action>): void => editor.postMessage(message);
  const act = (action: Action): void => send({ kind: 'act', action });
  let state: State = { ...page.initial, ...editor.getState() };
  let received: ToPage<Model> | undefined;
  const update = (change: Partial<State>): void => {
    state = { ...state, ...change };
    editor.setState(state);
    draw();
  };
  const draw = (): void => {
    if (received !== undefined) {
      render(contentOf(page, received, { state, update, act }), document.body);
    }
  };
  document.adoptedStyleSheets = [pageStyles, page.styles].flatMap(({ styleSheet }) => styleSheet ?? []);
  window.addEventListener('message', ({ data }: MessageEvent<ToPage<Model>>) => {
    if (data.texts !== undefined) {
      l10n.config({ contents: data.texts });
    }
    received = data;
    draw();
  });
  if (page.followsSize === true) {
    window.addEventListener('resize', draw);
  }
  send({ kind: 'ready' });
}

function contentOf<Model, State extends object, Action>(
  page: Page<Model, State, Action>,
  received: ToPage<Model>,
  rest: Omit<Showing<Model, State, Action>, 'model'>,
): TemplateResult {
  return received.kind === 'model'
    ? page.view({ model: received.model, ...rest })
    : html`<main>
        <section class="card error" role="alert">
          <h1>${l10n.t('The document cannot be shown')}</h1>
          <p>${received.message}</p>
        </section>
      </main>`;
}
