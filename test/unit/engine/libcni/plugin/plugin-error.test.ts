import { describe, expect, test } from 'vitest';
import type { PluginOutcome } from '../../../../../engine/libcni/plugin/exec.ts';
import { interruptionOf } from '../../../../../engine/libcni/plugin/interruption.ts';
import { encodeUTF8 } from '../../../../../engine/libcni/json/utf8.ts';
import { outcomeError } from '../../../../../engine/libcni/plugin/plugin-error.ts';
import { exited } from '../recording-exec.ts';

const told = (outcome: PluginOutcome) => outcomeError('p', ['/a', '/b'], outcome);
const run = { pluginPath: '/a/p', stdout: new Uint8Array(), stderr: new Uint8Array(), startedAt: 0, durationMs: 0 };

describe('a plugin that ends badly', () => {
  test.each([
    ['', '', 'netplugin failed with no error message: exit status 3'],
    ['', 'oh "no"\n\xff', 'netplugin failed: "oh \\"no\\"\\nÿ"'],
    ['{"msg":"m","details":"d","code":7}', 'noise', 'm; d'],
    ['{"msg":"m"}', '', 'm'],
    ['null', '', ''],
    [
      'garbage',
      '',
      `netplugin failed but error parsing its diagnostic message "garbage": invalid character 'g' looking for beginning of value`,
    ],
    [
      '{"code":-1,"details":"d"}',
      '',
      `netplugin failed but error parsing its diagnostic message "{\\"code\\":-1,\\"details\\":\\"d\\"}": json: cannot unmarshal number -1 into Go struct field Error.code of type uint; d`,
    ],
  ])('having printed %j and %j is told of so', (stdout, stderr, message) => {
    expect(told(exited(3, stdout, stderr))?.message).toBe(message);
  });

  test('keeps its code, msg and details, also when another field cannot be read', () => {
    expect(told(exited(1, '{"code":7,"msg":5,"details":"x"}'))).toMatchObject({ code: 7, details: 'x' });
    expect(told(exited(1, '{"CODE":11,"Msg":"m"}'))).toMatchObject({ code: 11, msg: 'm', details: '' });
  });

  test('stderr that is not UTF-8 is shown byte by byte', () => {
    const outcome: PluginOutcome = { ...run, kind: 'exited', exitCode: 1, stderr: Uint8Array.from([0xff, 0x41]) };
    expect(told(outcome)?.message).toBe('netplugin failed: "\\xffA"');
  });

  test.each([
    ['SIGKILL', 'signal: killed'],
    ['SIGSEGV', 'signal: segmentation fault'],
    ['34', 'signal: signal 34'],
  ])('by %s', (signal, reason) => {
    expect(told({ ...run, kind: 'signalled', signal })?.message).toBe(
      `netplugin failed with no error message: ${reason}`,
    );
    expect(told({ ...run, kind: 'signalled', signal, stdout: encodeUTF8('{"msg":"m"}') })?.message).toBe('m');
  });

  test('leaving a core file, or writing without end', () => {
    expect(told({ ...run, kind: 'signalled', signal: 'SIGABRT', coreDumped: true })?.message).toBe(
      'netplugin failed with no error message: signal: aborted (core dumped)',
    );
    const endless = told({ ...run, kind: 'outputLimit', limit: 16 * 2 ** 20 });
    expect(endless?.message).toBe('plugin "p" wrote more than 16 MiB to stdout or stderr: it was killed');
    expect(interruptionOf(endless)).toBeUndefined();
  });

  test('or never starts', () => {
    expect(told({ kind: 'notStarted', pluginPath: '/a/p', reason: 'permission denied' })?.message).toBe(
      'netplugin failed with no error message: fork/exec /a/p: permission denied',
    );
    expect(told({ kind: 'notFound' })?.message).toBe('failed to find plugin "p" in path [/a /b]');
  });
});

test('a plugin that exits with 0 has no error, whatever it wrote to stderr', () => {
  expect(told(exited(0, 'x', 'warning'))).toBeUndefined();
});

describe('what is no failure of the plugin', () => {
  test.each([
    [{ ...run, kind: 'aborted', reason: 'cancelled' }, 'cancelled', 'cancelled while plugin "p" ran: it was killed'],
    [
      { ...run, kind: 'aborted', reason: 'timedOut' },
      'timedOut',
      'timed out while plugin "p" ran: it was killed, the outcome is unknown',
    ],
    [
      { kind: 'unknown', pluginPath: undefined, reason: 'eof' },
      'unknown',
      'connection to the host was lost while plugin "p" ran: the outcome is unknown',
    ],
  ] satisfies [PluginOutcome, string, string][])('%j', (outcome, interruption, message) => {
    const error = told(outcome);
    expect(error?.message).toBe(message);
    expect(interruptionOf(new Error('wrapped', { cause: error }))).toBe(interruption);
  });
});
