import * as l10n from '@vscode/l10n';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CarrierContents, Embedded } from '../carriers/embedded.ts';
import { largestCarrier, readCarrier } from '../carriers/registry.ts';
import { runtimeText } from '../carriers/supplied-name.ts';
import { exactMember, textOf } from '../document/members.ts';
import { parse } from '../document/parse.ts';
import { notAnalyzed } from '../document/text-limit.ts';

/** A whole configuration inside a file, for a command that runs it. */
export interface RunnableText {
  readonly kind: 'list' | 'single';
  /** The text that the runtime gives to libcni. */
  readonly text: string;
  /** The name that the runtime fills in, because the text has none. */
  readonly suppliedName: string | undefined;
  /** The names of what holds it: the definition, also with its namespace, the object, its key or its file. */
  readonly holders: readonly string[];
  /** The name of the network, as the runtime gets it. */
  readonly network: string | undefined;
  /** The first placeholder, if a template engine must render the text before a runtime can use it. */
  readonly placeholder: string | undefined;
  /** Its first line, from 1. */
  readonly line: number;
}

/** The configurations in a file, and what is not a whole configuration or cannot be read. */
export interface RunnableTexts {
  readonly found: readonly RunnableText[];
  readonly left: readonly string[];
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function holdersOf({ definitions }: CarrierContents, embedded: Embedded): readonly string[] {
  const { name, where } = embedded;
  const key = /^(?:data|stringData)\.(.+)$/.exec(where)?.[1];
  const definition = definitions.find((one) => one.embedded === embedded);
  const qualified = definition?.namespace ? [`${definition.namespace}/${name ?? ''}`] : [];
  const names = name === undefined ? [] : [lastPart(name), name];
  return [...new Set([...(key === undefined ? [] : [key]), ...names, ...qualified])].filter((one) => one !== '');
}

/** Returns the configurations in a text that a runtime can use, in its order. */
export function runnableTexts(text: string, path: string): RunnableTexts {
  const size = Buffer.byteLength(text);
  if (size > largestCarrier) {
    return { found: [], left: [notAnalyzed(size, largestCarrier)] };
  }
  const contents = readCarrier(text, path);
  const document = TextDocument.create(path, 'carrier', 1, text);
  const left = contents.unresolved.map(({ where, reason }) => l10n.t('{0}: {1}', where, reason));
  const found: RunnableText[] = [];
  for (const embedded of contents.embedded) {
    const { kind, where, map } = embedded;
    if (kind !== 'list' && kind !== 'single') {
      left.push(l10n.t('{0}: {1}', where, l10n.t('This is only part of a configuration.')));
      continue;
    }
    const { text: given, suppliedName, placeholder } = runtimeText(embedded);
    const holders = holdersOf(contents, embedded);
    const network = textOf(exactMember(parse(given).root, 'name')?.value);
    const line = document.positionAt(map.start(0)).line + 1;
    found.push({
      kind,
      text: given,
      suppliedName,
      holders,
      network,
      placeholder,
      line,
    });
  }
  return { found, left };
}
