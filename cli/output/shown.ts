import { terminalText, workflowLogText } from '../../engine/text/edges.ts';

/** SGR codes, readable on light and dark backgrounds. */
const codes = { error: 31, warning: 33, information: 34, hint: 36, fixed: 32, summary: 1, dim: 2 } as const;

/** A part of a text with a color at a terminal. */
export interface StyledText {
  readonly text: string;
  readonly style: keyof typeof codes;
}

/** A workflow command from `workflowCommand`, the only text that a workflow may execute. */
export interface CommandText {
  readonly command: string;
}

/** Output of the program: unchanged bytes or text, or a text in parts. */
export type Shown = string | Uint8Array | readonly (string | StyledText | CommandText)[];

/** The destination of a stream. */
export interface Edge {
  readonly isTerminal: boolean;
  readonly showsColors: boolean;
}

/** Returns what to write: for a terminal with escaped control characters, otherwise unchanged. */
export function atEdge(shown: Shown, { isTerminal, showsColors }: Edge): string | Uint8Array {
  if (!isTerminal) {
    return shown instanceof Uint8Array ? shown : partsOf(shown).map(textOf).join('');
  }
  return partsOf(shown)
    .map((part) => {
      const text = terminalText(textOf(part));
      return showsColors && typeof part === 'object' && 'style' in part
        ? `\u001B[${codes[part.style]}m${text}\u001B[0m`
        : text;
    })
    .join('');
}

/** Returns the output for the log of a workflow, which executes only its {@link CommandText} parts. */
export function forWorkflowLog(shown: Shown): Shown {
  const parts: (string | CommandText)[] = [];
  let text = '';
  for (const part of partsOf(shown)) {
    if (typeof part === 'object' && 'command' in part) {
      parts.push(workflowLogText(text), part);
      text = '';
    } else {
      text += textOf(part);
    }
  }
  return [...parts, workflowLogText(text)];
}

/** Returns true if the output goes into the log of GitHub Actions or Azure Pipelines. */
export function isInWorkflow(env: NodeJS.ProcessEnv): boolean {
  return env['GITHUB_ACTIONS'] === 'true' || env['TF_BUILD'] === 'True';
}

function partsOf(shown: Shown): readonly (string | StyledText | CommandText)[] {
  if (typeof shown === 'string') {
    return [shown];
  }
  return shown instanceof Uint8Array ? [new TextDecoder('utf-8', { ignoreBOM: true }).decode(shown)] : shown;
}

function textOf(part: string | StyledText | CommandText): string {
  if (typeof part === 'string') {
    return part;
  }
  return 'command' in part ? part.command : part.text;
}
