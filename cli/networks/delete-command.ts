import { parseArgs } from 'node:util';
import { readableCommand } from '../../engine/host/shell/quote.ts';
import { optionTypes } from '../command-line/verbs.ts';

/** Returns the shell command that undoes a command with these arguments, even if that was interrupted. */
export function deleteCommand(program: string, args: readonly string[]): string {
  const { tokens } = parseArgs({ args: [...args], allowPositionals: true, options: optionTypes, tokens: true });
  const verbAt = tokens.find(({ kind }) => kind === 'positional')?.index;
  const words = args.map((word, index) => (index === verbAt ? 'del' : word)).filter((word) => word !== '--rollback');
  return readableCommand([program, ...words]);
}
