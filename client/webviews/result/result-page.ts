import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import {
  bytesOfText,
  isDocumentProblem,
  type OperationDocument,
  readOperationDocument,
} from '../../../engine/libcni/index.ts';
import { isRecord } from '../../../engine/libcni/json/record.ts';
import { type CacheFile, decodeCacheFile } from '../../../engine/libcni/operation/cache-file.ts';
import { unreadableReason } from '../../../engine/libcni/operation/cached-attachment.ts';
import { indentedJSON } from '../../editor/json-text.ts';
import type { ResultDocuments } from '../../editor/result-documents.ts';
import type { HostCatalog } from '../../hosts/host-catalog.ts';
import { hostShortName } from '../../hosts/host-text.ts';
import { type MappedPorts, openPort, portURL } from '../../operations/mapped-ports.ts';
import type { OperationHistory } from '../../operations/operation-history.ts';
import { namespaceName } from '../../views/attachment-label.ts';
import type { Reading } from '../messages.ts';
import { durationText } from '../operation/chain-sections.ts';
import type { Fact } from '../operation/operation-model.ts';
import { type PageContent, type PageKind, pageType } from '../page-editor.ts';
import { portsOf, portTable } from './port-table.ts';
import type { ResultAction, ResultModel } from './result-model.ts';
import { argumentTable, resultTables } from './result-tables.ts';

/** What the page of a result needs. */
export interface ResultSources {
  readonly documents: Pick<ResultDocuments, 'show'>;
  readonly history: Pick<OperationHistory, 'find'>;
  readonly catalog: Pick<HostCatalog, 'find'>;
  /** Called each time that a result is read for its page. */
  readonly onDidShow: () => void;
}

/** File name extension of the documents of the page. */
export const resultExtension = '.cni-result.json';

/** The page of a result: of an ADD (the document of the operation) or of a cached file (its bytes). */
export function resultPage(sources: ResultSources): PageKind<ResultModel, ResultAction> {
  return {
    read: (content) => {
      sources.onDidShow();
      return Promise.resolve(readingOf(sources, content));
    },
    act: ({ button }, content) => {
      switch (button) {
        case 'json':
          return showJSON(sources, content);
        case 'inspect':
          return inspectRun(sources, content);
        default:
          return openMappedPort(sources, content, button);
      }
    },
  };
}

function readingOf(sources: ResultSources, content: PageContent): Reading<ResultModel> {
  if (!isOperation(content)) {
    return { kind: 'model', model: cachedModel(sources, content) };
  }
  const document = readOperationDocument(content.text);
  if (isDocumentProblem(document)) {
    return { kind: 'problem', message: document.problem };
  }
  return document.result === undefined
    ? { kind: 'problem', message: l10n.t('This operation has no result. Only an ADD that succeeds has one.') }
    : { kind: 'model', model: addedModel(sources, document) };
}

/** A cache file has a kind; the document of an operation has a verb. */
function isOperation({ text }: PageContent): boolean {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) && parsed['verb'] !== undefined;
  } catch {
    return false;
  }
}

function addedModel({ catalog }: ResultSources, document: OperationDocument): ResultModel {
  const { network, netNS = '', ifName = '', result, steps, host, args = [], capabilityArgs = {} } = document;
  const { startedAt, durationMs, containerID } = document;
  return {
    title: titleOf(network, netNS, ifName),
    state: 'added',
    stateText: l10n.t('added'),
    facts: [
      ...hostFacts(host),
      { text: new Date(startedAt).toLocaleString(vscode.env.language), title: startedAt },
      { text: durationText(durationMs) },
      ...versionFacts(result),
      ...containerFacts(containerID),
    ],
    buttons: [
      { id: 'json', title: l10n.t('Show JSON') },
      { id: 'inspect', title: l10n.t('Inspect the Run') },
    ],
    tables: [
      ...resultTables({ result, ifName, netNS, steps }),
      portTable(portsOfOperation(document), catalog.find(host)?.spec),
      argumentTable(args, capabilityArgs),
    ].filter((table) => table !== undefined),
    texts: [],
  };
}

const portsOfOperation = ({ source, capabilityArgs = {} }: OperationDocument): MappedPorts =>
  portsOf(bytesOfText(source?.config ?? ''), capabilityArgs);

function cachedModel({ catalog }: ResultSources, { uri, text }: PageContent): ResultModel {
  const bytes = new TextEncoder().encode(text);
  const decoded = decodeCacheFile(bytes);
  return 'file' in decoded
    ? cachedFileModel(catalog, decoded.file, hostOf(uri))
    : {
        title: baseName(uri),
        state: 'damaged',
        stateText: l10n.t('cannot be read'),
        facts: hostFacts(hostOf(uri)),
        buttons: text === '' ? [] : [{ id: 'json', title: l10n.t('Show Text') }],
        problem: l10n.t('libcni cannot use this file: {0}.', unreadableReason(bytes, decoded)),
        tables: [],
        texts: [],
      };
}

