import { expect, test } from 'vitest';
import { fieldsFor } from '../../../../engine/arguments/fields.ts';
import { readProfiles } from '../../../../engine/arguments/profiles.ts';
import type { RuntimeArguments } from '../../../../engine/arguments/runtime-arguments.ts';
import { attachmentParts, partOf, type FormPart } from '../../../../client/arguments/form-parts.ts';
import {
  formRows,
  type FormState,
  type FormSubject,
  summaryOf,
  textAt,
  textProblem,
  withText,
} from '../../../../client/arguments/form.ts';

const mapping = { hostPort: 8080, containerPort: 80, protocol: 'tcp' };

const subjectOf = (capabilities: readonly string[], setting: unknown = {}): FormSubject => ({
  declared: fieldsFor(capabilities).map(partOf),
  ofAttachment: attachmentParts('eth0'),
  profiles: readProfiles(setting),
});

const texts = (subject: FormSubject, state: FormState): readonly string[] =>
  formRows(subject, state).map((row) =>
    row.title === undefined
      ? [row.label, row.description, row.detail ?? ''].join(' | ').replace(/[ |]+$/, '')
      : `— ${row.title}`,
  );

/** Returns the part with this label. */
function part({ declared, ofAttachment }: FormSubject, label: string): FormPart {
  const found = [...declared, ...ofAttachment].find((one) => one.label === label);
  if (found === undefined) {
    throw new Error(`no part ${label}`);
  }
  return found;
}

test('an empty form runs without arguments, and shows what can be set', () => {
  expect(texts(subjectOf(['portMappings', 'mac']), { values: {}, problems: [] })).toEqual([
    '$(play) Run | without arguments',
    '— Arguments of the network',
    '$(add) Port mapping…',
    'MAC address | not set',
    '— Attachment',
    'Interface name | eth0 (default)',
    'Container ID | derived from the namespace, as by cnitool',
    'CNI_ARGS | not set',
  ]);
});

test('values are rows, a list has one for each item, and profiles can be loaded and saved', () => {
  const subject = subjectOf(['portMappings'], {
    web: { capabilityArgs: { portMappings: [mapping] } },
    bad: 1,
  });
  const values: RuntimeArguments = {
    ifName: 'net1',
    args: [['A', '1']],
    capabilityArgs: { portMappings: [mapping, { ...mapping, hostPort: 81 }] },
  };
  expect(texts(subject, { values, problems: [] })).toEqual([
    '$(play) Run | 8080:80/tcp · 81:80/tcp · Interface name: net1 · CNI_ARGS: A=1',
    '$(debug-start) Run Without Arguments',
    '— Arguments of the network',
    'Port mapping | 8080:80/tcp',
    'Port mapping | 81:80/tcp',
    '$(add) Port mapping…',
    '— Attachment',
    'Interface name | net1',
    'Container ID | derived from the namespace, as by cnitool',
    'CNI_ARGS | A=1',
    '— Profiles',
    '$(bookmark) web | 8080:80/tcp',
    '$(warning) bad | The profile "bad" in "cni.profiles" cannot be used: it is not an object.',
    '$(save) Save as Profile…',
  ]);
});

test('the first row shows an error before a warning, and still runs', () => {
  const problems = [
    { variable: 'CAP_ARGS', severity: 'warning', message: 'unused' },
    { variable: 'CAP_ARGS', severity: 'error', message: 'broken' },
  ] as const;
  const subject = subjectOf(['mac']);
  const values = { capabilityArgs: { mac: 'zz' } };
  expect(texts(subject, { values, problems })[0]).toBe('$(play) Run Anyway | MAC address: zz | $(error) broken');
  expect(texts(subject, { values, problems: problems.slice(0, 1) })[0]).toBe(
    '$(play) Run | MAC address: zz | $(warning) unused',
  );
});

test('the arguments of the last time are the second row, by the name of their profile', () => {
  const values = { capabilityArgs: { portMappings: [mapping] } };
  const firstRows = (setting: unknown) =>
    texts(subjectOf(['portMappings'], setting), { values, problems: [], isOffer: true });
  const plain = '$(debug-start) Run Without Arguments';
  expect(firstRows({}).slice(0, 2)).toEqual([plain, '$(play) Run with Last Arguments | 8080:80/tcp']);
  expect(firstRows({ front: values }).slice(0, 2)).toEqual([plain, '$(play) Run with "front" | 8080:80/tcp']);
  const form = { values: {}, problems: [], isOffer: true };
  expect(texts(subjectOf([]), form)[0]).toBe('$(play) Run | without arguments');
});

test('editing changes, adds and removes values, and ignores a text without the shape', () => {
  const subject = subjectOf(['portMappings']);
  const ports = part(subject, 'Port mapping');
  let values: RuntimeArguments = {};
  values = withText(values, ports, 0, ' 8080:80 ');
  values = withText(values, ports, 1, '81:80/udp');
  expect([textAt(values, ports, 0), textAt(values, ports, 1), textAt(values, ports, 2)]).toEqual([
    '8080:80/tcp',
    '81:80/udp',
    '',
  ]);
  expect(withText(values, ports, 0, 'x')).toBe(values);
  values = withText(values, ports, 0, '');
  expect(summaryOf(subject, values)).toBe('81:80/udp');
  expect(withText(values, ports, 0, '  ')).toEqual({});
});

test('the parts of the attachment are checked as libcni checks them', () => {
  const subject = subjectOf([]);
  const [name, id, args] = ['Interface name', 'Container ID', 'CNI_ARGS'].map((label) => part(subject, label));
  if (!name || !id || !args) {
    throw new Error('a part is missing');
  }
  expect(textProblem(name, 'a/b')).toContain('interface name contains / or :');
  expect(textProblem(id, 'a b')).toContain('invalid characters in containerID');
  expect(textProblem(args, 'A')).toBe('invalid CNI_ARGS pair "A"');
  expect([name, id, args].map((one) => textProblem(one, ' '))).toEqual([undefined, undefined, undefined]);
  let values: RuntimeArguments = withText({}, name, 0, 'net1');
  values = withText(withText(values, id, 0, 'web-1'), args, 0, 'A=1;B=2');
  expect(values).toEqual({
    ifName: 'net1',
    containerID: 'web-1',
    args: [
      ['A', '1'],
      ['B', '2'],
    ],
  });
  for (const one of [name, id, args]) {
    values = withText(values, one, 0, '');
  }
  expect(values).toEqual({});
});

test('a value of another form is shown as JSON', () => {
  const subject = subjectOf(['mac']);
  expect(textAt({ capabilityArgs: { mac: 7 } }, part(subject, 'MAC address'), 0)).toBe('7');
});
