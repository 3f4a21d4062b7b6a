import { parseArgs } from 'node:util';
import { HostSettingError, readHostArgument } from '../engine/host/index.ts';
import { ArgumentError } from './argument-error.ts';
import { exitCodes } from './cli-process.ts';
import { readCacheDir, refuseWindowsPath } from './host-path.ts';
import type { HostRequest } from './hosts.ts';
import { type CompareRequest, readCompareRequest } from './compare/request.ts';
import { type InstallRequest, readInstallRequest } from './install-request.ts';
import { type LintRequest, readLintRequest } from './lint/request.ts';
import { allVerbs, type CnitoolVerb, optionNames, optionTypes, type VerbName, verbTexts } from './verbs.ts';

/** What every verb can be told. */
export interface CommonOptions {
  readonly host: HostRequest;
  /** The directory above `results/`, absolute; undefined for libcni's. */
  readonly cacheDir: string | undefined;
  readonly json: boolean;
}

/** One of cnitool's own verbs. */
export interface CnitoolRequest {
  readonly kind: 'cnitool';
  readonly verb: CnitoolVerb;
  /** A name, or the path of a file. */
  readonly network: string;
  readonly netns: string;
  readonly options: CommonOptions;
  readonly rollback: boolean;
  readonly yes: boolean;
}

/** A verb beyond cnitool's, about a network or a plugin; `subject` is undefined for all attachments. */
type OwnRequest =
  | { readonly kind: 'validate' | 'version' | 'show'; readonly subject: string; readonly options: CommonOptions }
  | { readonly kind: 'attachments'; readonly subject: string | undefined; readonly options: CommonOptions }
  | { readonly kind: 'facts'; readonly options: CommonOptions };

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'help'; readonly verb: VerbName | undefined }
  | { readonly kind: 'programVersion' }
  /** Wrong arguments; those of exit code 1 are too few, which is cnitool's own usage error and may have no problem beside. */
  | { readonly kind: 'usage'; readonly problem?: string; readonly exitCode: 1 | 2 }
  | CnitoolRequest
  | OwnRequest
  | CompareRequest
  | (InstallRequest & { readonly options: CommonOptions })
  | LintRequest;

/** The options as they were given. */
type Values = ReturnType<typeof parse>['values'];

/** Reads the arguments behind the program's name. Behind cnitool's verbs further operands are let pass, as it does. */
export function readArguments(args: readonly string[]): Request {
  try {
    const { values, positionals } = parse(args);
    const [verb, ...operands] = positionals;
    const known = allVerbs.find((name) => name === verb);
    if (values.help === true) {
      return { kind: 'help', verb: known };
    }
    if (values.version === true) {
      return { kind: 'programVersion' };
    }
    return readVerb(known, verb, operands, values);
  } catch (error) {
    if (error instanceof ArgumentError || isParseError(error)) {
      return { kind: 'usage', problem: problemOf(error), exitCode: exitCodes.usage };
    }
    throw error;
  }
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], allowPositionals: true, options: optionTypes });
}

function isParseError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

/** node:util's words, without its advice that is for operands and with the options that there are. */
function problemOf(error: Error): string {
  const [said = ''] = error.message.split('. To specify');
  if (!('code' in error) || error.code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    return said;
  }
  return `${said}; the options are ${optionNames.map((name) => `--${name}`).join(', ')}. Behind -- nothing is an option.`;
}

function readVerb(
  known: VerbName | undefined,
  verb: string | undefined,
  operands: readonly string[],
  values: Values,
): Request {
  if (known !== undefined) {
    refuseForeignOptions(known, values);
  }
  switch (known) {
    case 'lint':
      return readLintRequest(operands, values);
    case 'compare':
      return readCompareRequest(operands, values);
    case 'install-plugins':
      refuseSurplus(known, operands);
      return { ...readInstallRequest(values), options: readOptions(values) };
    case 'facts':
      refuseSurplus(known, operands);
      return { kind: known, options: readOptions(values) };
    case 'version': {
      const subject = onlyOperand(known, operands);
      refuseWindowsPath('<plugin>', subject);
      return { kind: known, subject, options: readOptions(values) };
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
  // cnitool looks at the number of its arguments before it looks at the verb.
  if (network === undefined || netns === undefined) {
    const isTypingError = known === undefined && verb !== undefined;
    return { kind: 'usage', ...(isTypingError && { problem: noSuchVerb(verb) }), exitCode: exitCodes.failure };
  }
  if (known === undefined) {
    throw new ArgumentError(noSuchVerb(verb ?? ''));
  }
  refuseWindowsPath('<netns>', netns);
  const { rollback = false, yes = false } = values;
  return { kind: 'cnitool', verb: known, network, netns, options: readOptions(values), rollback, yes };
}

const noSuchVerb = (verb: string): string => `There is no verb "${verb}"; the verbs are ${allVerbs.join(', ')}.`;

function onlyOperand(verb: VerbName, [operand, surplus]: readonly string[]): string {
  const wanted = `${verb} ${verbTexts[verb].operands}`;
  if (operand === undefined) {
    throw new ArgumentError(`"${verb}" needs one more argument: ${wanted}.`);
  }
  refuseSurplus(verb, surplus === undefined ? [] : [surplus]);
  return operand;
}

function refuseSurplus(verb: VerbName, [surplus]: readonly string[]): void {
  if (surplus !== undefined) {
    const wanted = `${verb} ${verbTexts[verb].operands}`.trimEnd();
    throw new ArgumentError(`"${surplus}" is one argument too many: ${wanted}.`);
  }
}

function refuseForeignOptions(verb: VerbName, values: Values): void {
  for (const option of optionNames) {
    if (values[option] !== undefined && !verbTexts[verb].options.includes(option)) {
      const owners = allVerbs.filter((name) => verbTexts[name].options.includes(option));
      throw new ArgumentError(`--${option} belongs to "${owners.join('", "')}"; leave it out of "${verb}".`);
    }
  }
}

function readOptions(values: Values): CommonOptions {
  const [host = 'local', another] = values.host ?? [];
  if (values.hosts !== undefined && values.host === undefined) {
    throw new ArgumentError('--hosts FILE has several hosts; give the name of one of them with --host NAME.');
  }
  if (another !== undefined) {
    throw new ArgumentError(`--host is "${host}" and "${another}"; give one of the two ("compare" takes several).`);
  }
  return {
    host: readHost(host, values),
    cacheDir: readCacheDir(values['cache-dir']),
    json: values.json === true,
  };
}

function readHost(text: string, { hosts: hostsFile, 'ssh-config': sshConfig }: Values): HostRequest {
  if (hostsFile !== undefined) return { name: text, hostsFile, sshConfig };
  try {
    return { spec: readHostArgument(text, sshConfig) };
  } catch (error) {
    throw error instanceof HostSettingError ? new ArgumentError(`${error.message} ${error.cure}`) : error;
  }
}
