import {
  type JSONValue,
  type Operation,
  type OperationDocument,
  operationDocument,
  type OperationExtras,
} from '../../engine/libcni/index.ts';
import { remedyOf } from './explanation.ts';

/** Collects the operations of one command from their updates. */
export class EndedOperations {
  readonly #operations = new Map<string, Operation>();

  update(operation: Operation): void {
    if (operation.state !== 'running') {
      this.#operations.set(`${operation.verb} ${operation.startedAt}`, operation);
    }
  }

  /** Returns their documents in order. The DEL after a failed ADD is its rollback, and part of its document. */
  documents(
    extras: Pick<OperationExtras, 'host' | 'source' | 'args' | 'capabilityArgs'>,
  ): readonly OperationDocument[] {
    const operations = [...this.#operations.values()];
    return operations.flatMap((operation, index) => {
      if (isRollback(operation, operations[index - 1])) {
        return [];
      }
      const next = operations[index + 1];
      const rollback = next !== undefined && isRollback(next, operation) ? next : undefined;
      const document = operationDocument(operation, { ...extras, rollback, hint: remedyOf(operation) });
      return [{ ...document, result: resultOf(operation) }];
    });
  }
}

const isRollback = (operation: Operation, before: Operation | undefined): boolean =>
  operation.verb === 'DEL' && before?.verb === 'ADD' && before.state !== 'ok';

/** The result of ADD is what its last plugin printed. */
function resultOf({ verb, state, steps }: Operation): JSONValue | undefined {
  const outcome = steps.at(-1)?.outcome;
  return verb === 'ADD' && state === 'ok' && outcome?.kind === 'exited' ? parsed(outcome.stdout) : undefined;
}

function parsed(stdout: Uint8Array): JSONValue {
  return JSON.parse(new TextDecoder().decode(stdout));
}
