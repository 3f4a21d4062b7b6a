import { describe, expect, test } from 'vitest';
import { errorText } from '../../../client/explanation.ts';
import {
  addedText,
  addFailureText,
  checkedText,
  deletedText,
  operationFailureText,
} from '../../../client/message-text.ts';
import { HostError, NamespaceError } from '../../../engine/host/index.ts';
import { CNIError, type Operation, type Step } from '../../../engine/libcni/index.ts';
import { t } from './attachments.ts';

const subject = { network: 'myptp', namespace: 'ns1', ifName: 'eth0', place: 'in the sandbox' };
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

describe('what went well is told with the host', () => {
  test('ADD with its addresses', () => {
    expect(addedText(t, subject, ['172.16.29.2/24', 'fd00::2/64'])).toBe(
      'Added myptp to ns1 in the sandbox: eth0 has 172.16.29.2/24, fd00::2/64.',
    );
  });

  test('ADD of unsaved text, and without an address', () => {
    expect(addedText(t, { ...subject, unsavedFile: 'a.conflist' }, [])).toBe(
      'Added myptp to ns1 in the sandbox: eth0, without an address. The unsaved text of a.conflist was run.',
    );
  });

  test('CHECK and DEL', () => {
    expect(checkedText(t, subject)).toBe('myptp is as it was added: eth0 of ns1 in the sandbox.');
    expect(deletedText(t, subject)).toBe('Deleted myptp from ns1 in the sandbox: eth0 is gone.');
  });
});

describe('an ADD that failed', () => {
  test('is told with plugin, message, code and details, and that it was taken back', () => {
    expect(addFailureText(t, subject, { add: failedAdd, rollback: rolledBack })).toBe(
      'Adding myptp to ns1 in the sandbox failed. ptp: no room (code 100). Details: at all. What had run was taken back with DEL.',
    );
  });

  test('has the meaning and the cure where they are known', () => {
    const error = new CNIError('failed to find plugin "ptp" in path [/opt/cni/bin]');
    const { outcome, ...step } = failedStep;
    expect(outcome).toBeDefined();
    const add = operation({ steps: [{ ...step, outcome: { kind: 'notFound' }, error }], error });
    const text = addFailureText(t, subject, { add, rollbackSkipped: 'nothingRan' });
    expect(text).toContain('There is no plugin "ptp" in /opt/cni/bin. ptp: failed to find plugin');
    expect(text).toContain('CNI_PATH (setting cni.pluginPath)');
    expect(text).toMatch(/No plugin ran, so there is nothing to take back\.$/);
  });

  test('whose rollback failed says that parts may be left', () => {
    const rollback = operation({ verb: 'DEL', steps: [{ ...failedStep, verb: 'DEL' }], error: refused });
    expect(addFailureText(t, subject, { add: failedAdd, rollback })).toContain(
      'Taking back what had run failed too, so parts of it may be left. ptp: no room (code 100).',
    );
  });

  test.each([
    ['alreadyAttached', 'It had been added before, so nothing was taken back.'],
    ['connectionLost', 'Nothing could be taken back.'],
    ['notWanted', 'Details: at all.'],
  ] as const)('that was not rolled back (%s) says why', (rollbackSkipped, end) => {
    expect(addFailureText(t, subject, { add: failedAdd, rollbackSkipped })).toMatch(new RegExp(`${end}$`));
  });

  test('because it was cancelled is no failure', () => {
    expect(addFailureText(t, subject, { add: operation({ state: 'cancelled' }), rollback: rolledBack })).toBe(
      'Adding myptp to ns1 in the sandbox was cancelled. What had run was taken back with DEL.',
    );
  });

  test('because the connection broke is neither failed nor done', () => {
    expect(operationFailureText(t, 'Deleting myptp', operation({ state: 'unknown' }))).toBe(
      'Deleting myptp: the connection broke, so the outcome is unknown.',
    );
    const cut = operation({ state: 'unknown', steps: [failedStep], error: refused });
    expect(operationFailureText(t, 'Deleting myptp', cut)).toBe(
      'Deleting myptp: the connection broke while ptp ran, so the outcome is unknown.',
    );
  });
});

describe('a command that threw', () => {
  test('for its host tells the reason and the cure', () => {
    const problem = { code: 'noPrivilege', message: 'No root.', cure: 'Use sudo.' } as const;
    expect(errorText(t, new HostError(problem))).toBe('No root. Use sudo.');
  });

  test('for a namespace tells the reason and the cure', () => {
    expect(errorText(t, new NamespaceError('exists', 'It is there.', 'Take another.'))).toBe(
      'It is there. Take another.',
    );
  });

  test('for a configuration tells the words of libcni', () => {
    expect(errorText(t, new CNIError('failed to apply CNI results'))).toBe('failed to apply CNI results (code 0).');
  });

  test('for any other reason tells that', () => {
    expect([errorText(t, new Error('broken')), errorText(t, 'odd')]).toEqual(['broken', 'odd']);
  });
});
