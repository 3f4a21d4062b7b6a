import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { changeTo, insertion, ofType, removal, typeSpan } from '../../edits/simple-fixes.ts';
import { replaceSpan } from '../../edits/style.ts';
import { foldedMember, textOf, type Member } from '../../document/members.ts';
import { hasCapability } from '../../document/ipam-ranges.ts';
import type { PluginView } from '../../document/model.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Fix, Rule } from '../rule.ts';

/** The keys that select a device, in the order in which host-device reads them (getDevice). */
const selectors = ['device', 'hwaddr', 'kernelpath', 'pciBusID'];

/** The selectors that are set. */
function selectorsOf({ node }: PluginView): Member[] {
  return selectors.flatMap((key) => {
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
        if (hasCapability(plugin, 'deviceID')) {
          continue;
        }
        const unreadable = selectors.some((key) => (foldedMember(plugin.node, key)?.value?.type ?? 'null') !== 'null');
        if (unreadable && selectors.every((key) => textOf(foldedMember(plugin.node, key)?.value) !== '')) {
          continue;
        }
        yield {
          span: typeSpan(plugin),
          message: sentences(
            l10n.t('No device is selected; set "device", or declare the capability "deviceID".'),
            failsWith('host-device', 'specify either "device", "hwaddr", "kernelpath" or "pciBusID"'),
          ),
          fixes: () => [insertion(model, plugin.node, 'device', '"eth1"', 'type', false)],
        };
      }
      for (const other of others) {
        const isChecked = other.key.toLowerCase() === 'pcibusid';
        yield {
          span: other.keyNode,
          severity: 'warning',
          unnecessary: !isChecked,
          message: isChecked
            ? l10n.t(
                'host-device uses "{0}" and ignores "{1}", but still fails if that device does not exist. Remove one of them.',
                first?.key ?? '',
                other.key,
              )
            : l10n.t('host-device uses "{0}" and ignores "{1}". Remove one of them.', first?.key ?? '', other.key),
          fixes: () => [removal(plugin.node, [other])],
        };
      }
    }
  },
};

/** Replaces a path by interface name with `device`. */
function deviceFix({ node }: PluginView, name: string): readonly Fix[] {
  const member = foldedMember(node, 'kernelpath');
  if (member?.value === undefined || foldedMember(node, 'device') !== undefined) {
    return [];
  }
  const changes = [replaceSpan(member.keyNode, '"device"'), replaceSpan(member.value, JSON.stringify(name))];
  return [{ title: l10n.t('Use {0}', `"device": "${name}"`), preferred: true, changes }];
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
      if (value === undefined || !path || !isUsed || path.startsWith('/sys/devices/')) {
        continue;
      }
      const name = /^\/sys\/class\/net\/([^/]+)/.exec(path)?.[1];
      yield {
        span: value,
        message: sentences(
          name === undefined
            ? l10n.t('The kernel path is not below /sys/devices/.')
            : l10n.t(
                'The kernel path is not below /sys/devices/; "{0}" prints the correct path.',
                `readlink -f /sys/class/net/${name}/device`,
              ),
          failsWith('host-device', `kernel device path "${path}" must be absolute and begin with /sys/devices/`),
        ),
        fixes: () => (name === undefined ? [] : deviceFix(plugin, name)),
      };
    }
  },
};

const pci = /^[0-9a-f]{4,}:[0-9a-f]{2}:[0-1][0-9a-f]\.[0-7]$/i;
const shortPci = /^[0-9a-f]{2}:[0-1][0-9a-f]\.[0-7]$/i;
/** The name of a device on the auxiliary bus, such as a sub-function. */
const auxiliary = /^[A-Za-z0-9_]+\.[A-Za-z0-9_]+\.\d+$/;

/** The keys with PCI addresses, by plugin type. */
const pciKeys: ReadonlyMap<string, readonly string[]> = new Map(
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
      for (const key of pciKeys.get(typeName ?? '') ?? []) {
        const value = foldedMember(node, key)?.value;
        const text = textOf(value);
        if (value === undefined || !text || pci.test(text)) {
          continue;
        }
        if (key === 'deviceID' && auxiliary.test(text)) {
          continue;
        }
        yield {
          span: value,
          // For the other plugins, the device plugin usually replaces the value.
          severity: typeName === 'host-device' ? 'error' : undefined,
          message: l10n.t(
            '"{0}" is not a valid PCI address. Use the form domain:bus:device.function, for example 0000:3d:00.1.',
            text,
          ),
          fixes: () => (shortPci.test(text) ? [changeTo(value, `0000:${text.toLowerCase()}`)] : []),
        };
      }
    }
  },
};

export const hostDeviceRules: readonly Rule[] = [selector, kernelPath, pciAddress];
