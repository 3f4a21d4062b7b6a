import { describe, expect, it } from 'vitest';
import { semanticLegend, semanticTokens } from '../../../../language/features/semantic-tokens.ts';
import { modelOf } from '../documents.ts';
import { list } from './surrounding-files.ts';

/** The tokens of a text: type (with its modifier) and what it covers. */
function tokensIn(text: string): string[] {
  const { data } = semanticTokens(modelOf(text));
  const lines = text.split('\n');
  const shown: string[] = [];
  let [line, character] = [0, 0];
  for (let index = 0; index < data.length; index += 5) {
    const [down = 0, right = 0, length = 0, type = 0, modifiers = 0] = data.slice(index, index + 5);
    character = down === 0 ? character + right : right;
    line += down;
    const name = semanticLegend.tokenTypes[type] ?? '?';
    const modifier = modifiers === 0 ? '' : `.${semanticLegend.tokenModifiers.join('.')}`;
    shown.push(`${name}${modifier} ${(lines[line] ?? '').slice(character, character + length)}`);
  }
  return shown;
}

describe('semantic tokens', () => {
  it('are the name of the network and the interfaces of the host, and nothing that the grammar tells', () => {
    expect(
      tokensIn(list('{"type":"bridge","bridge":"br0"},{"type":"macvlan","mode":"bridge","master":"eth1"}')),
    ).toEqual(['namespace "a"', 'variable "br0"', 'variable "eth1"']);
    expect(tokensIn('{"plugins":[{"type":"ptp","name_of":"x"}]}')).toEqual([]);
  });

  it('are keys that are on their way out', () => {
    const ipam = '{"type":"whereabouts","etcd_host":"x","range":"10.0.0.0/24"}';
    expect(tokensIn(list(`{"type":"ptp","ipam":${ipam}}`))).toEqual([
      'namespace "a"',
      'property.deprecated "etcd_host"',
    ]);
  });

  it('are what an installer fills in, also in a name', () => {
    expect(tokensIn('{\n"name":"x",\n"plugins":[{"type":"ptp","mtu":__MTU__}]}')).toEqual([
      'namespace "x"',
      'macro __MTU__',
    ]);
    expect(tokensIn('{"name":"{{ net }}"}')).toEqual(['namespace "{{ net }}"']);
  });

  it('are in order and on one line each, whatever the text', () => {
    expect(tokensIn('')).toEqual([]);
    expect(tokensIn('{"name":"a')).toEqual(['namespace "a']);
  });
});
