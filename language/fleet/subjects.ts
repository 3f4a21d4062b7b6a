import { uriSegment } from '../document/file-uri.ts';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { check, type Checked } from '../check.ts';
import { neighborOf } from '../directory/neighbor.ts';
import { type HostFacts, unreadAmong } from '../workspace/host-facts.ts';
import { readModel, type Model } from '../document/model.ts';
import type { DirectoryFile } from '../runtimes/view.ts';
import type { ComparedFile, Surveyed, Survey } from './survey.ts';

/** A network on one host, with the findings of the rules for that host. */
export interface Subject {
  readonly file: string;
  readonly model: Model;
  readonly checked: readonly Checked[];
}

/** A host that answered, prepared for the checks. */
export interface HostView {
  readonly name: string;
  readonly survey: Survey;
  /** The files of its configuration directory, by name. */
  readonly files: readonly DirectoryFile[];
  /** The compared file alone, or without one every network of the host. */
  readonly subjects: readonly Subject[];
}

/** Assumed directory of the compared file, because the rules use neighbors only in such a directory. */
const directory = '/etc/cni/net.d';

/** Returns what the user may not read of the configuration directory of a host. */
export function unreadFiles({ facts, confDir }: Survey): readonly string[] {
  const inside = (facts.unread ?? []).filter((path) => path.slice(0, path.lastIndexOf('/')) === confDir);
  return [...unreadAmong(facts, [confDir]), ...inside];
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Reads a file as if it were in that directory. */
export type ModelReader = (file: DirectoryFile) => Model;

/** Returns a reader that reads each text once: most hosts of a fleet have the same files. */
export function modelReader(): ModelReader {
  const known = new Map<string, Model>();
  return ({ name, text }) => {
    const uri = `file://${directory}/${uriSegment(name)}`;
    const key = `${uri}\n${text}`;
    const model = known.get(key) ?? readModel(TextDocument.create(uri, 'cni', 0, text));
    known.set(key, model);
    return model;
  };
}

/** Reads the files of a host and runs the rules over the compared file, as if it were there, or over the host's own. */
export function viewHost(
  { host }: Pick<Surveyed, 'host'>,
  survey: Survey,
  file: ComparedFile | undefined,
  modelOf: ModelReader,
): HostView {
  const files = (survey.facts.configFiles ?? []).map(({ path, text }) => ({ name: baseName(path), text }));
  const models = files.map(modelOf);
  // Messages name a host as the user does.
  const hostFacts: HostFacts = { ...survey.facts, host };
  const subjectOf = (name: string, model: Model): Subject => {
    const neighbors = models.filter((other) => other.document.uri !== model.document.uri).map(neighborOf);
    return { file: name, model, checked: check(model, { hostFacts, neighbors }) };
  };
  const subjects =
    file === undefined
      ? models.flatMap((model, index) =>
          model.loadedAs === undefined ? [] : [subjectOf(files[index]?.name ?? '', model)],
        )
      : [subjectOf(file.name, modelOf(file))];
  return { name: host, survey, files, subjects };
}
