import { parseAddress, parsePrefixed } from '../../document/addresses.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import type { Span } from '../../document/span.ts';
import type { Finding } from '../rule.ts';
import { failsWith } from '../failures.ts';
import { ofType, typeSpan } from '../../edits/simple-fixes.ts';

const valueAt = (node: Node | undefined, ...path: readonly string[]): Node | undefined =>
  path.reduce<Node | undefined>((parent, key) => foldedMember(parent, key)?.value, node);

const elements = (node: Node | undefined): readonly Node[] => (node?.type === 'array' ? (node.children ?? []) : []);

/** Reports an error of the plugin at the first span that is defined. */
function failure(plugin: PluginView, error: string, ...spans: readonly (Span | undefined)[]): Finding {
  const span = spans.find((one) => one !== undefined) ?? typeSpan(plugin);
  return { span, message: failsWith(plugin.typeName, error) };
}

/** Ports are strings of digits, and positive (plugins/aws-appmesh/config/netconfig.go). */
const isPortText = (text: string): boolean => text === '' || (/^\+?\d+$/.test(text) && Number(text) > 0);

function* appmeshLists(plugin: PluginView): Generator<Finding> {
  const { node } = plugin;
  for (const key of ['proxyEgressPort', 'proxyIngressPort']) {
    const value = valueAt(node, key);
    const text = textOf(value);
    if (text !== undefined && !isPortText(text)) {
      yield failure(plugin, `invalid port [${text}] specified`, value);
    }
  }
  for (const value of [...elements(valueAt(node, 'appPorts')), ...elements(valueAt(node, 'egressIgnoredPorts'))]) {
    const text = textOf(value);
    if (text !== undefined && !isPortText(text)) {
      yield failure(plugin, `invalid port [${text}] specified`, value);
    }
  }
  for (const value of elements(valueAt(node, 'egressIgnoredIPs'))) {
    const text = textOf(value)?.trim();
    if (!text || parseAddress(text) !== undefined || parsePrefixed(text) !== undefined) {
      continue;
    }
    yield failure(plugin, `invalid IP or CIDR block [${text}] specified in egressIgnoredIPs`, value);
  }
}

/** Reports parameters without which aws-appmesh fails. */
function* appmesh(plugin: PluginView): Generator<Finding> {
  const { node } = plugin;
  if (!textOf(valueAt(node, 'ignoredGID')) && !textOf(valueAt(node, 'ignoredUID'))) {
    yield failure(plugin, 'missing required parameter ignoredGID or ignoredUID');
  }
  if (!textOf(valueAt(node, 'proxyEgressPort'))) {
    yield failure(plugin, 'missing required parameter proxyEgressPort');
  }
  const ports = valueAt(node, 'appPorts');
  const ingress = valueAt(node, 'proxyIngressPort');
  const hasPorts = elements(ports).length > 0;
  if (hasPorts && !textOf(ingress)) {
    yield failure(plugin, 'missing parameter proxyIngressPort (required if appPorts are provided)', ports);
  }
  if (!hasPorts && textOf(ingress)) {
    yield failure(plugin, 'missing parameter appPorts (required if proxyIngressPort is provided)', ingress);
  }
  yield* appmeshLists(plugin);
}

const isPort = (value: unknown): boolean => typeof value === 'number' && value > 0 && value <= 65535;
const isFalsy = (node: Node | undefined): boolean => !node?.value;

function* ingressPorts(plugin: PluginView): Generator<Finding> {
  for (const entry of elements(valueAt(plugin.node, 'ingressConfig'))) {
    const listener = valueAt(entry, 'listenerPort');
    if (!isPort(listener?.value)) {
      yield failure(plugin, `invalid port ${String(listener?.value ?? 0)} specified`, listener, entry);
    }
    const intercept = valueAt(entry, 'interceptPort');
    if (!isFalsy(intercept) && !isPort(intercept?.value)) {
      yield failure(plugin, `invalid port ${String(intercept?.value)} specified`, intercept);
    }
  }
}

