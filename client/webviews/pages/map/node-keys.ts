import type { PlacedNode } from './map-layout.ts';

const directions: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Returns the id of the node to which a key leads from another one: the nearest in the direction of an arrow, the first or last. */
export function nodeOfKey(key: string, nodes: readonly PlacedNode[], from: string | undefined): string | undefined {
  const inOrder = nodes.toSorted((a, b) => a.x - b.x || a.y - b.y);
  const current = nodes.find(({ node }) => node.id === from) ?? inOrder[0];
  if (key === 'Home') {
    return inOrder[0]?.node.id;
  }
  if (key === 'End') {
    return inOrder.at(-1)?.node.id;
  }
  const direction = directions[key];
  if (direction === undefined || current === undefined) {
    return undefined;
  }
  let best: { readonly id: string; readonly distance: number } | undefined;
  for (const { node, x, y } of nodes) {
    const along = (x - current.x) * direction.x + (y - current.y) * direction.y;
    const across = Math.abs((x - current.x) * direction.y + (y - current.y) * direction.x);
    const distance = along + 3 * across;
    if (node.id !== current.node.id && along > 1 && (best === undefined || distance < best.distance)) {
      best = { id: node.id, distance };
    }
  }
  return best?.id ?? current.node.id;
}
