import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pageViewType } from '../../../../client/editor/result-documents.ts';
import { pageHtml } from '../../../../client/webviews/page-html.ts';
import packageJson from '../../../../package.json' with { type: 'json' };

const pages = readdirSync(join(import.meta.dirname, '../../../../client/webviews/pages'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replace(/\.ts$/, ''));

const cspSource = "'self' https://*.vscode-cdn.net";

test('every page has a custom editor, and every custom editor a page', () => {
  expect(packageJson.contributes.customEditors.map(({ viewType }) => viewType).toSorted()).toEqual(
    [...pages.map((name) => `cni.${name}`), pageViewType].toSorted(),
  );
});

// docs/security.md: S21
test.each(pages)('%s: the policy allows only scripts of the extension, and the page has nothing inline', (page) => {
  const html = pageHtml({ script: `https://file.example/dist/webviews/${page}.js`, cspSource, language: 'en' });
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  const directives = Object.fromEntries(
    policy.split('; ').map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1).join(' ')]),
  );
  expect(directives).toEqual({
    'default-src': "'none'",
    'script-src': cspSource,
    'base-uri': "'none'",
    'form-action': "'none'",
  });
  expect(policy).not.toMatch(/unsafe|data:|\*(?!\.vscode-cdn\.net)/);
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<script'));
  expect([...html.matchAll(/<script\b[^>]*>([^]*?)<\/script>/g)].map(([, inline]) => inline)).toEqual(['']);
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|<link|<iframe|<base/i);
});

test('what a page is given cannot leave its attribute', () => {
  const html = pageHtml({ script: 'x"><script>alert(1)</script>', cspSource, language: 'e"n' });
  expect(html).toContain('src="x&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  expect(html).toContain('<html lang="e&quot;n">');
});
