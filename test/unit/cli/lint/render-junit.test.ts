import { expect, test } from 'vitest';
import { renderJunit } from '../../../../cli/lint/render-junit.ts';
import { emptyReport, fullReport } from './reports.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const tag = /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>/y;
const decoded: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Character data of XML 1.0; throws for what is none. */
function characters(text: string): string {
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]|</u.test(text)) {
    throw new Error(`no XML text: ${text}`);
  }
  return text.replaceAll(/&([^;]*;?)/g, (_, entity: string) => {
    const letter = decoded[entity.slice(0, -1)];
    if (!entity.endsWith(';') || letter === undefined) {
      throw new Error(`no entity: &${entity}`);
    }
    return letter;
  });
}

/** Reads elements, attributes and text, and throws for what is not well-formed. */
function parseXml(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let at = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(xml)?.[0].length ?? 0;
  while (at < xml.length) {
    const next = xml.indexOf('<', at);
    const parent = open.at(-1) ?? root;
    parent.text += characters(xml.slice(at, next < 0 ? xml.length : next));
    if (next < 0) {
      break;
    }
    tag.lastIndex = next;
    const [all, close = '', name = '', written = '', empty] = tag.exec(xml) ?? [];
    if (all === undefined) {
      throw new Error(`no tag: ${xml.slice(next, next + 40)}`);
    }
    at = next + all.length;
    if (close !== '') {
      if (open.pop()?.name !== name) {
        throw new Error(`</${name}> ends something else`);
      }
      continue;
    }
    const pairs = [...written.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
      key,
      characters(value),
    ]);
    if (new Set(pairs.map(([key]) => key)).size < pairs.length) {
      throw new Error(`an attribute twice: ${all}`);
    }
    const element: Element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
    parent.children.push(element);
    if (empty === '') {
      open.push(element);
    }
  }
  if (open.length !== 1 || root.children.length !== 1 || root.text.trim() !== '') {
    throw new Error('not one element');
  }
  return root.children[0] ?? root;
}

test('the reader of this test rejects malformed XML', () => {
  const refused = (xml: string): boolean => {
    try {
      return parseXml(xml).name === '';
    } catch {
      return true;
    }
  };
  const wrong = [
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a>&x;</a>',
    '<a>\u001B</a>',
    '<a x="<"/>',
    '<a x="1" x="2"/>',
    'a<b/>',
  ];
  expect(wrong.filter((xml) => !refused(xml))).toEqual([]);
  expect(parseXml('<a x="&lt;"><b/>t</a>')).toMatchObject({
    attributes: { x: '<' },
    children: [{ name: 'b' }],
    text: 't',
  });
});

test('junit is well-formed XML: a suite for each file, failures for errors only', () => {
  const suites = parseXml(renderJunit(fullReport));
  expect(suites).toMatchObject({ name: 'testsuites', attributes: { tests: '5', failures: '1', errors: '2' } });
  expect(suites.children.map(({ attributes }) => attributes['name'])).toEqual([
    'net.d/10 a,b.conflist',
    '/elsewhere/b.conf',
    'c.conflist',
    'cnitool lint',
  ]);
  const [first, second, third] = suites.children;
  expect(first?.children).toMatchObject([
    {
      attributes: { name: 'R032 single-in-conflist at line 3', classname: 'net.d/10 a,b.conflist' },
      children: [{ name: 'failure', attributes: { type: 'R032' } }],
    },
    { children: [{ name: 'system-out', text: expect.stringContaining('information R074 No such key') }] },
  ]);
  expect(first?.children[0]?.children[0]?.attributes['message']).toBe('<"wrong" & 100%>\nsecond line \uFFFD[31m');
  expect(second?.children).toMatchObject([{ name: 'testcase', children: [] }]);
  expect(third?.children).toMatchObject([{ children: [{ name: 'error' }] }]);
});

test('the counts of suites add up to those of the whole', () => {
  const { attributes, children } = parseXml(renderJunit(fullReport));
  const sums = Object.fromEntries(
    ['tests', 'failures', 'errors'].map((count) => [
      count,
      String(children.reduce((total, suite) => total + Number(suite.attributes[count]), 0)),
    ]),
  );
  expect(attributes).toMatchObject(sums);
  expect(parseXml(renderJunit(emptyReport)).attributes).toMatchObject({ tests: '0' });
});

/** What Jenkins' schema of JUnit reports (jenkins-junit.xsd) lets an element have: attributes, children in this order. */
const junit: Readonly<
  Record<string, { readonly needs: readonly string[]; readonly may: readonly string[]; readonly children: RegExp }>
> = {
  testsuites: {
    needs: [],
    may: ['name', 'time', 'tests', 'failures', 'disabled', 'errors'],
    children: /^(testsuite )*$/,
  },
  testsuite: {
    needs: ['name'],
    may: 'tests failures errors time disabled skipped timestamp hostname id package'.split(' '),
    children: /^(properties )?(testcase )*(system-out )?(system-err )?$/,
  },
  testcase: {
    needs: ['name', 'classname'],
    may: ['assertions', 'time', 'status'],
    children: /^(skipped )?(error )*(failure )*(system-out )*(system-err )*$/,
  },
  failure: { needs: [], may: ['type', 'message'], children: /^$/ },
  error: { needs: [], may: ['type', 'message'], children: /^$/ },
  'system-out': { needs: [], may: [], children: /^$/ },
};

const COUNTS = new Set(['tests', 'failures', 'errors', 'disabled', 'skipped']);

/** What is not as that schema says, in an element and those in it. */
function notJunit({ name, attributes, children }: Element): string[] {
  const rule = junit[name];
  if (rule === undefined) {
    return [`<${name}>`];
  }
  const keys = Object.keys(attributes);
  return [
    ...rule.needs.filter((key) => !attributes[key]).map((key) => `${name} without ${key}`),
    ...keys.filter((key) => ![...rule.needs, ...rule.may].includes(key)).map((key) => `${name} with ${key}`),
    ...keys.filter((key) => COUNTS.has(key) && !/^\d+$/.test(attributes[key] ?? '')).map((key) => `${name}: ${key}`),
    ...(rule.children.test(children.map((child) => `${child.name} `).join('')) ? [] : [`children of ${name}`]),
    ...children.flatMap(notJunit),
  ];
}

test('elements, attributes and their order are those of the schema that CI servers go by', () => {
  expect(notJunit(parseXml(renderJunit(fullReport)))).toEqual([]);
  expect(notJunit(parseXml(renderJunit(emptyReport)))).toEqual([]);
  const wrong = '<testsuite tests="x" colour="red"><system-out/><testcase classname="a" name="b"/></testsuite>';
  expect(notJunit(parseXml(wrong))).toEqual([
    'testsuite without name',
    'testsuite with colour',
    'testsuite: tests',
    'children of testsuite',
  ]);
});
