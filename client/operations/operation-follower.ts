import * as l10n from '@vscode/l10n';
import type { Operation, OperationDocument, OperationExtras, Verb } from '../../engine/libcni/index.ts';
import { CancellableProgress } from '../editor/cancellable-progress.ts';
import { hostShortName } from '../hosts/host-text.ts';
import type { Following } from './network-runner.ts';
import { EndedOperations } from './ended-operations.ts';
import { OperationLog, type LogLines } from './operation-log.ts';
import { stepProgress } from './operation-text.ts';

/** Texts shown while an operation runs. */
export interface FollowedOperation {
  /** Title of the progress. */
  readonly title: string;
  /** Name of the host, for the log. */
  readonly host: string;
  readonly pluginCount: number;
  /** The configuration that runs, and the arguments of the runtime, for the record. */
  readonly source?: OperationExtras['source'];
  readonly args?: OperationExtras['args'];
  readonly capabilityArgs?: OperationExtras['capabilityArgs'];
}

/** Runs operations with a cancelable progress, logs each finished step, and records each operation that ended. */
export class OperationFollower {
  readonly #log: LogLines;
  readonly #record: (document: OperationDocument) => void;

  constructor(log: LogLines, record: (document: OperationDocument) => void) {
    this.#log = log;
    this.#record = record;
  }

  /** Runs `body`. Canceling the progress aborts its signal. The rollback has a separate progress, because it may hang too. */
  async follow<T>(followed: FollowedOperation, body: (following: Required<Following>) => Promise<T>): Promise<T> {
    const log = new OperationLog(this.#log, hostShortName(followed.host));
    const operating = new CancellableProgress();
    const undoing = new CancellableProgress();
    const ended = new EndedOperations();
    let verb: Verb | undefined;
    const onUpdate = (operation: Operation): void => {
      log.update(operation);
      ended.update(operation);
      verb ??= operation.verb;
      if (operation.verb !== verb && operating.signal.aborted && !undoing.isShown) {
        undoing.show(l10n.t('Rolling back "{0}"', operation.network));
      }
      const message = stepProgress(operation, followed.pluginCount);
      if (message !== undefined) {
        (undoing.isShown ? undoing : operating).report(message);
      }
    };
    operating.show(followed.title);
    try {
      return await body({ signal: operating.signal, rollbackSignal: undoing.signal, onUpdate });
    } finally {
      operating.close();
      undoing.close();
      const { host, source, args, capabilityArgs } = followed;
      ended.documents({ host, source, args, capabilityArgs }).forEach((document) => this.#record(document));
    }
  }
}
