import { describe, expect, it } from 'vitest';
import { neighborOf } from '../../../../language/directory/neighbor.ts';
import { documentLinks } from '../../../../language/features/links.ts';
import { definition, references, workspaceSymbols } from '../../../../language/features/navigation.ts';
import { atCursor, modelOf } from '../documents.ts';
import { facts, list, other } from './surrounding-files.ts';

const fragment = neighborOf(modelOf('{"type":"portmap"}', 'a/10-ports.conf'));

/** Places as `file:line:character`. */
function short(places: readonly { uri: string; range: { start: { line: number; character: number } } }[]): string[] {
  return places.map(({ uri, range: { start } }) => `${uri.slice(uri.lastIndexOf('/') + 1)}:${start.character}`);
}

describe('references', () => {
  it('of a bridge are its users in all files, also those that take it by default', () => {
    const { model, position } = atCursor(list('{"type":"bridge","bridge":"cn‸i0"},{"type":"macvlan","master":"cni0"}'));
    expect(short(references(model, position, [other, fragment]))).toEqual([
      '10-mynet.conflist:61',
      '10-mynet.conflist:96',
      '20-other.conflist:56',
    ]);
  });

  it('of a network are its files and what is side-loaded for it', () => {
    const { model, position } = atCursor(list('{"type":"bridge"}').replace('"a"', '"‸a"'));
    expect(short(references(model, position, [other, fragment]))).toEqual(['10-mynet.conflist:29', '10-ports.conf:8']);
  });

  it('of anything else are none', () => {
    const { model, position } = atCursor(list('{"type":"pt‸p"}'));
    expect(references(model, position, [other])).toEqual([]);
    expect(definition(model, position, [other])).toEqual([]);
  });
});

describe('the definition', () => {
  it('of an interface is the bridge plugin that makes it', () => {
    const { model, position } = atCursor(list('{"type":"macvlan","master":"cn‸i0"}'));
    expect(short(definition(model, position, [other]))).toEqual(['20-other.conflist:56']);
  });

  it('of a network name are the other files of it, else itself', () => {
    const { model, position } = atCursor(list('{"type":"bridge"}').replace('"a"', '"‸a"'));
    const twin = neighborOf(modelOf(list('{"type":"ptp"}'), '30-twin.conflist'));
    expect(short(definition(model, position, [other, twin]))).toEqual(['30-twin.conflist:29']);
    expect(short(definition(model, position, [other]))).toEqual(['10-mynet.conflist:29']);
  });
});

describe('workspace symbols', () => {
  it('are networks and their plugins whose names hold the letters in order', () => {
    const found = workspaceSymbols([other, fragment], 'oth');
    expect(found.map(({ name, containerName }) => [name, containerName])).toEqual([['other', '20-other.conflist']]);
    expect(workspaceSymbols([other, fragment], 'pm').map(({ name }) => name)).toEqual(['portmap']);
    expect(workspaceSymbols([other, fragment], '')).toHaveLength(4);
  });
});

describe('document links', () => {
  it('lead from types to their documentation, and from paths to files', () => {
    const ipam = '{"type":"host-local","dataDir":"/var/lib/my cni","resolvConf":"relative"}';
    const model = modelOf(list(`{"type":"bridge","ipam":${ipam}},{"type":"nobody-knows"}`));
    expect(documentLinks(model).map(({ range, target }) => [model.document.getText(range), target])).toEqual([
      ['bridge', 'https://www.cni.dev/plugins/current/main/bridge/'],
      ['host-local', 'https://www.cni.dev/plugins/current/ipam/host-local/'],
      ['/var/lib/my cni', 'file:///var/lib/my%20cni'],
    ]);
  });

  it('lead from the key of a type to the program that the host has', () => {
    const model = modelOf(list('{"type":"bridge"},{"type":"weird"},{"type":"ptp"}'));
    const programs = documentLinks(model, facts).filter(({ range }) => model.document.getText(range) === 'type');
    expect(programs.map(({ target, tooltip }) => [target, tooltip])).toEqual([
      ['file:///opt/cni/bin/bridge', '/opt/cni/bin/bridge on the sandbox'],
      ['file:///opt/cni/bin/weird', '/opt/cni/bin/weird on the sandbox'],
    ]);
  });
});
