import type { Stage } from './stage.ts';

/** Processes all items, one at a time in each sandbox. */
export async function inStages<T>(
  stages: readonly Stage[],
  items: readonly T[],
  each: (stage: Stage, item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  await Promise.all(
    stages.map(async (stage) => {
      for (const item of left) {
        await each(stage, item);
      }
    }),
  );
}
