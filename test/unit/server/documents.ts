import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position } from 'vscode-json-languageservice';
import { check, type Checked } from '../../../server/service/check.ts';
import { neighbourOf } from '../../../server/service/directory/neighbour.ts';
import type { HostFacts } from '../../../server/service/host-facts.ts';
import { readModel, type Model } from '../../../server/service/model.ts';
import type { RuleContext, TextChange } from '../../../server/service/rules/rule.ts';

/** A document as it would lie in /etc/cni/net.d. */
export function modelOf(text: string, file = '10-mynet.conflist'): Model {
  return readModel(TextDocument.create(`file:///etc/cni/net.d/${file}`, 'cni', 1, text));
}

/** What lies around a document: other files of its directory by name, and the facts of a host. */
export interface Around {
  readonly files?: Readonly<Record<string, string>>;
  readonly hostFacts?: HostFacts | undefined;
}

function contextOf({ files = {}, hostFacts }: Around): RuleContext {
  const neighbours = Object.entries(files).map(([name, text]) => neighbourOf(modelOf(text, name)));
  return { neighbours, ...(hostFacts === undefined ? {} : { hostFacts }) };
}

/** What all rules find in a text. */
export function findingsIn(text: string, file?: string, around: Around = {}): readonly Checked[] {
  return check(modelOf(text, file), contextOf(around));
}

/** The ids of the rules that find something in a text, each once. */
export function rulesIn(text: string, file?: string): string[] {
  return [...new Set(findingsIn(text, file).map(({ rule }) => rule.id))];
}

/** A text with ‸ where the cursor is: the model without the mark, and the position. */
export function atCursor(marked: string, file?: string): { model: Model; position: Position } {
  const offset = marked.indexOf('‸');
  if (offset < 0) throw new Error('no ‸ in the text');
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

/** The text after the preferred quick fix of the first finding of a rule. */
export function mended(text: string, rule: string, file?: string, around?: Around): string {
  const finding = findingsIn(text, file, around).find((checked) => checked.rule.id === rule)?.finding;
  const fix = finding?.fixes?.().find(({ preferred }) => preferred);
  if (fix?.changes === undefined) throw new Error(`no preferred fix of ${rule} that changes text`);
  return applyChanges(text, fix.changes);
}
