import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import { parseArgs } from 'node:util';
import { hasCode, type WorkbenchError } from '../../engine/errors/workbench-error.ts';
import { readHostArgument, type TimeLimits } from '../../engine/host/index.ts';
import { cliError } from '../output/cli-error.ts';
import { exitCodes } from '../output/cli-process.ts';
import { readCacheDir, rejectWindowsPath } from '../hosts/host-path.ts';
import type { HostRequest } from '../hosts/hosts.ts';
import { type CompareRequest, readCompareRequest } from '../compare/request.ts';
import { type InstallRequest, readInstallRequest } from '../hosts/install-request.ts';
import { type ExplainRequest, readExplainRequest } from '../explain/request.ts';
import { type LintRequest, readLintRequest } from '../lint/request.ts';
import { readReplayRequest, type ReplayRequest } from '../recordings/replay-request.ts';
import { type AttachmentOptions, readAttachmentOptions } from './attachment-options.ts';
import { checkLanguage } from './language-option.ts';
import { readTimeLimits } from './number-option.ts';
import { allVerbs, type CnitoolVerb, optionNames, optionTypes, type VerbName, verbs } from './verbs.ts';

/** Options of every verb that uses a host. */
export interface CommonOptions {
  readonly host: HostRequest;
  /** Absolute path of the directory above `results/`; undefined for the default of libcni. */
  readonly cacheDir: string | undefined;
  readonly timeLimits: TimeLimits;
  readonly json: boolean;
}

/** One of cnitool's own verbs. */
export interface CnitoolRequest {
  readonly kind: 'cnitool';
  readonly verb: CnitoolVerb;
  /** Name of a network, or path of a file. */
  readonly network: string;
  readonly netns: string;
  readonly options: CommonOptions;
  readonly rollback: boolean;
  /** Record what changes on the host. */
  readonly changes: boolean;
  readonly yes: boolean;
  /** File for the document of the operation. */
  readonly record: string | undefined;
  readonly attachment: AttachmentOptions;
}

/** An additional verb with a network or a plugin; `subject` is undefined for all attachments. */
type OwnRequest =
  | { readonly kind: 'validate' | 'version' | 'show'; readonly subject: string; readonly options: CommonOptions }
  | { readonly kind: 'attachments'; readonly subject: string | undefined; readonly options: CommonOptions }
  | { readonly kind: 'facts' | 'doctor'; readonly options: CommonOptions };

/** What the command line requests. */
export type Request =
  | { readonly kind: 'help'; readonly verb: VerbName | undefined }
  | { readonly kind: 'programVersion' }
  /** Wrong arguments. Exit code 1: too few, which is a usage error of cnitool and may come without a problem. */
  | { readonly kind: 'usage'; readonly problem?: string | undefined; readonly exitCode: 1 | 2 }
  | CnitoolRequest
  | OwnRequest
  | CompareRequest
  | (InstallRequest & { readonly options: CommonOptions })
  | LintRequest
  | (ReplayRequest & { readonly options: CommonOptions })
  | (ExplainRequest & { readonly host?: CommonOptions | undefined });

/** The options as given. */
type Values = ReturnType<typeof parse>['values'];

/** Reads the arguments after the program's name. As in cnitool, its verbs ignore surplus operands. */
export function readArguments(args: readonly string[]): Request {
  try {
    const { values, positionals } = parse(args);
    const [verb, ...operands] = positionals;
    const known = allVerbs.find((name) => name === verb);
    checkLanguage(values.lang);
    if (values.help === true) {
      return { kind: 'help', verb: known };
    }
    if (values.version === true) {
      return { kind: 'programVersion' };
    }
    return readVerb(known, verb, operands, values);
  } catch (error) {
    if (hasCode(error, 'argument')) {
      return { kind: 'usage', problem: textOf(error), exitCode: exitCodes.usage };
    }
    if (isParseError(error)) {
      return { kind: 'usage', problem: problemOf(error), exitCode: exitCodes.usage };
    }
    throw error;
  }
}

const textOf = ({ message, remedy }: WorkbenchError): string => sentences(message, remedy);

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], allowPositionals: true, options: optionTypes });
}

function isParseError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

/** Returns the message of node:util without its advice about operands; for an unknown option, with the list of options. */
function problemOf(error: Error): string {
  const [message = ''] = error.message.split('. To specify');
  if (!('code' in error) || error.code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    return message;
  }
  const options = optionNames.map((name) => `--${name}`).join(', ');
  return l10n.t('{0}. The options are {1}. After "--", no argument is an option.', message.replace(/\.$/, ''), options);
}

