import { readFileSync } from 'node:fs';
import { HostSettingError, type NamedHost, readHostArgument, readHostSettings } from '../../engine/host/index.ts';
import { ExplainedError } from '../failure.ts';
import type { CompareRequest } from './request.ts';

/** The hosts that a request is about, each once. Rejects with {@link ExplainedError}. */
export function hostsOf({ hosts, hostsFile, groups, sshConfig }: CompareRequest): readonly NamedHost[] {
  const known = hostsFile === undefined ? [] : readHostsFile(hostsFile);
  const named = hosts.map((text) => known.find(({ name }) => name === text) ?? hostOf(text, sshConfig));
  const grouped = groups.flatMap((group) => {
    const members = known.filter((host) => host.group === group);
    if (members.length > 0) return members;
    const there = [...new Set(known.flatMap((host) => host.group ?? []))].join(', ') || 'none';
    throw new ExplainedError({
      message: `There is no group "${group}" in ${hostsFile}.`,
      hint: `Its groups: ${there}.`,
    });
  });
  const chosen = [...named, ...grouped];
  const all = chosen.length === 0 ? known : chosen;
  return all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
}

function hostOf(text: string, sshConfig: string | undefined): NamedHost {
  try {
    const spec = readHostArgument(text, text.startsWith('ssh:') ? sshConfig : undefined);
    return { name: text.replace(/^(?:ssh|exec):/, ''), spec };
  } catch (error) {
    if (error instanceof HostSettingError) throw new ExplainedError({ message: error.message, hint: error.cure });
    throw error;
  }
}

/** A list as the setting `cni.hosts` has it, or settings with that in it. */
function readHostsFile(file: string): readonly NamedHost[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const message = `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw new ExplainedError({
      message,
      hint: 'It holds what the setting "cni.hosts" holds: [{"name": …, "kind": …}].',
    });
  }
  const list: unknown =
    typeof value === 'object' && value !== null && 'cni.hosts' in value ? value['cni.hosts'] : value;
  const { hosts, problems } = readHostSettings(list);
  const [problem] = problems;
  if (problem !== undefined) {
    throw new ExplainedError({ message: `${file}: ${problem.message}`, hint: problem.cure });
  }
  if (hosts.length === 0) throw new ExplainedError({ message: `${file} names no host.` });
  return hosts;
}
