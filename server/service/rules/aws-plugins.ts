import { parseAddress, parsePrefixed } from '../addresses.ts';
import { foldedMember, textOf } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import type { Node, Span } from '../parse.ts';
import type { Finding, Rule } from './rule.ts';
import { ofType, typePlace } from './simple-fixes.ts';

const at = (node: Node | undefined, ...path: readonly string[]): Node | undefined =>
  path.reduce<Node | undefined>((parent, key) => foldedMember(parent, key)?.value, node);

const elements = (node: Node | undefined): readonly Node[] => (node?.type === 'array' ? (node.children ?? []) : []);

/** What the plugin says, at the first of the places that exists. */
function says(plugin: PluginView, text: string, ...places: readonly (Span | undefined)[]): Finding {
  const span = places.find((place) => place !== undefined) ?? typePlace(plugin);
  return { span, message: `${plugin.typeName} fails with "${text}"` };
}

/** Ports are strings of digits, and positive (plugins/aws-appmesh/config/netconfig.go). */
const isPortText = (text: string): boolean => text === '' || (/^\+?\d+$/.test(text) && Number(text) > 0);

function* appmeshLists(plugin: PluginView): Generator<Finding> {
  const { node } = plugin;
  for (const key of ['proxyEgressPort', 'proxyIngressPort']) {
    const value = at(node, key);
    const text = textOf(value);
    if (text !== undefined && !isPortText(text)) yield says(plugin, `invalid port [${text}] specified`, value);
  }
  for (const value of [...elements(at(node, 'appPorts')), ...elements(at(node, 'egressIgnoredPorts'))]) {
    const text = textOf(value);
    if (text !== undefined && !isPortText(text)) yield says(plugin, `invalid port [${text}] specified`, value);
  }
  for (const value of elements(at(node, 'egressIgnoredIPs'))) {
    const text = textOf(value)?.trim();
    if (!text || parseAddress(text) !== undefined || parsePrefixed(text) !== undefined) continue;
    yield says(plugin, `invalid IP or CIDR block [${text}] specified in egressIgnoredIPs`, value);
  }
}

/** What aws-appmesh needs; it is refused whole where one is missing. */
function* appmesh(plugin: PluginView): Generator<Finding> {
  const { node } = plugin;
  if (!textOf(at(node, 'ignoredGID')) && !textOf(at(node, 'ignoredUID'))) {
    yield says(plugin, 'missing required parameter ignoredGID or ignoredUID');
  }
  if (!textOf(at(node, 'proxyEgressPort'))) yield says(plugin, 'missing required parameter proxyEgressPort');
  const ports = at(node, 'appPorts');
  const ingress = at(node, 'proxyIngressPort');
  const hasPorts = elements(ports).length > 0;
  if (hasPorts && !textOf(ingress)) {
    yield says(plugin, 'missing parameter proxyIngressPort (required if appPorts are provided)', ports);
  }
  if (!hasPorts && textOf(ingress)) {
    yield says(plugin, 'missing parameter appPorts (required if proxyIngressPort is provided)', ingress);
  }
  yield* appmeshLists(plugin);
}

const isPort = (value: unknown): boolean => typeof value === 'number' && value > 0 && value <= 65535;
const isFalsy = (node: Node | undefined): boolean => !node?.value;

function* ingressPorts(plugin: PluginView): Generator<Finding> {
  for (const entry of elements(at(plugin.node, 'ingressConfig'))) {
    const listener = at(entry, 'listenerPort');
    if (!isPort(listener?.value))
      yield says(plugin, `invalid port ${String(listener?.value ?? 0)} specified`, listener, entry);
    const intercept = at(entry, 'interceptPort');
    if (!isFalsy(intercept) && !isPort(intercept?.value)) {
      yield says(plugin, `invalid port ${String(intercept?.value)} specified`, intercept);
    }
  }
}

