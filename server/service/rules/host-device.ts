import { changeTo, insertion, ofType, removal, typePlace } from './simple-fixes.ts';
import { replaceSpan } from '../edits/style.ts';
import { foldedMember, textOf, type Member } from '../members.ts';
import { hasCapability } from '../ipam-ranges.ts';
import type { PluginView } from '../model.ts';
import type { Finding, Fix, Rule } from './rule.ts';

/** In the order in which host-device looks at them (getDevice). */
const SELECTORS = ['device', 'hwaddr', 'kernelpath', 'pciBusID'];

/** The selectors that are set. */
function selectorsOf({ node }: PluginView): Member[] {
  return SELECTORS.flatMap((key) => {
    const member = foldedMember(node, key);
    return member !== undefined && textOf(member.value) ? [member] : [];
  });
}

const selector: Rule = {
  id: 'R099',
  name: 'host-device-selector',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const plugin of ofType(model, 'host-device')) {
      const [first, ...others] = selectorsOf(plugin);
      if (first === undefined) {
        if (hasCapability(plugin, 'deviceID')) continue;
        const unreadable = SELECTORS.some((key) => (foldedMember(plugin.node, key)?.value?.type ?? 'null') !== 'null');
        if (unreadable && SELECTORS.every((key) => textOf(foldedMember(plugin.node, key)?.value) !== '')) continue;
        yield {
          span: typePlace(plugin),
          message:
            'Which device is meant? host-device fails with "specify either "device", "hwaddr", "kernelpath" or "pciBusID"" ' +
            'unless the runtime passes one (capability "deviceID")',
          fixes: () => [insertion(model, plugin.node, 'device', '"eth1"', 'type', false)],
        };
      }
      for (const other of others) {
        const isChecked = other.key.toLowerCase() === 'pcibusid';
        yield {
          span: other.keyNode,
          severity: 'warning',
          unnecessary: !isChecked,
          message: `host-device goes by "${first?.key}" and takes no notice of "${other.key}"${isChecked ? ', but fails where that device is not there' : ''}`,
          fixes: () => [removal(plugin.node, [other])],
        };
      }
    }
  },
};

/** A path by name is what `device` is for. */
function deviceFix({ node }: PluginView, name: string): readonly Fix[] {
  const member = foldedMember(node, 'kernelpath');
  if (member?.value === undefined || foldedMember(node, 'device') !== undefined) return [];
  const changes = [replaceSpan(member.keyNode, '"device"'), replaceSpan(member.value, JSON.stringify(name))];
  return [{ title: `Use "device": "${name}"`, preferred: true, changes }];
}

const kernelPath: Rule = {
  id: 'R100',
  name: 'host-device-kernelpath',
  severity: 'error',
  *check(model) {
    for (const plugin of ofType(model, 'host-device')) {
      const value = foldedMember(plugin.node, 'kernelpath')?.value;
      const path = textOf(value);
      const isUsed = selectorsOf(plugin)[0]?.key.toLowerCase() === 'kernelpath';
      if (value === undefined || !path || !isUsed || path.startsWith('/sys/devices/')) continue;
      const name = /^\/sys\/class\/net\/([^/]+)/.exec(path)?.[1];
      yield {
        span: value,
        message: `host-device fails with "kernel device path "${path}" must be absolute and begin with /sys/devices/"${name === undefined ? '' : `; readlink -f /sys/class/net/${name}/device tells it`}`,
        fixes: () => (name === undefined ? [] : deviceFix(plugin, name)),
      };
    }
  },
};

const PCI = /^[0-9a-f]{4,}:[0-9a-f]{2}:[0-1][0-9a-f]\.[0-7]$/i;
const SHORT_PCI = /^[0-9a-f]{2}:[0-1][0-9a-f]\.[0-7]$/i;
/** Name of a device on the auxiliary bus, such as a sub-function. */
const AUXILIARY = /^[A-Za-z0-9_]+\.[A-Za-z0-9_]+\.\d+$/;

/** Where plugins take PCI addresses. */
const PCI_KEYS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'host-device': ['pciBusID'],
    sriov: ['deviceID'],
    'ib-sriov': ['deviceID'],
    'accelerated-bridge': ['deviceID'],
    ovs: ['deviceID'],
  }),
);

const pciAddress: Rule = {
  id: 'R101',
  name: 'pci-address-format',
  severity: 'warning',
  *check({ plugins }) {
    for (const { node, typeName } of plugins) {
      for (const key of PCI_KEYS.get(typeName ?? '') ?? []) {
        const value = foldedMember(node, key)?.value;
        const text = textOf(value);
        if (value === undefined || !text || PCI.test(text)) continue;
        if (key === 'deviceID' && AUXILIARY.test(text)) continue;
        yield {
          span: value,
          // What is written elsewhere is mostly put in anew by the device plugin.
          ...(typeName === 'host-device' ? { severity: 'error' as const } : {}),
          message: `"${text}" is no PCI address: it is written domain:bus:device.function, as in 0000:3d:00.1`,
          fixes: () => (SHORT_PCI.test(text) ? [changeTo(value, `0000:${text.toLowerCase()}`)] : []),
        };
      }
    }
  },
};

export const hostDeviceRules: readonly Rule[] = [selector, kernelPath, pciAddress];