/** Checks where outgoing connections are redirected to: a port or an address. */
function* redirect(plugin: PluginView, egress: Node, families: readonly string[]): Generator<Finding> {
  const port = valueAt(egress, 'listenerPort');
  const address = valueAt(egress, 'redirectIP');
  if (isFalsy(port) === (address === undefined)) {
    yield failure(plugin, 'exactly one of ListenerPort and RedirectIP must be specified in Egress', address, egress);
    return;
  }
  const mode = valueAt(egress, 'redirectMode');
  if (textOf(mode) !== 'nat' && textOf(mode) !== 'tproxy') {
    yield failure(plugin, 'invalid parameter: Egress RedirectMode', mode, egress);
  } else if (textOf(mode) === 'nat' && isFalsy(port)) {
    yield failure(plugin, 'missing required parameter: Egress ListenerPort', mode);
  }
  if (!isFalsy(port) && !isPort(port?.value)) {
    yield failure(plugin, `invalid port ${String(port?.value)} specified`, port);
  }
  if (address === undefined) {
    return;
  }
  if (families.some((family) => !textOf(valueAt(address, family)))) {
    yield failure(plugin, 'missing required parameter: EgressConfig Redirect IP', address);
  }
  for (const family of ['ipv4', 'ipv6']) {
    const value = valueAt(address, family);
    const text = textOf(value);
    if (text && parseAddress(text) === undefined) {
      yield failure(plugin, 'invalid parameter: EgressConfig RedirectIP', value);
    }
  }
}

/** Checks the virtual addresses of services. */
function* virtual(plugin: PluginView, egress: Node, families: readonly string[]): Generator<Finding> {
  const vip = valueAt(egress, 'vip');
  if (vip === undefined) {
    yield failure(plugin, 'missing required parameter: EgressConfig VIP', egress);
    return;
  }
  const isMissing = (family: string): boolean => !textOf(valueAt(vip, `${family}Cidr`));
  if (['ipv4', 'ipv6'].every(isMissing) || families.some(isMissing)) {
    yield failure(plugin, 'missing required parameter: EgressConfig VIP CIDR', vip);
  }
  for (const [family, name] of [
    ['ipv4', 'IPv4'],
    ['ipv6', 'IPv6'],
  ] as const) {
    const value = valueAt(vip, `${family}Cidr`);
    const text = textOf(value);
    const bits = parsePrefixed(text ?? '')?.address.bits;
    // Any CIDR is accepted for IPv6, as an IPv4 address has a 16-byte form too.
    if (text && (bits === undefined || (family === 'ipv4' && bits !== 32))) {
      yield failure(plugin, `invalid parameter: EgressConfig ${name} CIDR Address`, value);
    }
  }
}

/** Checks what ecs-serviceconnect needs (plugins/ecs-serviceconnect/config/netconfig.go). */
function* serviceConnect(plugin: PluginView): Generator<Finding> {
  const { node } = plugin;
  const egress = valueAt(node, 'egressConfig');
  const isAbsent = egress === undefined || egress.type === 'null';
  if (elements(valueAt(node, 'ingressConfig')).length === 0 && isAbsent) {
    yield failure(plugin, 'either IngressConfig or EgressConfig must be present');
    return;
  }
  const families = ['ipv4', 'ipv6'].filter((family) => valueAt(node, `enable${family}`)?.value === true);
  if (families.length === 0) {
    yield failure(plugin, 'both V4 and V6 cannot be disabled');
  }
  yield* ingressPorts(plugin);
  if (isAbsent || egress.type !== 'object') {
    return;
  }
  yield* redirect(plugin, egress, families);
  yield* virtual(plugin, egress, families);
}

/** Part of R157: mesh plugins of Amazon ECS that have no schema in this project (amazon-vpc-cni-plugins, be52143). */
export function* amazonProblems(model: Model): Generator<Finding> {
  for (const plugin of ofType(model, 'aws-appmesh')) {
    yield* appmesh(plugin);
  }
  for (const plugin of ofType(model, 'ecs-serviceconnect')) {
    yield* serviceConnect(plugin);
  }
}
