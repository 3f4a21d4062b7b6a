import * as l10n from '@vscode/l10n';
import { isRecord } from '../libcni/json/record.ts';
import type { JSONObject, JSONValue, NetworkConfigList } from '../libcni/index.ts';
import { bits, json, plainText, portMapping, type Shape } from './shapes.ts';

/** A part of a capability argument that is entered on its own. */
export interface Field {
  readonly capability: string;
  /** The key in the argument, if that is an object; else the field is the whole argument. */
  readonly key?: string;
  /** Whether the value is a list, whose items have the shape. */
  readonly isList: boolean;
  readonly shape: Shape;
  readonly label: string;
}

interface Part {
  readonly key?: string;
  readonly isList?: boolean;
  readonly shape: Shape;
  readonly label: () => string;
}

/** The arguments of the CNI conventions, by capability. */
const known: ReadonlyMap<string, readonly Part[]> = new Map<string, readonly Part[]>([
  ['portMappings', [{ isList: true, shape: portMapping, label: () => l10n.t('Port mapping') }]],
  [
    'bandwidth',
    [
      { key: 'ingressRate', shape: bits, label: () => l10n.t('Ingress rate in bit/s') },
      { key: 'ingressBurst', shape: bits, label: () => l10n.t('Ingress burst in bits') },
      { key: 'egressRate', shape: bits, label: () => l10n.t('Egress rate in bit/s') },
      { key: 'egressBurst', shape: bits, label: () => l10n.t('Egress burst in bits') },
    ],
  ],
  ['ips', [{ isList: true, shape: plainText('10.1.0.5/24'), label: () => l10n.t('IP address') }]],
  ['ipRanges', [{ shape: json('[[{"subnet": "10.1.0.0/24"}]]'), label: () => l10n.t('IP ranges') }]],
  ['mac', [{ shape: plainText('02:00:00:00:00:01'), label: () => l10n.t('MAC address') }]],
  ['infinibandGUID', [{ shape: plainText('c2:11:22:33:44:55:66:77'), label: () => l10n.t('InfiniBand GUID') }]],
  ['deviceID', [{ shape: plainText('0000:04:00.5'), label: () => l10n.t('Device ID') }]],
  ['aliases', [{ isList: true, shape: plainText('web'), label: () => l10n.t('Alias') }]],
  [
    'dns',
    [
      { key: 'servers', isList: true, shape: plainText('10.1.0.1'), label: () => l10n.t('DNS server') },
      { key: 'searches', isList: true, shape: plainText('example.com'), label: () => l10n.t('DNS search domain') },
      { key: 'options', isList: true, shape: plainText('timeout:2'), label: () => l10n.t('DNS option') },
    ],
  ],
  ['cgroupPath', [{ shape: plainText('/pods/pod1'), label: () => l10n.t('Cgroup path') }]],
]);

/** Returns the fields of capability arguments. An argument that the conventions do not describe is entered as JSON. */
export function fieldsFor(capabilities: readonly string[]): readonly Field[] {
  return capabilities.flatMap((capability) =>
    (known.get(capability) ?? [{ shape: json('{}'), label: () => capability }]).map(
      ({ key, isList = false, shape, label }): Field => ({
        capability,
        ...(key === undefined ? {} : { key }),
        isList,
        shape,
        label: label(),
      }),
    ),
  );
}

/** Returns the capabilities that a network declares, in the order of its plugins. */
export function declaredCapabilities({ plugins }: Pick<NetworkConfigList, 'plugins'>): readonly string[] {
  const declared = plugins.flatMap(({ network }) => Object.entries(network.capabilities));
  return [...new Set(declared.flatMap(([name, enabled]) => (enabled ? [name] : [])))];
}

/** Returns the values of a field: the items of a list, or the only value. */
export function valuesOf(values: JSONObject, { capability, key, isList }: Field): readonly JSONValue[] {
  const whole = values[capability];
  const value = key === undefined ? whole : memberOf(whole, key);
  if (value === undefined || value === null) {
    return [];
  }
  return isList && Array.isArray(value) ? value : [value];
}

/** Returns the arguments with other values of a field. Without any, the field is missing. */
export function withValues(values: JSONObject, field: Field, entered: readonly JSONValue[]): JSONObject {
  const { capability, key, isList } = field;
  const value = isList && entered.length > 0 ? entered : entered[0];
  return withMember(
    values,
    capability,
    key === undefined ? value : withoutNothing(withMember(values[capability], key, value)),
  );
}

const withoutNothing = (object: JSONObject): JSONObject | undefined =>
  Object.keys(object).length === 0 ? undefined : object;

const isObject = (value: JSONValue | undefined): value is JSONObject => isRecord(value);

const memberOf = (value: JSONValue | undefined, key: string): JSONValue | undefined =>
  isObject(value) ? value[key] : undefined;

function withMember(object: JSONValue | undefined, key: string, value: JSONValue | undefined): JSONObject {
  const { [key]: _, ...rest } = isObject(object) ? object : {};
  return value === undefined ? rest : { ...(isObject(object) ? object : {}), [key]: value };
}
