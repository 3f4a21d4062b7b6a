import * as l10n from '@vscode/l10n';
import { mtuCause, portCause } from './end-causes.ts';
import { countedDropCause, uncountedDropCause } from './firewall-causes.ts';
import { type ConnectionProblem, legsOf } from './leg.ts';
import { downCause, duplicateCause, hostNeighborCause, neighborCause } from './link-causes.ts';
import type { Observation } from './observation.ts';
import { routeCause } from './route-causes.ts';

/** What an observation means. A cause that is not certain fits everything that was seen. */
export type Diagnosis =
  | { readonly kind: 'healthy' }
  | { readonly kind: 'failed'; readonly problem: ConnectionProblem; readonly isCertain: boolean };

/** Returns the first cause on the way of the packets, or that the connection works. */
export function diagnose(seen: Observation): Diagnosis {
  const isOpen = seen.tcp === undefined || seen.tcp === 'open';
  const isAnswered = seen.small.received > 0 || (seen.tcp !== undefined && /^open$|refused/i.test(seen.tcp));
  const [there] = legsOf(seen);
  const duplicate = duplicateCause(there, seen.others);
  if (duplicate !== undefined) {
    return certain(duplicate);
  }
  if (isAnswered) {
    const cause = (isOpen ? undefined : (portCause(seen) ?? countedDropCause(seen))) ?? mtuCause(seen, there);
    if (cause !== undefined) {
      return certain(cause);
    }
    return isOpen ? { kind: 'healthy' } : uncertain(seen);
  }
  const cause = wayCause(seen) ?? countedDropCause(seen);
  return cause === undefined ? uncertain(seen) : certain(cause);
}

/** Follows the packet to the other end, and the answer back. */
function wayCause(seen: Observation): ConnectionProblem | undefined {
  for (const leg of legsOf(seen)) {
    const cause = downCause(leg) ?? routeCause(leg) ?? neighborCause(leg) ?? hostNeighborCause(leg);
    if (cause !== undefined) {
      return cause;
    }
  }
  return undefined;
}

const certain = (problem: ConnectionProblem): Diagnosis => ({ kind: 'failed', problem, isCertain: true });

function uncertain(seen: Observation): Diagnosis {
  const problem: ConnectionProblem = uncountedDropCause(seen) ?? {
    code: 'unknown',
    message: l10n.t('{0} does not answer, although routes, links and counters of the firewall show no cause.', seen.to),
    remedy: l10n.t('Capture packets at both ends to see where they are lost.'),
  };
  return { kind: 'failed', problem, isCertain: false };
}
