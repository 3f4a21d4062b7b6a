import { WorkbenchError } from '../../../../engine/errors/workbench-error.ts';
import { describe, expect, test } from 'vitest';
import { shortened } from '../../../../client/editor/notify.ts';
import { causeOf, errorMessage, errorText, logText } from '../../../../client/operations/explanation.ts';
import {
  addedText,
  addFailureText,
  checkedText,
  deletedText,
  failureText,
} from '../../../../client/operations/message-text.ts';
import { explain, explainOperation, wordsOf } from '../../../../engine/explain/index.ts';
import { CNIError, type Operation, type Step } from '../../../../engine/libcni/index.ts';
import { InterruptedError } from '../../../../engine/libcni/plugin/interruption.ts';

const subject = { network: 'myptp', namespace: 'ns1', ifName: 'eth0', host: 'sandbox' };
const bytes = new Uint8Array();
const refused = new CNIError('plugin type="ptp" failed (add): no room', {
  code: 100,
  msg: 'no room',
  details: 'at all',
});

const failedStep: Step = {
  verb: 'ADD',
  index: 0,
  pluginType: 'ptp',
  env: {},
  stdin: bytes,
  outcome: {
    kind: 'exited',
    exitCode: 1,
    pluginPath: '/opt/cni/bin/ptp',
    stdout: new TextEncoder().encode('{"code":100,"msg":"no room","details":"at all"}'),
    stderr: bytes,
    startedAt: 0,
    durationMs: 1,
  },
  error: refused,
};

function operation(different: Partial<Operation>): Operation {
  const steps: readonly Step[] = [];
  return { verb: 'ADD', network: 'myptp', startedAt: 0, durationMs: 1, state: 'failed', steps, ...different };
}

const failedAdd = operation({ steps: [failedStep], error: refused });
const rolledBack = operation({ verb: 'DEL', state: 'ok' });

/** Short texts must fit into a notification without being cut. */
function fitting(text: string): string {
  expect(shortened(text)).toBe(text);
  return text;
}

describe('a success', () => {
  test('of ADD names the addresses', () => {
    expect(fitting(addedText(subject, ['172.16.29.2/24', 'fd00::2/64']))).toBe(
      'Added "myptp" to "ns1" on "sandbox". Interface eth0 has 172.16.29.2/24, fd00::2/64.',
    );
  });

  test('of ADD names unsaved text, and an interface without an address', () => {
    expect(fitting(addedText(subject, [], 'a.conflist'))).toBe(
      'Added "myptp" to "ns1" on "sandbox". Interface eth0 has no address. The unsaved text of a.conflist was used.',
    );
  });

  test('of CHECK and DEL', () => {
    expect(fitting(checkedText(subject))).toBe('"myptp" still matches the ADD result: eth0 in "ns1" on "sandbox".');
    expect(fitting(deletedText(subject))).toBe('Deleted "myptp" (eth0) from "ns1" on "sandbox".');
  });
});

const adding = 'Adding "myptp" to "ns1" on "sandbox"';

