import { isSeq } from 'yaml';
import type { Carrier } from '../carrier.ts';
import { addEmbedded, configurationKind, noFrame, type Found } from '../embedded.ts';
import { addNetwork, at, kubernetesObjects, namespaceAt, readText, textAt, type YAMLObject } from '../yaml-source.ts';

/** Adds a part of a configuration, if it is not empty. */
function addPart(
  { part, map }: YAMLObject,
  path: readonly string[],
  kind: 'plugin' | 'ipam',
  frame: { before: string; after: string },
  found: Found,
): void {
  const where = path.join('.');
  const text = readText(part, at(map, ...path), where, found);
  if (text === undefined) {
    return;
  }
  const name = textAt({ part, map }, 'metadata', 'name');
  addEmbedded(found, { ...text, kind, where, name, isNameSupplied: true, frame });
}

/** The configuration that an operator writes around an IPAM object. */
const aroundIPAM = (type: string) => ({
  before: `{"cniVersion":"0.3.1","name":"x","type":"${type}","ipam":`,
  after: '}',
});

/** The configuration that an operator writes around plugins that follow another one. */
const aroundPlugins = (type: string) => ({
  before: `{"cniVersion":"0.3.1","name":"x","plugins":[{"type":"${type}"},`,
  after: ']}',
});

/** The plugin type for each kind of operator object. */
const pluginTypes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    SriovNetwork: 'sriov',
    OVSNetwork: 'ovs',
    SriovIBNetwork: 'ib-sriov',
    MacvlanNetwork: 'macvlan',
    HostDeviceNetwork: 'host-device',
    IPoIBNetwork: 'ipoib',
  }),
);

/** Returns the namespace of the definition that an operator creates. */
function namespaceOf(object: YAMLObject): string {
  return namespaceAt(object, 'spec', 'networkNamespace') || namespaceAt(object, 'metadata', 'namespace');
}

/** `spec.ipam` and `spec.metaPlugins` of the SR-IOV and NVIDIA network operators. */
export const operatorNetworkCarrier: Carrier = {
  id: 'operatorNetwork',
  read(source, found) {
    for (const { part, node } of source.documents()) {
      for (const object of kubernetesObjects(part, node)) {
        const type = pluginTypes.get(textAt(object, 'kind') ?? '');
        if (type === undefined) {
          continue;
        }
        addNetwork(found, part, at(object.map, 'metadata', 'name'), namespaceOf(object));
        addPart(object, ['spec', 'ipam'], 'ipam', aroundIPAM(type), found);
        addPart(object, ['spec', 'metaPlugins'], 'plugin', aroundPlugins(type), found);
      }
    }
  },
};

function addWhole({ part, map }: YAMLObject, node: unknown, where: string, name: string | undefined, found: Found) {
  const text = readText(part, node, where, found);
  if (text === undefined) {
    return;
  }
  const kind = configurationKind(text.text);
  addEmbedded(found, {
    ...text,
    kind,
    where,
    name: name ?? textAt({ part, map }, 'metadata', 'name'),
    isNameSupplied: true,
    frame: noFrame,
  });
}

/** `spec.additionalNetworks[].rawCNIConfig` of OpenShift's Network. */
export const openShiftCarrier: Carrier = {
  id: 'openShiftNetwork',
  read(source, found) {
    for (const { part, node } of source.documents()) {
      for (const object of kubernetesObjects(part, node)) {
        const networks = at(object.map, 'spec', 'additionalNetworks');
        if (!isSeq(networks)) {
          continue;
        }
        networks.items.forEach((_, index) => {
          const where = `spec.additionalNetworks[${index}].rawCNIConfig`;
          const name = at(networks, index, 'name');
          const named = readText(part, name, where, found)?.text;
          const namespace = namespaceAt(object, 'spec', 'additionalNetworks', index, 'namespace');
          addNetwork(found, part, name, namespace);
          addWhole(object, at(networks, index, 'rawCNIConfig'), where, named, found);
        });
      }
    }
  },
};

/** `spec.customCNI` of a SpiderMultusConfig. */
export const spiderCarrier: Carrier = {
  id: 'spiderMultusConfig',
  read(source, found) {
    for (const { part, node } of source.documents()) {
      for (const object of kubernetesObjects(part, node)) {
        if (textAt(object, 'kind') !== 'SpiderMultusConfig') {
          continue;
        }
        addNetwork(found, part, at(object.map, 'metadata', 'name'), namespaceAt(object, 'metadata', 'namespace'));
        addWhole(object, at(object.map, 'spec', 'customCNI'), 'spec.customCNI', undefined, found);
      }
    }
  },
};
