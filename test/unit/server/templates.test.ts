import { describe, expect, it } from 'vitest';
import { templateTokens } from '../../../server/service/templates.ts';
import { findingsIn } from './documents.ts';

const withSubnet = (subnet: string): string =>
  `{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"ptp","ipam":{"type":"host-local","ranges":[[{"subnet":"${subnet}"}]]}}]}`;

const errors = (subnet: string): string[] =>
  findingsIn(withSubnet(subnet)).flatMap(({ rule, severity }) => (severity === 'error' ? [rule.id] : []));

describe('what an installer fills in', () => {
  it.each([
    ['{"name": "%s"}', ['%s']],
    ['{"name": "%d"}', ['%d']],
    ['{"subnet": "%s/24"}', ['%s']],
    ['{"mtu": %d}', ['%d']],
    ['{"name": "net%d"}', []],
    ['{"name": "%d-net"}', []],
    ['{"name": "net%d", "type": "plugin-%d"}', ['%d', '%d']],
    ['{"name": "net%d", "mtu": %d}', ['%d', '%d']],
    ['{"name": "net%d", "master": "__MASTER__"}', ['%d', '__MASTER__']],
    ['{"name": "100%"}', []],
  ])('is in %j: %j', (text, tokens) => {
    const found = templateTokens(text).map(({ offset, length }) => text.slice(offset, offset + length));
    expect(found).toEqual(tokens);
  });

  it('is no lone %d, which fails for real', () => {
    expect(errors('10.1.0.0/24%d')).toHaveLength(1);
    expect(errors('%s')).toEqual([]);
  });
});
