import { describe, expect, it } from 'vitest';
import { hover } from '../../../../language/features/hover.ts';
import { JSONLanguage } from '../../../../language/features/json-language.ts';
import { atCursor } from '../documents.ts';

const language = new JSONLanguage();
const list = (plugins: string): string => `{"cniVersion":"1.0.0","name":"a","plugins":[${plugins}]}`;

/** What is shown at ‸: its Markdown and the text it is about. */
async function shown(marked: string): Promise<{ text: string; about: string } | undefined> {
  const { model, position } = atCursor(marked);
  const found = await hover(model, position, language);
  if (found?.range === undefined) {
    return undefined;
  }
  const text = typeof found.contents === 'object' && 'value' in found.contents ? found.contents.value : '';
  return { text, about: model.document.getText(found.range) };
}

describe('hover', () => {
  it('shows meaning, default and first release of a key', async () => {
    const found = await shown(list('{"type":"bridge","hair‸pinMode":true}'));
    expect(found?.about).toBe('"hairpinMode"');
    expect(found?.text).toContain('reach itself');
    expect(found?.text).toContain('Default: `false` · Since: 0.3.0');
  });

  it('explains a plugin type, with a link', async () => {
    const found = await shown(list('{"type":"port‸map"}'));
    expect(found?.about).toBe('"portmap"');
    expect(found?.text).toContain('Forwards host ports');
    expect(found?.text).toContain('(https://www.cni.dev/plugins/current/meta/portmap/)');
  });

  it('links to the documentation of keys of a plugin, at any depth', async () => {
    const mtu = await shown(list('{"type":"bridge","m‸tu":1400}'));
    expect(mtu?.text).toContain('[Documentation of bridge](https://www.cni.dev/plugins/current/main/bridge/)');
    const subnet = await shown(list('{"type":"ptp","ipam":{"type":"host-local","ranges":[[{"sub‸net":"x"}]]}}'));
    expect(subnet?.text).toContain('[Documentation of host-local](');
  });

  it('shows that a key is deprecated', async () => {
    const found = await shown(list('{"type":"bond","ifn‸ame":"bond0"}'));
    expect(found?.text).toContain('Ignored now');
    expect(found?.text).toContain('Deprecated');
  });

  it('explains a version', async () => {
    expect((await shown('{"cniVersion":"0.4‸.0"}'))?.text).toContain('CHECK');
  });

  it('explains a value', async () => {
    expect((await shown(list('{"type":"macvlan","mode":"ve‸pa"}')))?.text).toContain('external switch');
  });

  it('explains a capability', async () => {
    const found = await shown(list('{"type":"portmap","capabilities":{"portM‸appings":true}}'));
    expect(found?.text).toContain('The runtime passes the port mappings');
  });

  it('knows the keys of the IPAM plugin', async () => {
    const found = await shown(list('{"type":"bridge","ipam":{"type":"host-local","data‸Dir":"/x"}}'));
    expect(found?.text).toContain('Default: `"/var/lib/cni/networks"`');
  });

  it('knows keys in another case, as the plugins do', async () => {
    expect((await shown(list('{"TYPE":"bridge","isg‸ateway":true}')))?.text).toContain('gateway address');
  });

  it('distinguishes the same key of different plugins', async () => {
    const [bridge, ptp] = ['bridge', 'ptp'].map((type) => shown(list(`{"type":"${type}","m‸tu":1400}`)));
    expect((await bridge)?.text).toContain('Used only when the bridge is created');
    expect((await ptp)?.text).not.toContain('bridge');
  });

  it('shows nothing for unknown keys', async () => {
    expect(await shown(list('{"type":"nobody-knows","fo‸o":1}'))).toBeUndefined();
    expect(await shown('‸')).toBeUndefined();
  });
});
