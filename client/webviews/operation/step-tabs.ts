import * as l10n from '@vscode/l10n';
import type { BytesText, CallDocument, StepDocument } from '../../../engine/libcni/index.ts';
import { indentedJSON } from '../../editor/json-text.ts';
import type { PageButton, StepTab } from './operation-model.ts';
import { resultLines } from './result-lines.ts';

/** The streams of a plugin, which are tabs by these names. */
export const streams = ['stdin', 'stdout', 'stderr'] as const;

/** Number of characters of a stream that the page shows. The editor shows all of it. */
const mostShown = 100_000;

/** The tabs of a plugin of the chain. */
export function stepTabs(steps: readonly StepDocument[], at: number): readonly StepTab[] {
  const step = steps[at];
  return step === undefined ? [] : [resultTab(steps, at), ...callTabs(step)];
}

/** The tabs of any program that ran. */
export function callTabs(call: StepDocument | CallDocument): readonly StepTab[] {
  return [
    ...streams.map((stream) => streamTab(stream, call[stream])),
    {
      id: 'environment',
      title: l10n.t('Environment'),
      content: { kind: 'pairs', pairs: Object.entries(call.env) },
      buttons: [],
    },
  ];
}

function resultTab(steps: readonly StepDocument[], at: number): StepTab {
  const lines = resultLines(steps, at);
  return {
    id: 'result',
    title: steps[at]?.verb === 'ADD' ? l10n.t('prevResult so far') : 'prevResult',
    content: { kind: 'diff', lines, note: l10n.t('No plugin has returned a result yet.') },
    buttons: lines.length === 0 ? [] : [{ id: 'diff', title: l10n.t('Open in Diff Editor') }],
  };
}

function streamTab(stream: (typeof streams)[number], bytes: BytesText | undefined): StepTab {
  const text = shownText(bytes);
  const openButton: PageButton = { id: stream, title: l10n.t('Open in Editor') };
  return {
    id: stream,
    title: stream,
    content: { kind: 'text', text: text.slice(0, mostShown), note: noteOf(bytes, text) },
    buttons: text === '' ? [] : [openButton],
  };
}

/** Returns a stream as text: JSON with line breaks, and bytes that are not UTF-8 as base64. */
export function shownText(bytes: BytesText | undefined): string {
  if (bytes === undefined) {
    return '';
  }
  return typeof bytes === 'string' ? indentedJSON(bytes).trimEnd() : bytes.base64;
}

function noteOf(bytes: BytesText | undefined, text: string): string | undefined {
  if (text === '') {
    return l10n.t('(empty)');
  }
  if (typeof bytes === 'object') {
    return l10n.t('Not UTF-8; shown as base64.');
  }
  return text.length > mostShown ? l10n.t('Only the first {0} characters are shown.', mostShown) : undefined;
}
