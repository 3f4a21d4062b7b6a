import { expect, it } from 'vitest';
import { findingsIn } from '../documents.ts';

/** The texts that R196 underlines in an annotation. */
function underlined(annotation: string): string[] {
  const text = `apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    k8s.v1.cni.cncf.io/networks: '${annotation}'\n`;
  return findingsIn(text, 'pod.yaml')
    .filter(({ rule }) => rule.id === 'R196')
    .map(({ finding: { span } }) => text.slice(span.offset, span.offset + span.length));
}

it.each([
  ['a, x/b@net1 ,c@e/0', ['c@e/0']],
  ['a,,b,', [',', ',']],
  ['a@e/0,', ['a@e/0', ',']],
  ['a@n 1', ['a@n 1']],
  ['a@net1,x/b@net1', ['net1']],
  ['a@b@c,x/y/z', ['a@b@c', 'x/y/z']],
  ['x/a@net1, b ,y / c@net2', []],
])('the list "%s" is read as Multus reads it', (annotation, expected) => {
  expect(underlined(annotation)).toEqual(expected);
});

it.each([
  ['[{"name": "a"},]', [',']],
  ['[{"name": "a",}]', [',']],
  ['[{"name": "a", "interface": "n"}, {"name": "b", "interface": "n"},]', ['"n"', ',']],
  ['[{"name": "a"} {"name": "b"}]', ['{']],
  ['[{"name": "a"}]', []],
])('the JSON "%s" is read as Go reads it', (annotation, expected) => {
  expect(underlined(annotation)).toEqual(expected);
});

it.each([
  ['an object', 'kind: Pod\n', ['-']],
  ['values of Helm', '', []],
])('a list in YAML is reported in %s', (_, kind, expected) => {
  const text = `${kind}metadata:\n  annotations:\n    k8s.v1.cni.cncf.io/networks:\n    - name: a\n`;
  const found = findingsIn(text, 'pod.yaml').map(({ finding: { span } }) =>
    text.slice(span.offset, span.offset + span.length),
  );
  expect(found).toEqual(expected);
});
