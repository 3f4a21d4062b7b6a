import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { foldedMember, textOf, type Member } from '../../document/members.ts';
import type { Model } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { changeTo } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';

/** The `ipam` objects of whereabouts. */
const usesIn = ({ plugins }: Model): readonly Node[] =>
  plugins.flatMap(({ ipam }) => (ipam?.typeName === 'whereabouts' ? [ipam.node] : []));

/** The times of the election, in milliseconds, with what whereabouts uses instead of 0 (pkg/types). */
const times = { lease: 1500, renew: 1000, retry: 500 } as const;
const keys = {
  lease: 'leader_lease_duration',
  renew: 'leader_renew_deadline',
  retry: 'leader_retry_period',
} as const;

type Time = keyof typeof times;

/** A time, and the member that sets it. */
interface Setting {
  readonly value: number;
  readonly member: Member | undefined;
}

function timeOf(ipam: Node, time: Time): Setting {
  const member = foldedMember(ipam, keys[time]);
  const value: unknown = member?.value?.value;
  return { value: typeof value === 'number' && value !== 0 ? value : times[time], member };
}

/** What client-go accepts (NewLeaderElector), in its order. */
const conditions: readonly (readonly [more: Time, less: Time, factor: number, error: string])[] = [
  ['lease', 'renew', 1, 'leaseDuration must be greater than renewDeadline'],
  ['renew', 'retry', 1.2, 'renewDeadline must be greater than retryPeriod*JitterFactor'],
];

function* electionIn(ipam: Node): Generator<Finding> {
  for (const [more, less, factor, error] of conditions) {
    const [large, small] = [timeOf(ipam, more), timeOf(ipam, less)];
    const member = large.member ?? small.member;
    if (member?.value === undefined || large.value > small.value * factor) {
      continue;
    }
    // The file of "configuration_path" can set the other time.
    const isSure = large.member !== undefined && small.member !== undefined;
    const problem = l10n.t('"{more}" ({large} ms) must be more than {factor} × "{less}" ({small} ms).', {
      more: keys[more],
      large: large.value,
      factor,
      less: keys[less],
      small: small.value,
    });
    yield {
      span: member.value,
      severity: isSure ? undefined : 'warning',
      message: sentences(problem, failsWith('whereabouts', `Failed to create leader elector: ${error}`)),
    };
    return;
  }
  const retry = timeOf(ipam, 'retry');
  if (retry.value < 0 && retry.member?.value !== undefined) {
    const problem = l10n.t('"{0}" must be positive.', keys.retry);
    const error = 'Failed to create leader elector: retryPeriod must be greater than zero';
    yield { span: retry.member.value, message: sentences(problem, failsWith('whereabouts', error)) };
  }
}

const election: Rule = {
  id: 'R218',
  name: 'whereabouts-leader-election',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const ipam of usesIn(model)) {
      yield* electionIn(ipam);
    }
  },
};

/** The beginning of the name of an object in Kubernetes (RFC 1123), to which whereabouts adds a hyphen and the range. */
const nameStart = /^[a-z\d]([-a-z\d]*[a-z\d])?(\.[a-z\d]([-a-z\d]*[a-z\d])?)*-*$/;
/** Bytes that the range needs at most: an IPv6 address, and the prefix length. */
const rangeLength = 45;
const nameLength = 253;

const poolName: Rule = {
  id: 'R219',
  name: 'whereabouts-network-name',
  severity: 'error',
  *check(model) {
    for (const ipam of usesIn(model)) {
      const value = foldedMember(ipam, 'network_name')?.value;
      const text = textOf(value);
      if (value === undefined || !text || (nameStart.test(text) && text.length <= nameLength - rangeLength)) {
        continue;
      }
      const better = text.toLowerCase().replaceAll(/[^a-z\d.]+/g, '-');
      const problem = l10n.t(
        'The name becomes a part of the name of an object in Kubernetes, which has only lowercase letters, digits, "-" and ".".',
      );
      const error = `k8s create error: IPPool "${text}-…" is invalid: metadata.name`;
      yield {
        span: value,
        message: sentences(problem, failsWith('whereabouts', error)),
        fixes: () => (nameStart.test(better) && better !== text ? [changeTo(value, better, false)] : []),
      };
    }
  },
};

/** Rules about the pools of whereabouts v0.9.4, and the lock that it takes to change them. */
export const whereaboutsPoolRules: readonly Rule[] = [election, poolName];
