import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import type { Selection } from '../../carriers/embedded.ts';
import { isJSONSelection } from '../../carriers/selected-networks.ts';
import { isTemplated } from '../../carriers/template-mask.ts';
import { spanInCarrier } from '../../carriers/position-map.ts';
import { exactMember, textOf } from '../../document/members.ts';
import { syntaxText } from '../../document/syntax-text.ts';
import { parse, trailingCommas, type Node } from '../../document/parse.ts';
import type { Span } from '../../document/span.ts';
import { carrierRule, type CarrierRule } from './carrier-rule.ts';
import type { Finding } from '../rule.ts';

interface Problem {
  readonly span: Span;
  readonly message: string;
}

const longestInterface = 15;
const labelPattern = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

/** Collects the interface names of an annotation and finds invalid and repeated ones. */
class Interfaces {
  readonly #taken = new Set<string>();

  *take(name: string, span: Span): Generator<Problem> {
    if (Buffer.byteLength(name) > longestInterface) {
      const message = l10n.t(
        'The interface name "{0}" is too long, so ADD fails. The kernel allows {1} bytes.',
        name,
        longestInterface,
      );
      yield { span, message };
    }
    if (this.#taken.has(name)) {
      const message = l10n.t(
        'The interface name "{0}" is used twice in this annotation, so the second ADD fails.',
        name,
      );
      yield { span, message };
    }
    this.#taken.add(name);
  }
}

function* inElement(element: Node, interfaces: Interfaces): Generator<Problem> {
  if (element.type !== 'object') {
    const message = l10n.t(
      'Each network must be a JSON object with "name". Multus rejects the annotation, and the pod is not created.',
    );
    yield { span: element, message };
    return;
  }
  const name = exactMember(element, 'name')?.value;
  if (name === undefined || name.type !== 'string' || name.value === '') {
    const message = l10n.t('The network has no "name". Multus finds no definition for it, and the pod is not created.');
    yield { span: name ?? { offset: element.offset, length: 1 }, message };
  }
  const given = exactMember(element, 'interface')?.value;
  const text = textOf(given);
  if (given !== undefined && text !== undefined && text !== '') {
    yield* interfaces.take(text, given);
  }
}

function* inJSON(text: string): Generator<Problem> {
  const parsed = parse(text);
  const { root, problems } = parsed;
  const rejected = l10n.t('The annotation is not valid JSON, so Multus rejects it and the pod is not created.');
  const [first] = problems;
  if (first !== undefined) {
    yield { span: first, message: sentences(syntaxText(first), rejected) };
    return;
  }
  for (const span of trailingCommas(parsed)) {
    const message = l10n.t('JSON does not allow a comma after the last element.');
    yield { span, message: sentences(message, rejected) };
  }
  if (root?.type !== 'array') {
    const message = l10n.t(
      'The annotation must be a JSON array of networks. Multus rejects it, and the pod is not created.',
    );
    yield { span: { offset: 0, length: Math.min(1, text.length) }, message };
    return;
  }
  const interfaces = new Interfaces();
  for (const element of root.children ?? []) {
    yield* inElement(element, interfaces);
  }
}

/** Checks a list as Multus parses it (parsePodNetworkAnnotation): commas, then a slash, then an at sign. */
function* inList(text: string): Generator<Problem> {
  const interfaces = new Interfaces();
  let start = 0;
  for (const item of text.split(',')) {
    const trimmed = item.trim();
    const offset = start + item.indexOf(trimmed);
    start += item.length + 1;
    if (trimmed === '') {
      const message = l10n.t(
        'A comma without a network selects a network without a name, so the pod is not created. Remove the comma.',
      );
      // The comma after the item, or before the last one.
      yield { span: { offset: Math.min(start, text.length) - 1, length: 1 }, message };
      continue;
    }
    const slash = trimmed.split('/');
    const [name = '', attached, ...more] = (slash.at(-1) ?? '').split('@');
    const names = [...slash.slice(0, -1), name];
    const isValid =
      slash.length <= 2 &&
      more.length === 0 &&
      names.every((one) => labelPattern.test(one.trim())) &&
      !/\s/.test(attached?.trim() ?? '');
    if (!isValid) {
      yield {
        span: { offset, length: trimmed.length },
        message: l10n.t(
          '"{0}" is not a valid network, so Multus rejects the annotation and the pod is not created. Write name, namespace/name or name@interface.',
          trimmed,
        ),
      };
    } else if (attached !== undefined && attached.trim() !== '') {
      yield* interfaces.take(attached.trim(), {
        offset: offset + trimmed.length - attached.length,
        length: attached.length,
      });
    }
  }
}

function problemsOf({ text }: Selection): Iterable<Problem> {
  // The text that a template or shell inserts is unknown.
  if (text.trim() === '' || isTemplated(text)) {
    return [];
  }
  return isJSONSelection(text) ? inJSON(text) : inList(text);
}

const selection = carrierRule(
  { id: 'R196', name: 'network-selection', severity: 'error' },
  function* ({ selections, selectionsNotText }): Iterable<Finding> {
    for (const span of selectionsNotText) {
      const message = l10n.t(
        'The annotation is a YAML list or mapping, but the API server accepts only text. Write the networks in quotes, or after "|".',
      );
      yield { span: { offset: span.offset, length: Math.min(span.length, 1) }, message };
    }
    for (const one of selections) {
      for (const { span, message } of problemsOf(one)) {
        yield { span: spanInCarrier(one.map, span), message };
      }
    }
  },
);

/** Rules about annotations that select networks. */
export const selectionRules: readonly CarrierRule[] = [selection];
