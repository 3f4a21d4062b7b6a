import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position } from 'vscode-json-languageservice';
import { readCarrier } from '../../../language/carriers/registry.ts';
import { check, checkCarrier, rules, type Checked } from '../../../language/check.ts';
import { neighborOf } from '../../../language/directory/neighbor.ts';
import type { HostFacts } from '../../../language/workspace/host-facts.ts';
import { readModel, type Model } from '../../../language/document/model.ts';
import type { TextChange } from '../../../language/rules/rule.ts';
import { noCarriers } from '../../../language/workspace/known-carriers.ts';
import type { RuleContext } from '../../../language/workspace/context.ts';

/** A document as it would lie in /etc/cni/net.d. */
export function modelOf(text: string, file = '10-mynet.conflist'): Model {
  return readModel(TextDocument.create(`file:///etc/cni/net.d/${file}`, 'cni', 1, text));
}

/** What lies around a document: other files of its directory by name, and the facts of a host. */
export interface Around {
  readonly files?: Readonly<Record<string, string>>;
  readonly hostFacts?: HostFacts | undefined;
}

/** Rules that are off unless a setting asks for them, asked for. */
const severities = Object.fromEntries(
  rules.flatMap(({ id, severity }) => (severity === 'off' ? [[id, 'hint' as const]] : [])),
);

function contextOf({ files = {}, hostFacts }: Around): RuleContext {
  const neighbors = Object.entries(files).map(([name, text]) => neighborOf(modelOf(text, name)));
  return { severities, neighbors, ...(hostFacts === undefined ? {} : { hostFacts }) };
}

/** A workspace without other files. */
const wholeWorkspace = { ...noCarriers, isComplete: true };

/** Whether a text is YAML, and not JSON in a file of that name. */
export const isYAML = (text: string, file = ''): boolean => file.endsWith('.yaml') && !text.startsWith('{');

/** Counts the sentences of a message. What it quotes is not read. */
function sentencesIn(message: string): number {
  const own = message.replaceAll(/"[^"]*"|\{\{.*?\}\}/g, 'Q').replace(/(fails? with|reports?): .*/, '$1 Q.');
  return own.match(/[.!?](?= \S|$)/g)?.length ?? 0;
}

/** Returns findings. Throws if one has a message of more than two sentences. */
function brief(found: readonly Checked[]): readonly Checked[] {
  for (const { rule, finding } of found) {
    if (sentencesIn(finding.message) > 2) {
      throw new Error(`${rule.id} has more than two sentences: ${finding.message}`);
    }
  }
  return found;
}

/** What all rules find in a text (of YAML those about the file around configurations), also those that are off unless a setting asks for them. */
export function findingsIn(text: string, file?: string, around: Around = {}): readonly Checked[] {
  if (file !== undefined && isYAML(text, file)) {
    return brief(checkCarrier(readCarrier(text, file), file, contextOf(around), wholeWorkspace));
  }
  return brief(check(modelOf(text, file), contextOf(around)));
}

/** The ids of the rules that find something in a text, each once. */
export function rulesIn(text: string, file?: string): string[] {
  return [...new Set(findingsIn(text, file).map(({ rule }) => rule.id))];
}

/** A text with ‸ where the cursor is: the model without the mark, and the position. */
export function atCursor(marked: string, file?: string): { model: Model; position: Position } {
  const offset = marked.indexOf('‸');
  if (offset < 0) {
    throw new Error('no ‸ in the text');
  }
  const model = modelOf(marked.replace('‸', ''), file);
  return { model, position: model.document.positionAt(offset) };
}

/** The text after changes that do not overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  return changes
    .toSorted((a, b) => b.offset - a.offset)
    .reduce(
      (after, { offset, length, text: put }) => after.slice(0, offset) + put + after.slice(offset + length),
      text,
    );
}

/** The text after the quick fix of the first finding of a rule: the preferred one, or the only one. */
export function fixedText(text: string, rule: string, file?: string, around?: Around): string {
  const finding = findingsIn(text, file, around).find((checked) => checked.rule.id === rule)?.finding;
  const fixes = finding?.fixes?.() ?? [];
  const fix = fixes.length === 1 ? fixes[0] : fixes.find(({ preferred }) => preferred);
  if (fix?.changes === undefined) {
    throw new Error(`no preferred fix of ${rule} that changes text`);
  }
  return applyChanges(text, fix.changes);
}
