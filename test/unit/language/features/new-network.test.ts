import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguage, readNewNetworkQuestion } from '../../../../language/index.ts';

const pool = (name: string, subnet: string): string =>
  JSON.stringify({
    cniVersion: '1.0.0',
    name,
    plugins: [{ type: 'bridge', bridge: 'cni0', ipam: { type: 'host-local', ranges: [[{ subnet }]] } }],
  });

const definition = (subnet: string): string =>
  `kind: NetworkAttachmentDefinition\nmetadata:\n  name: pier\nspec:\n  config: '${pool('', subnet)}'\n`;

/** A language with an open file, and files of the workspace on disk. */
function language() {
  const open = TextDocument.create('file:///ws/a/10-a.conflist', 'cni', 1, pool('mynet', '10.88.0.0/16'));
  const made = createLanguage({ openDocuments: () => [open] });
  made.setWorkspaceFiles({
    files: [
      { uri: 'file:///ws/b/10-b.conflist', languageId: 'cni', text: pool('mynet2', '10.89.0.0/16') },
      { uri: 'file:///ws/c/net.yaml', languageId: '', text: definition('10.90.4.0/24') },
      { uri: open.uri, languageId: 'cni', text: pool('old', '10.91.0.0/16') },
    ],
    removed: [],
  });
  return made;
}

const host = { ofHost: ['10.91.0.1/16', 'fd00:88::1/64'], bridges: ['cni1'] };

describe('proposals for a new network', () => {
  it('leave out what open files, the workspace and the host use', () => {
    expect(language().newNetwork(host)).toEqual({
      ipv4: '10.92.0.0/16',
      ipv6: 'fd00:89::/64',
      name: 'mynet3',
      bridge: 'cni2',
      names: ['mynet', 'mynet2', 'pier'],
      problems: [],
      overlaps: [],
    });
  });

  it('are the first ones where nothing is known', () => {
    const empty = createLanguage({ openDocuments: () => [] });
    expect(empty.newNetwork({ ofHost: [], bridges: [] })).toMatchObject({
      ipv4: '10.88.0.0/16',
      ipv6: 'fd00:88::/64',
      name: 'mynet',
      bridge: 'cni0',
    });
  });
});

const check = (subnet: string) =>
  language().newNetwork({ ...host, written: { text: pool('new', subnet), isDefinition: false, subnets: [subnet] } });

describe('the check of a new network', () => {
  it('names the networks and the addresses of the host that its subnets overlap with', () => {
    expect(check('10.88.0.0/14').overlaps).toEqual([
      '10.88.0.0/14 overlaps with 10.88.0.0/16 of "mynet".',
      '10.88.0.0/14 overlaps with 10.89.0.0/16 of "mynet2".',
      '10.88.0.0/14 overlaps with 10.90.4.0/24 of "pier".',
      '10.88.0.0/14 overlaps with 10.91.0.1/16 on the host in use.',
    ]);
    expect(check('10.100.0.0/16')).toMatchObject({ problems: [], overlaps: [] });
  });

  it('reports the errors and warnings of its text', () => {
    expect(check('10.100.0.0').problems).toEqual([expect.stringContaining('10.100.0.0')]);
    const written = { text: definition('nonsense'), isDefinition: true, subnets: ['nonsense'] };
    expect(language().newNetwork({ ...host, written }).problems).toEqual([expect.stringContaining('nonsense')]);
  });
});

it('a question of another shape is rejected', () => {
  const written = { text: '', isDefinition: false, subnets: [] };
  expect(readNewNetworkQuestion({ ...host, written })).toEqual({ ...host, written });
  expect(readNewNetworkQuestion(host)).toEqual(host);
  for (const wrong of [null, {}, { ...host, ofHost: 1 }, { ...host, written: 1 }, { ...host, written: { text: 1 } }]) {
    expect(readNewNetworkQuestion(wrong)).toBeUndefined();
  }
});
