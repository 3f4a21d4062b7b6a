import type { ChangeDocument } from '../../libcni/operation/change-document.ts';
import { readableCommand } from '../shell/quote.ts';

/** Returns the shell command that undoes a change as far as one command can; undefined if none can. */
export function remedyCommand(change: ChangeDocument): string | undefined {
  const command = commandOf(change);
  const { namespace } = change;
  return command === undefined || namespace === undefined
    ? command
    : `${readableCommand(['nsenter', `--net=${namespace}`])} ${command}`;
}

function commandOf({ area, where, kind, before = '', after = '' }: ChangeDocument): string | undefined {
  const isAdded = kind === 'added';
  const value = isAdded ? after : before;
  const family = where === 'IPv6' ? ['-6'] : [];
  const verb = isAdded ? 'delete' : 'add';
  switch (area) {
    case 'link':
      return isAdded ? readableCommand(['ip', 'link', 'delete', 'dev', where]) : undefined;
    case 'address':
      return readableCommand(['ip', 'address', verb, ...value.split(' '), 'dev', where]);
    case 'route':
      return readableCommand(['ip', ...family, 'route', verb, ...value.split(' ')]);
    case 'rule': {
      const [, priority = '', selector = ''] = /^(\d+): (.*)$/.exec(value) ?? [];
      return readableCommand(['ip', ...family, 'rule', verb, ...selector.split(' '), 'priority', priority]);
    }
    case 'iptables':
      return iptablesCommand(where, value, isAdded);
    case 'nft':
      return isAdded ? nftCommand(where, value) : undefined;
    case 'sysctl':
      return kind === 'changed' ? readableCommand(['sysctl', '-w', `${where}=${before}`]) : undefined;
    case 'reservation':
      return isAdded ? readableCommand(['rm', where]) : undefined;
    default:
      return undefined;
  }
}

/** The arguments of iptables-save are shell words. */
function iptablesCommand(where: string, value: string, isAdded: boolean): string | undefined {
  const [program = '', table = ''] = where.split(' ');
  const opposite = value.replace(/^-A /, '-D ').replace(/^-N /, '-X ');
  return isAdded && opposite === value ? undefined : `${program} -t ${table} ${isAdded ? opposite : value}`;
}

/** A rule of nft is deleted by its handle, which the list shows. */
function nftCommand(where: string, value: string): string {
  const isObject = /^(?:chain|set|map|flowtable|counter|quota) \S+$/.test(value);
  const [object = '', name = ''] = value.split(' ');
  const [family = '', table = ''] = where.split(' ');
  return readableCommand(
    isObject ? ['nft', 'delete', object, family, table, name] : ['nft', '-a', 'list', 'table', family, table],
  );
}