describe('a failed ADD', () => {
  test('names the plugin and its message, and that it was rolled back', () => {
    expect(fitting(addFailureText(subject, { add: failedAdd, rollback: rolledBack }))).toBe(
      `${adding} failed and was rolled back. ptp reports: no room`,
    );
  });

  test('has the meaning of a known failure, without its remedy', () => {
    const error = new CNIError('failed to find plugin "ptp" in path [/opt/cni/bin]');
    const { outcome, ...step } = failedStep;
    expect(outcome).toBeDefined();
    const add = operation({ steps: [{ ...step, outcome: { kind: 'notFound' }, error }], error });
    const text = fitting(addFailureText(subject, { add, rollbackSkipped: 'nothingRan' }));
    const explanation = explainOperation(add);
    expect(text).toBe(`${adding} failed. ${explanation && wordsOf(explanation).cause}`);
    expect(text).toContain('"ptp"');
  });

  test('because of the host has the message of its problem', () => {
    const cause = new WorkbenchError({ code: 'noShell', message: 'No shell.', remedy: 'Install one.' });
    const add = operation({ error: new CNIError('No shell.', undefined, { cause }) });
    expect(addFailureText(subject, { add, rollbackSkipped: 'nothingRan' })).toBe(`${adding} failed. No shell.`);
    expect(causeOf(operation({ error: new CNIError('odd') }))).toBe('odd');
    expect(causeOf(operation({ state: 'ok' }))).toBeUndefined();
  });

  test('mentions a failed rollback', () => {
    const rollback = operation({ verb: 'DEL', steps: [{ ...failedStep, verb: 'DEL' }], error: refused });
    expect(fitting(addFailureText(subject, { add: failedAdd, rollback }))).toBe(
      `${adding} failed, and the rollback failed too. ptp reports: no room`,
    );
  });

  test.each([
    ['alreadyAttached', `${adding} failed. The existing attachment was kept. ptp reports: no room`],
    ['nothingRan', `${adding} failed. ptp reports: no room`],
    ['notWanted', `${adding} failed. ptp reports: no room`],
  ] as const)('that was not rolled back (%s)', (rollbackSkipped, text) => {
    expect(fitting(addFailureText(subject, { add: failedAdd, rollbackSkipped }))).toBe(text);
  });

  test('is not a failure when it was canceled', () => {
    const add = operation({ state: 'cancelled' });
    const rollback = operation({ verb: 'DEL', state: 'failed' });
    expect(fitting(addFailureText(subject, { add, rollback: rolledBack }))).toBe(
      `${adding} was canceled and rolled back.`,
    );
    expect(addFailureText(subject, { add, rollback })).toBe(`${adding} was canceled, and the rollback failed.`);
    expect(addFailureText(subject, { add, rollbackSkipped: 'nothingRan' })).toBe(`${adding} was canceled.`);
    expect(addFailureText(subject, { add, rollbackSkipped: 'alreadyAttached' })).toBe(`${adding} was canceled.`);
  });
});

test.each([
  ['ADD', `${adding} failed.`, `${adding} was canceled.`],
  ['CHECK', 'Checking "myptp" in "ns1" on "sandbox" failed.', 'Checking "myptp" in "ns1" on "sandbox" was canceled.'],
  ['DEL', 'Deleting "myptp" from "ns1" on "sandbox" failed.', 'Deleting "myptp" from "ns1" on "sandbox" was canceled.'],
] as const)('%s that fails or is canceled names network, namespace and host', (verb, failed, canceled) => {
  expect(fitting(failureText(subject, operation({ verb })))).toBe(failed);
  expect(fitting(failureText(subject, operation({ verb, state: 'cancelled' })))).toBe(canceled);
});

test('an unknown outcome is neither a failure nor a success', () => {
  const lost = operation({ verb: 'DEL', state: 'unknown', error: new InterruptedError('cut', 'unknown') });
  expect(fitting(failureText(subject, lost))).toBe('Connection lost during DEL of "myptp"; its outcome is unknown.');
  const late = operation({ state: 'unknown', error: new InterruptedError('late', 'timedOut') });
  expect(fitting(addFailureText(subject, { add: late, rollback: rolledBack }))).toBe(
    'ADD of "myptp" timed out; its outcome is unknown.',
  );
});

describe('an error', () => {
  test.each([
    ['of a host', new WorkbenchError({ code: 'noPrivilege', message: 'No root.', remedy: 'Use sudo.' })],
    ['of a namespace', new WorkbenchError({ code: 'namespaceExists', message: 'No root.', remedy: 'Use sudo.' })],
  ])('%s has the message in notifications, and the remedy elsewhere', (_, error) => {
    expect([errorMessage(error), errorText(error)]).toEqual(['No root.', 'No root. Use sudo.']);
    expect(logText(error)).toMatch(/\nUse sudo\.$/);
  });

  test('of libcni has its text', () => {
    const error = new CNIError('failed to apply CNI results');
    expect(errorText(error)).toBe('failed to apply CNI results (code 0).');
    expect(errorMessage(error)).toBe('failed to apply CNI results');
    expect(errorText(refused)).toBe('no room (code 100). Details: at all');
  });

  test('of libcni that is known has its meaning in notifications, and the remedy in the log', () => {
    const error = new CNIError('no IP addresses available in range set: 10.0.0.1-10.0.0.2');
    const explanation = explain(error);
    const { cause = '', remedy = '' } = explanation === undefined ? {} : wordsOf(explanation);
    expect(errorMessage(error)).toBe(cause);
    expect(errorText(error)).toContain(`${cause} `);
    expect(logText(error).endsWith(`\n${remedy}`)).toBe(true);
  });

  test('of any other kind has its own text', () => {
    expect([new Error('broken'), 'odd'].map(errorText)).toEqual(['broken', 'odd']);
    expect([new Error('broken'), 'odd'].map(errorMessage)).toEqual(['broken', 'odd']);
  });
});
