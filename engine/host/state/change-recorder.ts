import type { Operation } from '../../libcni/operation/operation.ts';
import type { Host } from '../host.ts';
import { sysctlPath } from './file-entries.ts';
import type { HostChange } from './host-change.ts';
import { hostChanges } from './host-changes.ts';
import { type HostState, readHostState, type StatePlaces } from './host-state.ts';
import { leftBehind } from './left-behind.ts';
import { withResidue } from './residue.ts';

/** The attachment whose ADD or DEL is recorded, and its host. */
export interface RecordedAttachment {
  readonly host: Host;
  readonly network: string;
  readonly containerID: string;
  readonly ifName: string;
  readonly netNS: string;
  /** Data directories of host-local in the configuration; its default is always read. */
  readonly dataDirs: readonly string[];
  /** Sysctls in the configuration, as the plugin tuning takes them. */
  readonly sysctls: readonly string[];
  /** Stops the reading before the operation. */
  readonly signal?: AbortSignal | undefined;
}

/** The changes by ADD of the attachments of one host. */
type KnownChanges = Map<string, readonly HostChange[]>;

/**
 * Records what ADD and DEL change on a host, with one round trip before and one after. Remembers the changes by ADD, so that
 * those that remain after DEL are found. What cannot be read is reported, and the operation then has no changes.
 */
export class ChangeRecorder {
  readonly #report: (error: unknown) => void;
  readonly #added = new WeakMap<Host, KnownChanges>();

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  /** Reads the state before ADD or DEL. Returns undefined if it cannot be read. */
  async begin(attachment: RecordedAttachment): Promise<Recording | undefined> {
    const { host, network, containerID, ifName, signal } = attachment;
    const added = this.#added.get(host) ?? new Map();
    this.#added.set(host, added);
    const key = JSON.stringify([network, containerID, ifName]);
    const read = async (stop?: AbortSignal): Promise<HostState | undefined> => {
      try {
        return await readHostState(host, placesOf(attachment), stop);
      } catch (error) {
        this.#report(error);
        return undefined;
      }
    };
    const before = await read(signal);
    return before === undefined ? undefined : new Recording({ attachment, before, added, key, read });
  }
}

/** What a {@link Recording} needs. */
interface Beginning {
  readonly attachment: RecordedAttachment;
  readonly before: HostState;
  readonly added: KnownChanges;
  /** The attachment in `added`. */
  readonly key: string;
  readonly read: () => Promise<HostState | undefined>;
}

/** The recording of one ADD or DEL. After an operation with an unknown outcome, plugins may still run, so nothing is read. */
export class Recording {
  readonly #beginning: Beginning;

  constructor(beginning: Beginning) {
    this.#beginning = beginning;
  }

  /** Returns ADD with its changes; if it was rolled back, with those that remain. */
  async finishAdd(add: Operation, rollback?: Operation): Promise<Operation> {
    const { before, added, key } = this.#beginning;
    const after = await this.#readAfter(rollback ?? add);
    if (after === undefined) {
      return add;
    }
    const changes = hostChanges(before, after);
    if (add.state === 'ok') {
      added.set(key, changes);
    }
    return { ...add, changes: rollback === undefined ? changes : changes.map((change) => withResidue(change, after)) };
  }

  /** Returns DEL with its changes, and those that remain of the attachment. */
  async finishDelete(del: Operation): Promise<Operation> {
    const { attachment, before, added, key } = this.#beginning;
    const after = await this.#readAfter(del);
    if (after === undefined) {
      return del;
    }
    const changes = hostChanges(before, after);
    const left = leftBehind({ ...attachment, added: added.get(key) }, changes, after);
    if (del.state === 'ok') {
      added.delete(key);
    }
    return { ...del, changes: [...changes, ...left] };
  }

  #readAfter({ state }: Operation): Promise<HostState | undefined> {
    return state === 'unknown' ? Promise.resolve(undefined) : this.#beginning.read();
  }
}

/** Returns where an attachment leaves traces. */
function placesOf({ network, netNS, ifName, dataDirs, sysctls }: RecordedAttachment): StatePlaces {
  return {
    netNS,
    reservations: [...new Set(['/var/lib/cni/networks', ...dataDirs])].map((directory) => `${directory}/${network}`),
    sysctls: [...new Set(sysctls)].flatMap((key) => sysctlPath(key, ifName) ?? []),
  };
}
