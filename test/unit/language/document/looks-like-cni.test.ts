import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { corpora, type CorpusFile } from '../../../corpus/files.ts';
import { looksLikeCNI } from '../../../../language/document/looks-like-cni.ts';

function share(files: readonly CorpusFile[]): number {
  return files.filter(({ text }) => looksLikeCNI(text)).length / files.length;
}

describe('looksLikeCNI', () => {
  it.each([
    ['a list', '{"cniVersion":"1.0.0","name":"a","plugins":[]}'],
    ['a list without version', '{"name":"a","plugins":[{"type":"bridge","ipam":{}},{"type":"portmap"}]}'],
    ['a single plugin', '{"cniVersion":"0.4.0","name":"a","type":"ptp"}'],
    ['a single plugin without version', '{"name":"a","type":"whatever","ipam":{"type":"dhcp"}}'],
    ['a list with comments', '// mine\n{"cniVersion":"1.0.0", /* x */ "name":"a","plugins":[{"type":"bridge"}]}'],
    ['a list with a missing comma', '{"cniVersion":"1.0.0" "name":"a","plugins":[{"type":"bridge"}]}'],
    ['a list that is still being typed', '{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"br'],
  ])('takes %s', (_what, text) => {
    expect(looksLikeCNI(text)).toBe(true);
  });

  it.each([
    ['nginx', 'server {\n  listen 80;\n  location / { proxy_pass http://127.0.0.1; }\n}\n'],
    ['ini', '[main]\ntype = bridge\nplugins = ifcfg-rh\n'],
    ['NetworkManager', '[connection]\nid=br0\ntype=bridge\n'],
    ['tsconfig', '{ // c\n "compilerOptions": {"plugins":[{"name":"x"}], "types":["node"]}, "include":["a"] }'],
    ['package.json', '{"name":"x","version":"1.0.0","type":"module","dependencies":{}}'],
    ['eslint', '{"plugins":["react"],"rules":{}}'],
    ['babel', '{"plugins":[["a",{"type":"x"}]],"presets":[]}'],
    ['a plugin manifest', '{"name":"site","plugins":[{"type":"seo"},{"type":"sitemap"}]}'],
    ['GeoJSON', '{"type":"FeatureCollection","name":"a","features":[]}'],
    ['JSON Schema', '{"type":"object","name":"x","properties":{"ipam":{}}}'],
    ['Docker network', '[{"Name":"bridge","IPAM":{"Driver":"default"}}]'],
    ['a docker-compose fragment', '{"networks":{"a":{"ipam":{"driver":"default"}}}}'],
    ['logstash', 'input { beats { port => 5044 type => "x" } }'],
    ['HOCON', 'akka { loglevel = "INFO" }'],
    ['nothing', ''],
    ['a number', '42'],
    ['only a brace', '{'],
  ])('leaves %s alone', (_what, text) => {
    expect(looksLikeCNI(text)).toBe(false);
  });

  it('leaves the JSON files of our own dependencies alone', () => {
    const modules = fileURLToPath(new URL('../../../../node_modules/', import.meta.url));
    const files = readdirSync(modules)
      .map((name) => `${modules}${name}/package.json`)
      .filter((file) => existsSync(file));
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((file) => looksLikeCNI(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it.each(corpora)('takes nearly all configurations of the $name corpus', ({ files }) => {
    expect(share(files('sound'))).toBeGreaterThan(0.85);
    expect(share(files('broken'))).toBeGreaterThan(0.7);
  });
});
