import type { Operation, RollbackSkipped, Step } from '../engine/libcni/index.ts';

const whyNot: Readonly<Record<RollbackSkipped, string>> = {
  notWanted: '',
  nothingRan: 'note: nothing to roll back, as no plugin ran\n',
  alreadyAttached:
    'note: not rolled back: this attachment was there before, and DEL would take it down. Use "del" if that is wanted\n',
  connectionLost: 'note: not rolled back, as the host is gone. Use "del" when it is back\n',
};

/** What became of the rollback of a failed ADD, as a line for stderr; '' when there was none to be. */
export function rollbackNote(rollback: Operation | undefined, skipped: RollbackSkipped | undefined): string {
  if (rollback === undefined) {
    return skipped === undefined ? '' : whyNot[skipped];
  }
  const undone = typesOf(rollback.steps.filter(({ error }) => error === undefined));
  const failed = typesOf(rollback.steps.filter(({ error }) => error !== undefined));
  if (rollback.error === undefined) {
    return `note: rolled back: DEL of ${undone} went well\n`;
  }
  const parts = [failed && `DEL of ${failed} failed`, undone && `DEL of ${undone} went well`]
    .filter(Boolean)
    .join(', ');
  const why = rollback.error.message.replaceAll('\n', '; ');
  return `note: the rollback failed${parts && `: ${parts}`}; use "del" to try again: ${why}\n`;
}

const typesOf = (steps: readonly Step[]): string => steps.map(({ pluginType }) => pluginType).join(', ');
