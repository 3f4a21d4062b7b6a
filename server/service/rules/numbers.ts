import { replaceSpan } from '../edits/style.ts';
import { inventoryOf } from '../inventory.ts';
import { perModel, type Model } from '../model.ts';
import { walk, type Node } from '../parse.ts';
import type { Finding } from './rule.ts';

/** Numbers that are more than plain digits, or longer than 15 of them. */
const NOTABLE = /\d[.eE]|\d{16}/;

interface NumberNode {
  readonly node: Node;
  readonly text: string;
  readonly value: number;
  /** Type of the plugin in whose configuration it stands, if that is known. */
  readonly owner: string;
}

const notableNumbers = perModel((model): readonly NumberNode[] => {
  const { text } = model.parsed;
  const writtenAs = ({ offset, length }: Node): string => text.slice(offset, offset + length);
  if (!inventoryOf(model).numbers.some((node) => NOTABLE.test(writtenAs(node)))) return [];
  const found: NumberNode[] = [];
  for (const { node: plugin, described, typeName = '' } of model.plugins) {
    if (described === undefined) continue;
    for (const node of walk(plugin)) {
      if (node.type !== 'number' || typeof node.value !== 'number') continue;
      const written = writtenAs(node);
      if (NOTABLE.test(written)) found.push({ node, text: written, value: node.value, owner: typeName });
    }
  }
  return found;
});

/** Whole numbers in another form: libcni writes them anew, so Go's decoder of integers never sees the form. */
export function* oddIntegers(model: Model): Generator<Finding> {
  for (const { node, text, value } of notableNumbers(model)) {
    if (!/[.eE]/.test(text) || !Number.isSafeInteger(value)) continue;
    const changes = [replaceSpan(node, String(value))];
    yield {
      span: node,
      severity: 'information',
      message: `${text} is ${value} only because libcni writes numbers anew: run by itself the plugin refuses it`,
      fixes: () => [{ title: `Write ${value}`, preferred: true, changes }],
    };
  }
}

/** Numbers that are not what is written, or are none to the plugin, once libcni has read and written them. */
export function* largeNumbers(model: Model): Generator<Finding> {
  for (const { node, text, value, owner } of notableNumbers(model)) {
    if (Number.isSafeInteger(value) || !Number.isInteger(value)) {
      if (Number.isFinite(value)) continue;
      const says = `json: cannot unmarshal number ${text} into Go value of type float64`;
      yield { span: node, message: `The number is too large: libcni says "${says}"` };
    } else if (Math.abs(value) >= 2 ** 63) {
      yield {
        span: node,
        message: `The number is too large: ${owner} fails with "cannot unmarshal number ${text} into … of type int"`,
      };
    } else {
      const message = `libcni keeps 53 bits of a number: ${owner} gets ${BigInt(value)} in place of ${text}`;
      if (String(BigInt(value)) !== text) yield { span: node, severity: 'warning', message };
    }
  }
}
