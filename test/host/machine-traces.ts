import type { ReferenceSite } from './reference/reference-site.ts';

/**
 * What the reference plugins leave on a machine for good, though every attachment is deleted: chains and tables that
 * all networks share, tables that iptables makes at first use, forwarding. The tests on this machine put it back.
 */
const sharedChains = /^CNI-(HOSTPORT-(DNAT|MASQ|SETMARK|SNAT)|FORWARD|ADMIN|ISOLATION-STAGE-[12])$/;
const sharedTables = /^(ip6? cni_hostport|inet cni_plugins_masquerade)$/;
const emptyable = /^ip6? (nat|filter)$/;
const sysctls = ['net/ipv4/ip_forward', 'net/ipv6/conf/all/forwarding'] as const;

/** The parts of the machine that the plugins touch, as lines; empty parts are left out. */
export interface MachineTraces {
  /** Lines about links, addresses, routes, rules, namespaces and files that name the site or its addresses. */
  readonly own: readonly string[];
  /** `iptables nat CNI-HOSTPORT-DNAT` … */
  readonly chains: readonly string[];
  /** `ip cni_hostport` …, and those of iptables that hold no rule. */
  readonly tables: readonly string[];
  readonly sysctls: readonly string[];
}

/** Reads the traces. `own` holds every line of the machine's state with one of `marks` in it. */
export async function readTraces(site: ReferenceSite, marks: readonly string[]): Promise<MachineTraces> {
  const state = await site.sh(`ip -o link; ip -o addr; ip route show table all; ip -6 route show table all
ip rule; ip -6 rule; ip netns; tc qdisc; nft list ruleset 2>/dev/null; iptables-save; ip6tables-save
ls -d /run/* /var/lib/cni/* /var/lib/cni/*/* /run/cni/* /run/cni/*/* 2>/dev/null; :`);
  const own = state.split('\n').filter((line) => marks.some((mark) => line.includes(mark)));
  const chains: string[] = [];
  for (const program of ['iptables', 'ip6tables']) {
    for (const { table, lines } of tablesOf(await site.sh(`${program}-save`))) {
      chains.push(
        ...declared(lines)
          .filter((chain) => sharedChains.test(chain))
          .map((chain) => `${program} ${table} ${chain}`),
      );
    }
  }
  const tables: string[] = [];
  for (const name of (await site.sh('nft list tables')).split('\n').map((line) => line.replace(/^table /, ''))) {
    if (sharedTables.test(name) || (emptyable.test(name) && (await isEmpty(site, name)))) {
      tables.push(name);
    }
  }
  const values = await site.sh(`for s; do echo "$s=$(cat "/proc/sys/$s")"; done`, ...sysctls);
  return { own, chains, tables, sysctls: values.trim().split('\n') };
}

/** Takes away what the plugins left of the shared things and was not there `before`, and restores forwarding. */
export async function restoreMachine(site: ReferenceSite, before: MachineTraces): Promise<void> {
  for (const program of ['iptables', 'ip6tables']) {
    for (const { table, lines } of tablesOf(await site.sh(`${program}-save`))) {
      const left = declared(lines).filter(
        (chain) => sharedChains.test(chain) && !before.chains.includes(`${program} ${table} ${chain}`),
      );
      // firewall also keeps a rule for each bridge, in chains that may have been there before.
      const jumps = lines.filter(
        (line) =>
          line.startsWith('-A ') && (left.includes(/ -j (\S+)$/.exec(line)?.[1] ?? '') || line.includes(site.tag)),
      );
      const undo = [
        ...jumps.map((line) => line.replace(/^-A/, '-D')),
        ...left.map((chain) => `-F ${chain}`),
        ...left.map((chain) => `-X ${chain}`),
      ];
      if (undo.length > 0) {
        await site.sh(
          `printf '%s\\n' "$1" | ${program}-restore --noflush`,
          [`*${table}`, ...undo, 'COMMIT'].join('\n'),
        );
      }
    }
  }
  const { tables } = await readTraces(site, []);
  for (const table of tables.filter((name) => !before.tables.includes(name))) {
    await site.sh(`nft delete table ${table}`);
  }
  await site.sh('for s; do echo "${s#*=}" >"/proc/sys/${s%%=*}"; done', ...before.sysctls);
}

/** The tables of an iptables-save dump with their lines. */
function tablesOf(dump: string): readonly { readonly table: string; readonly lines: readonly string[] }[] {
  return dump
    .split(/^(?=\*)/m)
    .filter((part) => part.startsWith('*'))
    .map((part) => {
      const [first = '', ...lines] = part.split('\n');
      return { table: first.slice(1), lines };
    });
}

function declared(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => /^:(\S+)/.exec(line)?.[1] ?? []);
}

/** True when a table of iptables holds its built-in chains at most, without a rule. */
async function isEmpty(site: ReferenceSite, table: string): Promise<boolean> {
  const lines = (await site.sh(`nft list table ${table} 2>/dev/null || :`)).split('\n').map((line) => line.trim());
  return lines.every((line) => /^(table .*\{|chain [A-Z]+ \{|type .*;|\}|)$/.test(line));
}
