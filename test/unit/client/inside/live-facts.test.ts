import { expect, test } from 'vitest';
import { unreadRules } from '../../../../client/inside/live-facts.ts';

test.each([
  ['read in detail', true, true, 0],
  ['one of many', true, false, 1],
  ['not readable', false, false, 0],
] as const)('the limit of rules is named for a namespace that is %s: %j %j', (_, isRead, isDetailed, count) => {
  expect(unreadRules({ isRead, isDetailed })).toHaveLength(count);
});
