import * as vscode from 'vscode';

/** Returns the folding ranges of indented blocks, as the editor has them for languages without a provider. */
export function indentationRanges(document: vscode.TextDocument): readonly vscode.FoldingRange[] {
  const ranges: vscode.FoldingRange[] = [];
  const open: { readonly line: number; readonly indent: number }[] = [];
  let last = 0;
  const closeFrom = (indent: number): void => {
    for (let block = open.at(-1); block !== undefined && block.indent >= indent; block = open.at(-1)) {
      open.pop();
      if (last > block.line) {
        ranges.push(new vscode.FoldingRange(block.line, last));
      }
    }
  };
  for (const [line, text] of document.getText().split(/\r?\n/).entries()) {
    const indent = text.search(/\S/);
    if (indent >= 0) {
      closeFrom(indent);
      open.push({ line, indent });
      last = line;
    }
  }
  closeFrom(0);
  return ranges;
}
