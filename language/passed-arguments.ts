import * as l10n from '@vscode/l10n';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { sentences } from '../engine/text/sentences.ts';
import { isRecord } from '../engine/libcni/json/record.ts';
import { check, type Checked } from './check.ts';
import { parseAddress, parsePrefixed } from './document/addresses.ts';
import { foldedMember, members } from './document/members.ts';
import { readModel, type Model, type PluginView } from './document/model.ts';
import { failsWith } from './rules/failures.ts';

/** What a runtime passes to the plugins of a network. */
export interface PassedArguments {
  /** The pairs of CNI_ARGS in order. */
  readonly args: readonly (readonly [key: string, value: string])[];
  /** Capability arguments by capability. */
  readonly capabilityArgs: Readonly<Record<string, unknown>>;
}

/** A problem in the arguments, which fails the plugin (`error`) or has no effect. */
export interface ArgumentProblem {
  readonly variable: 'CAP_ARGS' | 'CNI_ARGS';
  /** The capability whose argument it is about; undefined for CNI_ARGS. */
  readonly capability?: string | undefined;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** The arguments that the reference plugins read of CNI_ARGS; all others ignore the variable. */
const read: ReadonlyMap<string, readonly string[]> = new Map([
  ['bridge', ['MAC']],
  ['macvlan', ['MAC']],
  ['tap', ['MAC']],
  ['tuning', ['MAC']],
  ['host-local', ['IP']],
  ['static', ['IP', 'GATEWAY']],
]);

/** Returns a plugin with these values as its only `runtimeConfig`. */
function withValues(plugin: Readonly<Record<string, unknown>>, values: Readonly<Record<string, unknown>>): unknown {
  const { capabilities: _, ...rest } = plugin;
  return Object.keys(values).length === 0 ? plugin : { ...rest, runtimeConfig: values };
}

/** Returns a plugin with its capability arguments, as libcni passes them (injectRuntimeConfig). */
function withCapabilities(plugin: unknown, passed: PassedArguments['capabilityArgs']): unknown {
  if (!isRecord(plugin)) {
    return plugin;
  }
  const capabilities = isRecord(plugin['capabilities']) ? plugin['capabilities'] : {};
  const values = Object.entries(passed).filter(([key]) => capabilities[key] === true);
  return withValues(plugin, Object.fromEntries(values));
}

/** Returns a plugin with MAC of CNI_ARGS as if it were the capability argument, whose value plugins read in the same way. */
function withMAC(plugin: unknown, { args }: PassedArguments): unknown {
  const mac = args.findLast(([key]) => key === 'MAC')?.[1];
  const type = isRecord(plugin) ? plugin['type'] : undefined;
  const isRead = typeof type === 'string' && read.get(type)?.includes('MAC') === true;
  return isRecord(plugin) && mac !== undefined && isRead ? withValues(plugin, { mac }) : plugin;
}

const modelOf = (list: unknown): Model =>
  readModel(TextDocument.create('file:///arguments/network.conflist', 'cni', 1, JSON.stringify(list)));

function pluginsOf(list: unknown): readonly unknown[] {
  const plugins = isRecord(list) ? list['plugins'] : undefined;
  return Array.isArray(plugins) ? plugins : [];
}

/** Returns the key in `runtimeConfig` with the value that a finding is about; undefined for findings elsewhere. */
function argumentOf({ plugins }: Model, { finding: { span } }: Checked): string | undefined {
  return plugins
    .flatMap(({ node }) => members(foldedMember(node, 'runtimeConfig')?.value))
    .find(
      ({ value }) => value !== undefined && value.offset <= span.offset && span.offset < value.offset + value.length,
    )?.key;
}

/** Returns the problems of values that `change` puts into the plugins of a list. */
function valueProblems(
  list: unknown,
  variable: ArgumentProblem['variable'],
  change: (plugin: unknown) => unknown,
): readonly ArgumentProblem[] {
  const model = modelOf({ ...Object(list), plugins: pluginsOf(list).map(change) });
  return check(model, {}).flatMap((checked): ArgumentProblem[] => {
    const { severity, finding } = checked;
    const isShown = severity === 'error' || severity === 'warning';
    const key = argumentOf(model, checked);
    const capability = variable === 'CAP_ARGS' ? key : undefined;
    return isShown && key !== undefined ? [{ variable, capability, severity, message: finding.message }] : [];
  });
}

function undeclaredProblems(list: unknown, { capabilityArgs }: PassedArguments): readonly ArgumentProblem[] {
  const declared = new Set(
    pluginsOf(list).flatMap((one) =>
      isRecord(one) && isRecord(one['capabilities']) ? Object.keys(one['capabilities']) : [],
    ),
  );
  return Object.keys(capabilityArgs)
    .filter((key) => !declared.has(key))
    .map((key) => ({
      variable: 'CAP_ARGS',
      capability: key,
      severity: 'warning',
      message: l10n.t('No plugin of the network declares the capability "{0}", so it is not passed.', key),
    }));
}

/** Returns the error of a plugin for the value of an argument that it reads; undefined for a valid value. */
function valueError(type: string, key: string, value: string): string | undefined {
  const all = value.split(',').map((one) => one.trim());
  switch (key) {
    case 'MAC':
      return undefined;
    case 'GATEWAY': {
      const wrong = all.find((one) => parseAddress(one) === undefined);
      return wrong === undefined ? undefined : `invalid gateway address: ${wrong}`;
    }
    default: {
      if (type === 'static') {
        const wrong = all.find((one) => parsePrefixed(one) === undefined);
        return wrong === undefined ? undefined : `the 'ip' field is expected to be in CIDR notation, got: '${wrong}'`;
      }
      const isValid = parseAddress(value) !== undefined || parsePrefixed(value) !== undefined;
      return isValid ? undefined : `ARGS: error parsing value of pair "${key}=${value}": invalid IP address ${value}`;
    }
  }
}

/** Yields what a plugin rejects of CNI_ARGS (cni: pkg/types, LoadArgs). */
function* argumentErrors(type: string, args: PassedArguments['args']): Generator<string> {
  const keys = read.get(type) ?? [];
  const ignoresUnknown = args.some(([key, value]) => key === 'IgnoreUnknown' && /^(?:1|true)$/i.test(value));
  const unknown = args.filter(([key]) => key !== 'IgnoreUnknown' && !keys.includes(key));
  if (unknown.length > 0 && !ignoresUnknown) {
    const pairs = unknown.map((pair) => JSON.stringify(pair.join('='))).join(' ');
    yield sentences(
      l10n.t('{0} does not know all of them. Add IgnoreUnknown=1.', type),
      failsWith(type, `ARGS: unknown args [${pairs}]`),
    );
  }
  for (const [key, value] of args) {
    const error = keys.includes(key) ? valueError(type, key, value) : undefined;
    if (error !== undefined) {
      yield failsWith(type, error);
    }
  }
}

const typesOf = ({ typeName, ipam }: PluginView): readonly string[] =>
  [typeName, ipam?.typeName].filter((type) => type !== undefined).filter((type) => read.has(type));

/**
 * Checks the arguments of an operation as the values in a file are checked: capability arguments in the `runtimeConfig`
 * that libcni makes of them, and CNI_ARGS as the reference plugins read them.
 */
export function argumentProblems(list: unknown, passed: PassedArguments): readonly ArgumentProblem[] {
  const types = new Set(modelOf(list).plugins.flatMap(typesOf));
  const ofArgs = [...types].flatMap((type) => [...argumentErrors(type, passed.args)]);
  return [
    ...valueProblems(list, 'CAP_ARGS', (plugin) => withCapabilities(plugin, passed.capabilityArgs)),
    ...undeclaredProblems(list, passed),
    ...ofArgs.map((message) => ({ variable: 'CNI_ARGS', severity: 'error', message }) as const),
    ...valueProblems(list, 'CNI_ARGS', (plugin) => withMAC(plugin, passed)),
  ];
}