/** Where outgoing connections are led to: a port, or an address. */
function* redirect(plugin: PluginView, egress: Node, families: readonly string[]): Generator<Finding> {
  const port = at(egress, 'listenerPort');
  const address = at(egress, 'redirectIP');
  if (isFalsy(port) === (address === undefined)) {
    yield says(plugin, 'exactly one of ListenerPort and RedirectIP must be specified in Egress', address, egress);
    return;
  }
  const mode = at(egress, 'redirectMode');
  if (textOf(mode) !== 'nat' && textOf(mode) !== 'tproxy') {
    yield says(plugin, 'invalid parameter: Egress RedirectMode', mode, egress);
  } else if (textOf(mode) === 'nat' && isFalsy(port)) {
    yield says(plugin, 'missing required parameter: Egress ListenerPort', mode);
  }
  if (!isFalsy(port) && !isPort(port?.value)) yield says(plugin, `invalid port ${String(port?.value)} specified`, port);
  if (address === undefined) return;
  if (families.some((family) => !textOf(at(address, family)))) {
    yield says(plugin, 'missing required parameter: EgressConfig Redirect IP', address);
  }
  for (const family of ['ipv4', 'ipv6']) {
    const value = at(address, family);
    const text = textOf(value);
    if (text && parseAddress(text) === undefined)
      yield says(plugin, 'invalid parameter: EgressConfig RedirectIP', value);
  }
}

/** The addresses that stand for services. */
function* virtual(plugin: PluginView, egress: Node, families: readonly string[]): Generator<Finding> {
  const vip = at(egress, 'vip');
  if (vip === undefined) {
    yield says(plugin, 'missing required parameter: EgressConfig VIP', egress);
    return;
  }
  const isMissing = (family: string): boolean => !textOf(at(vip, `${family}Cidr`));
  if (['ipv4', 'ipv6'].every(isMissing) || families.some(isMissing)) {
    yield says(plugin, 'missing required parameter: EgressConfig VIP CIDR', vip);
  }
  for (const [family, name] of [
    ['ipv4', 'IPv4'],
    ['ipv6', 'IPv6'],
  ] as const) {
    const value = at(vip, `${family}Cidr`);
    const text = textOf(value);
    const bits = parsePrefixed(text ?? '')?.address.bits;
    // Any CIDR passes for IPv6: an IPv4 address has a form of 16 bytes too.
    if (text && (bits === undefined || (family === 'ipv4' && bits !== 32))) {
      yield says(plugin, `invalid parameter: EgressConfig ${name} CIDR Address`, value);
    }
  }
}

/** What ecs-serviceconnect needs (plugins/ecs-serviceconnect/config/netconfig.go). */
function* serviceConnect(plugin: PluginView): Generator<Finding> {
  const { node } = plugin;
  const egress = at(node, 'egressConfig');
  const isAbsent = egress === undefined || egress.type === 'null';
  if (elements(at(node, 'ingressConfig')).length === 0 && isAbsent) {
    yield says(plugin, 'either IngressConfig or EgressConfig must be present');
    return;
  }
  const families = ['ipv4', 'ipv6'].filter((family) => at(node, `enable${family}`)?.value === true);
  if (families.length === 0) yield says(plugin, 'both V4 and V6 cannot be disabled');
  yield* ingressPorts(plugin);
  if (isAbsent || egress.type !== 'object') return;
  yield* redirect(plugin, egress, families);
  yield* virtual(plugin, egress, families);
}

const amazon: Rule = {
  id: 'R157',
  name: 'thirdparty-enum-range',
  severity: 'error',
  *check(model: Model): Iterable<Finding> {
    for (const plugin of ofType(model, 'aws-appmesh')) yield* appmesh(plugin);
    for (const plugin of ofType(model, 'ecs-serviceconnect')) yield* serviceConnect(plugin);
  },
};

/** Part of R157: mesh plugins of Amazon ECS that have no schema here (amazon-vpc-cni-plugins, be52143). */
export const awsRules: readonly Rule[] = [amazon];