function readVerb(
  known: VerbName | undefined,
  verb: string | undefined,
  operands: readonly string[],
  values: Values,
): Request {
  if (known !== undefined) {
    rejectForeignOptions(known, values);
  }
  switch (known) {
    case 'lint':
      return readLintRequest(operands, values);
    case 'explain': {
      const isHostGiven = values.host !== undefined || values.hosts !== undefined;
      return { ...readExplainRequest(operands, values), host: isHostGiven ? readOptions(values) : undefined };
    }
    case 'compare':
      return readCompareRequest(operands, values);
    case 'install-plugins':
      rejectSurplus(known, operands);
      return { ...readInstallRequest(values), options: readOptions(values) };
    case 'facts':
    case 'doctor':
      rejectSurplus(known, operands);
      return { kind: known, options: readOptions(values) };
    case 'version': {
      const subject = onlyOperand(known, operands);
      rejectWindowsPath('<plugin>', subject);
      return { kind: known, subject, options: readOptions(values) };
    }
    case 'replay': {
      const options = readOptions({ ...values, host: ['sandbox'] });
      return { ...readReplayRequest(onlyOperand(known, operands), values), options };
    }
    case 'validate':
    case 'show':
      return { kind: known, subject: onlyOperand(known, operands), options: readOptions(values) };
    case 'attachments':
      return {
        kind: known,
        subject: operands.length === 0 ? undefined : onlyOperand(known, operands),
        options: readOptions(values),
      };
    case 'add':
    case 'check':
    case 'del':
    case 'gc':
    case 'status':
    case undefined:
      return readCnitoolVerb(known, verb, operands, values);
  }
}

function readCnitoolVerb(
  known: CnitoolVerb | undefined,
  verb: string | undefined,
  [network, netns]: readonly string[],
  values: Values,
): Request {
  // cnitool checks the number of arguments before the verb.
  if (network === undefined || netns === undefined) {
    const isUnknownVerb = known === undefined && verb !== undefined;
    const problem = isUnknownVerb ? textOf(unknownVerb(verb)) : undefined;
    return { kind: 'usage', problem, exitCode: exitCodes.failure };
  }
  if (known === undefined) {
    throw unknownVerb(verb ?? '');
  }
  rejectWindowsPath('<netns>', netns);
  const { rollback = false, changes = false, yes = false, record } = values;
  const [options, attachment] = [readOptions(values), readAttachmentOptions(values)];
  return { kind: 'cnitool', verb: known, network, netns, options, rollback, changes, yes, record, attachment };
}

const unknownVerb = (verb: string): WorkbenchError =>
  cliError('argument', l10n.t('There is no verb "{0}".', verb), l10n.t('The verbs are {0}.', allVerbs.join(', ')));

function onlyOperand(verb: VerbName, [operand, surplus]: readonly string[]): string {
  const wanted = `${verb} ${verbs[verb].operands}`;
  if (operand === undefined) {
    throw cliError('argument', l10n.t('"{0}" needs one more argument.', verb), l10n.t('Usage: {0}', wanted));
  }
  rejectSurplus(verb, surplus === undefined ? [] : [surplus]);
  return operand;
}

function rejectSurplus(verb: VerbName, [surplus]: readonly string[]): void {
  if (surplus !== undefined) {
    const wanted = `${verb} ${verbs[verb].operands}`.trimEnd();
    throw cliError('argument', l10n.t('Unexpected argument "{0}".', surplus), l10n.t('Usage: {0}', wanted));
  }
}

function rejectForeignOptions(verb: VerbName, values: Values): void {
  for (const option of optionNames) {
    if (values[option] !== undefined && !verbs[verb].options.includes(option)) {
      const owners = allVerbs.filter((name) => verbs[name].options.includes(option));
      throw cliError(
        'argument',
        l10n.t('--{0} is not an option of "{1}".', option, verb),
        l10n.t('Remove it. It is an option of {0}.', owners.map((owner) => `"${owner}"`).join(', ')),
      );
    }
  }
}

function readOptions(values: Values): CommonOptions {
  const [host = 'local', another] = values.host ?? [];
  if (values.hosts !== undefined && values.host === undefined) {
    throw cliError(
      'argument',
      l10n.t('--hosts FILE needs the name of a host.'),
      l10n.t('Choose one of its hosts with --host NAME.'),
    );
  }
  if (another !== undefined) {
    throw cliError(
      'argument',
      l10n.t('--host is given as "{0}" and "{1}", but only "compare" accepts several hosts.', host, another),
      l10n.t('Remove one of the two.'),
    );
  }
  return {
    host: readHost(host, values),
    cacheDir: readCacheDir(values['cache-dir']),
    timeLimits: readTimeLimits(values),
    json: values.json === true,
  };
}

function readHost(text: string, { hosts: hostsFile, 'ssh-config': sshConfig }: Values): HostRequest {
  if (hostsFile !== undefined) {
    return { name: text, hostsFile, sshConfig };
  }
  try {
    return { spec: readHostArgument(text, sshConfig) };
  } catch (error) {
    throw hasCode(error, 'hostSetting') ? cliError('argument', error.message, error.remedy) : error;
  }
}
