import { afterAll, beforeAll, beforeEach } from 'vitest';
import { useMachine } from '../machine-lock.ts';
import { sshObstacle, SshNode } from './ssh/ssh-node.ts';

/** What the tests of a file need of their node. */
interface NodeUse {
  /** What is skipped where there can be no node, for people. */
  readonly what: string;
  readonly number: number;
  /** What else is in the way, if anything is. */
  readonly obstacle?: string | undefined;
  /** What the tests set up when the node is there. */
  readonly setUp?: (node: SshNode) => Promise<void> | void;
  /** Undone before the node goes. */
  readonly tearDown?: () => Promise<void> | void;
}

/**
 * Gives the tests of this file a node, started before them and gone behind them, and skips them with the reason where
 * there can be none. The machine is theirs meanwhile.
 */
export function useNode({ what, number, obstacle, setUp, tearDown }: NodeUse): () => SshNode {
  const reason = sshObstacle() ?? obstacle;
  let node: SshNode | undefined;
  useMachine();
  beforeAll(async () => {
    if (reason !== undefined) {
      return console.log(`skipped: ${what}, as ${reason}`);
    }
    node = await SshNode.start({ number });
    await setUp?.(node);
  }, 300_000);
  beforeEach((context) => {
    if (reason !== undefined) {
      context.skip(reason);
    }
  });
  afterAll(async () => {
    if (reason !== undefined) {
      return;
    }
    await tearDown?.();
    await node?.close();
  });
  return () => {
    if (node === undefined) {
      throw new Error('There is no node before the tests begin.');
    }
    return node;
  };
}
