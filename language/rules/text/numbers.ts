import * as l10n from '@vscode/l10n';
import { replaceSpan } from '../../edits/style.ts';
import { inventoryOf } from '../../document/inventory.ts';
import { perModel, type Model } from '../../document/model.ts';
import { walk, type Node } from '../../document/parse.ts';
import type { Finding, Rule } from '../rule.ts';

/** Numbers with more than plain digits, or with more than 15 of them. */
const notable = /\d[.eE]|\d{16}/;

interface NumberNode {
  readonly node: Node;
  readonly text: string;
  readonly value: number;
  /** Type of the plugin whose configuration holds it. */
  readonly owner: string;
}

const notableNumbers = perModel((model): readonly NumberNode[] => {
  const { text } = model.parsed;
  const writtenAs = ({ offset, length }: Node): string => text.slice(offset, offset + length);
  if (!inventoryOf(model).numbers.some((node) => notable.test(writtenAs(node)))) {
    return [];
  }
  const found: NumberNode[] = [];
  for (const { node: plugin, described, typeName = '' } of model.plugins) {
    if (described === undefined) {
      continue;
    }
    for (const node of walk(plugin)) {
      if (node.type !== 'number' || typeof node.value !== 'number') {
        continue;
      }
      const written = writtenAs(node);
      if (notable.test(written)) {
        found.push({ node, text: written, value: node.value, owner: typeName });
      }
    }
  }
  return found;
});

/** Yields findings about integers in another notation: libcni rewrites them, so a plugin never sees the notation. */
function* oddIntegers(model: Model): Generator<Finding> {
  for (const { node, text, value } of notableNumbers(model)) {
    if (!/[.eE]/.test(text) || !Number.isSafeInteger(value)) {
      continue;
    }
    const changes = [replaceSpan(node, String(value))];
    yield {
      span: node,
      severity: 'information',
      message: l10n.t(
        'The plugin accepts {0} only because libcni rewrites it as {1}. Write {1}, so that the plugin also accepts it when run directly.',
        text,
        value,
      ),
      fixes: () => [{ title: l10n.t('Change to {0}', value), preferred: true, certain: 'content', changes }],
    };
  }
}

/** Yields findings about numbers that libcni or the plugin cannot decode, or that libcni rounds. */
function* largeNumbers(model: Model): Generator<Finding> {
  for (const { node, text, value, owner } of notableNumbers(model)) {
    if (Number.isSafeInteger(value) || !Number.isInteger(value)) {
      if (Number.isFinite(value)) {
        continue;
      }
      const message = l10n.t(
        'The number is too large. libcni fails with "json: cannot unmarshal number {0} into Go value of type float64".',
        text,
      );
      yield { span: node, message };
    } else if (Math.abs(value) >= 2 ** 63) {
      yield {
        span: node,
        message: l10n.t(
          'The number is too large. {0} fails with "cannot unmarshal number {1} into … of type int".',
          owner,
          text,
        ),
      };
    } else {
      const rounded = String(BigInt(value));
      if (rounded !== text) {
        const message = l10n.t('libcni keeps only 53 bits of a number. {owner} gets {rounded} instead of {text}.', {
          owner,
          rounded,
          text,
        });
        yield { span: node, severity: 'warning', message };
      }
    }
  }
}

/** Fields that Go declares unsigned: decoding fails below 0, and above 2³² if that is the schema's maximum. */
const unsigned = new Set('ingressRate ingressBurst egressRate egressBurst owner group table bcqueuelen'.split(' '));

const outOfRange: Rule = {
  id: 'R016',
  name: 'number-out-of-range',
  severity: 'error',
  schema: [
    {
      says: (value) => `json: cannot unmarshal number ${String(value)} into … of type uint`,
      matches: ({ keyword, path, node }) =>
        path.length === 1 &&
        unsigned.has(path[0] ?? '') &&
        (keyword === 'minimum' || (keyword === 'maximum' && !/Rate|Burst/.test(path[0] ?? ''))) &&
        Number.isSafeInteger(node.value),
    },
  ],
  check: largeNumbers,
};

const fraction: Rule = {
  id: 'R015',
  name: 'non-integer-number',
  severity: 'error',
  schema: [
    {
      matches: ({ keyword, node, schema, owner }) =>
        keyword === 'type' &&
        node.type === 'number' &&
        Number.isFinite(node.value) &&
        [schema.type].flat().includes('integer') &&
        owner !== 'list',
    },
  ],
  check: oddIntegers,
};

/** Rules about how Go decodes numbers. */
export const numberRules: readonly Rule[] = [fraction, outOfRange];