function cachedFileModel(catalog: ResultSources['catalog'], file: CacheFile, host: string | undefined): ResultModel {
  const { network, netNS, ifName, result, config, cniArgs = [], capabilityArgs, containerID } = file;
  return {
    title: titleOf(network, netNS, ifName),
    state: 'cached',
    stateText: l10n.t('cached'),
    facts: [...hostFacts(host), ...versionFacts(result), ...containerFacts(containerID)],
    buttons: [{ id: 'json', title: l10n.t('Show JSON') }],
    tables: [
      ...resultTables({ result, ifName, netNS }),
      portTable(portsOf(config, capabilityArgs), catalog.find(host)?.spec),
      argumentTable(cniArgs, capabilityArgs),
    ].filter((table) => table !== undefined),
    texts: [{ title: l10n.t('Configuration that ADD used'), text: indentedJSON(new TextDecoder().decode(config)) }],
  };
}

/** Files of libcni before 1.2 do not say in which namespace the interface is. */
const titleOf = (network: string, netNS: string, ifName: string): string =>
  netNS === '' ? `${network} (${ifName})` : l10n.t('{0} in {1}', network, namespaceName(netNS));

const hostFacts = (host: string | undefined): readonly Fact[] =>
  host === undefined ? [] : [{ text: hostShortName(host) }];

const versionFacts = (result: unknown): readonly Fact[] =>
  isRecord(result) && typeof result['cniVersion'] === 'string'
    ? [{ text: l10n.t('spec {0}', result['cniVersion']) }]
    : [];

const containerFacts = (containerID = ''): readonly Fact[] =>
  containerID === '' ? [] : [{ text: l10n.t('container {0}', containerID) }];

/** The query of a cached file's document, for {@link ResultDocuments}: the host where the file is. */
export const cacheKey = (host: string): string => `cache:${host}`;

const hostOf = ({ query }: vscode.Uri): string | undefined => /^cache:(.*)$/s.exec(query)?.[1];

const baseName = ({ path }: vscode.Uri): string => path.slice(path.lastIndexOf('/') + 1).replace(resultExtension, '');

/** Shows the result of an ADD, or the whole cached file, as text. */
async function showJSON({ documents }: ResultSources, content: PageContent): Promise<void> {
  const { uri, text } = content;
  const document = isOperation(content) ? readOperationDocument(text) : undefined;
  const shown =
    document === undefined || isDocumentProblem(document)
      ? indentedJSON(text)
      : JSON.stringify(document.result, undefined, 2);
  await documents.show(`${baseName(uri)}.json`, uri.query, `${shown.trimEnd()}\n`);
}

/** Opens the inspector of the operation: its entry in the history, else the document of the page, which is the same. */
async function inspectRun({ history }: ResultSources, { uri, text }: PageContent): Promise<void> {
  const document = readOperationDocument(text);
  if (!isDocumentProblem(document)) {
    const entry = history.find({ verb: document.verb, startedAt: Date.parse(document.startedAt) });
    const target = entry === undefined ? uri : vscode.Uri.parse(entry.uri);
    // A preview would take the place of the result.
    await vscode.commands.executeCommand('vscode.openWith', target, pageType('operation'), { preview: false });
  }
}

/** Opens the port of a button `open N` in the browser. */
async function openMappedPort({ catalog }: ResultSources, content: PageContent, button: string): Promise<void> {
  const [, index] = /^open (\d+)$/.exec(button) ?? [];
  const { ports, host } = mappedPortsOf(content);
  const mapping = ports?.mappings[Number(index)];
  const spec = catalog.find(host)?.spec;
  const url = ports && mapping && spec && portURL(mapping, ports, spec);
  if (url !== undefined) {
    await openPort(url);
  }
}

function mappedPortsOf(content: PageContent): { readonly ports?: MappedPorts; readonly host: string | undefined } {
  const { uri, text } = content;
  if (isOperation(content)) {
    const document = readOperationDocument(text);
    return isDocumentProblem(document)
      ? { host: undefined }
      : { ports: portsOfOperation(document), host: document.host };
  }
  const decoded = decodeCacheFile(new TextEncoder().encode(text));
  return 'file' in decoded
    ? { ports: portsOf(decoded.file.config, decoded.file.capabilityArgs), host: hostOf(uri) }
    : { host: undefined };
}
