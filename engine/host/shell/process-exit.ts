const actions = new Set<() => void>();

function runAll(): void {
  for (const action of actions) {
    action();
  }
}

/** Runs `action` when this process ends, with one listener for all hosts. It must not wait. */
export function onProcessExit(action: () => void): { dispose(): void } {
  if (actions.size === 0) {
    process.once('exit', runAll);
  }
  actions.add(action);
  return {
    dispose: () => {
      if (actions.delete(action) && actions.size === 0) {
        process.removeListener('exit', runAll);
      }
    },
  };
}
