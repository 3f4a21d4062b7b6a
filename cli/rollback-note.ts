import type { Operation, RollbackSkipped } from '../engine/libcni/index.ts';

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
  const plugins = rollback.steps.map(({ pluginType }) => pluginType).join(', ');
  return rollback.error === undefined
    ? `note: rolled back: DEL of ${plugins} went well\n`
    : `note: the rollback failed, use "del" to try again: ${rollback.error.message}\n`;
}
