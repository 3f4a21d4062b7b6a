import type { Behaviour, Request } from '../wire.ts';
import { AB, failing, json, listOf, play, printing, single, type Named } from './setting.ts';

const VERSIONS = { VERSION: [printing({ cniVersion: '1.1.0', supportedVersions: ['0.4.0', '1.0.0'] })] };

/** VERSION and the validation of configurations. */
export const VALIDATION: Named = {
  'versions of a plugin': play({ script: { a: VERSIONS } }, { do: 'versionInfo', pluginType: 'a' }),
  'versions of a plugin that is missing': play(
    {},
    { do: 'versionInfo', pluginType: 'zz' },
    { do: 'versionInfo', pluginType: '' },
    { do: 'versionInfo', pluginType: 'a/b' },
  ),
  'a plugin that does not know VERSION': play(
    { script: { a: { VERSION: [{ exit: 1, stdout: json({ code: 100, msg: 'unknown CNI_COMMAND: VERSION' }) }] } } },
    { do: 'versionInfo', pluginType: 'a' },
  ),
  'a plugin that does not know VERSION and says it otherwise': play(
    {
      script: {
        a: { VERSION: [{ exit: 1, stdout: json({ code: 4, msg: 'unknown CNI_COMMAND', details: 'VERSION' }) }] },
      },
    },
    { do: 'versionInfo', pluginType: 'a' },
  ),
  'a plugin that fails at VERSION': play(
    { script: { a: { VERSION: [failing(5, 'io')] } } },
    { do: 'versionInfo', pluginType: 'a' },
  ),
  'a list that is valid': play(
    {
      config: listOf('1.0.0', [
        { type: 'a', capabilities: { x: true, y: false } },
        { type: 'b', capabilities: { x: true, w: true } },
      ]),
      script: { a: VERSIONS, b: VERSIONS },
    },
    'validateList',
  ),
  'a list of a version that plugins do not support': play(
    { config: listOf('1.1.0', AB), script: { a: VERSIONS, b: VERSIONS } },
    'validateList',
  ),
  'a list with plugins that are missing': play(
    { config: listOf('1.0.0', [{ type: 'zz' }, { type: 'a' }, { type: 'yy' }]), script: { a: VERSIONS } },
    'validateList',
  ),
  'a list without a version': play(
    { config: listOf(undefined, AB), script: { a: { VERSION: [printing({ cniVersion: '0.2.0' })] }, b: VERSIONS } },
    'validateList',
  ),
  'a single configuration': play(
    {
      form: 'single',
      config: json({ name: 'n', cniVersion: '1.0.0', type: 'a', capabilities: { p: true } }),
      script: { a: VERSIONS },
    },
    'validate',
  ),
  'a single configuration without a version': play(
    {
      form: 'single',
      config: json({ name: 'n', type: 'a' }),
      script: { a: { VERSION: [printing({ cniVersion: '0.2.0' })] } },
    },
    'validate',
  ),
  'a single configuration of a version that the plugin does not support': play(
    { form: 'single', config: single('0.1.0'), script: { a: VERSIONS } },
    'validate',
  ),
};

const failed = (act: Behaviour): Request => ({ op: 'pluginFailure', ...act });

/** How a failed plugin is worded. */
export const FAILURES: Named = {
  silently: failed({ exit: 3 }),
  'with words on stderr': failed({ exit: 1, stderr: 'boom\n"é"\u0007\u2028<' }),
  'with bytes on stderr that are not UTF-8': failed({ exit: 1, stderr: 'base64:/v8K' }),
  'with an error object': failed({
    exit: 1,
    stdout: '{"cniVersion":"1.0.0","code":7,"msg":"bad config","details":"line 3"}',
  }),
  'with an error object without details': failed({ exit: 1, stdout: '{"code":7,"msg":"bad config"}' }),
  'with an error object and words on stderr': failed({
    exit: 1,
    stdout: '{"code":7,"msg":"bad config"}',
    stderr: 'noise',
  }),
  'with an empty object': failed({ exit: 1, stdout: '{}' }),
  'with null': failed({ exit: 1, stdout: 'null' }),
  'with no JSON': failed({ exit: 1, stdout: 'panic: runtime error\n\tgoroutine 1 [running]:\n' }),
  'with JSON cut short': failed({ exit: 1, stdout: '{"code":7,"msg":"bad' }),
  'with a code that is a string': failed({ exit: 1, stdout: '{"code":"7","msg":"bad"}' }),
  'with a code below zero': failed({ exit: 1, stdout: '{"code":-1,"msg":"bad"}' }),
  'with a code beyond 64 bits': failed({ exit: 1, stdout: '{"code":18446744073709551616,"msg":"bad"}' }),
  'with keys in another case': failed({ exit: 1, stdout: '{"CODE":7,"Msg":"bad","DETAILS":"d"}' }),
  'with two objects': failed({ exit: 1, stdout: '{"code":7,"msg":"a"}{"code":8,"msg":"b"}' }),
  'by a signal': failed({ signal: 'killed' }),
  'by a signal, with an error object': failed({ signal: 'segmentation fault', stdout: '{"code":7,"msg":"bad"}' }),
  'before it could start': failed({ notStarted: 'permission denied' }),
  'before it could start, as no program of this machine': failed({ notStarted: 'exec format error' }),
};
