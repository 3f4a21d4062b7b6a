import { uriSegment } from '../file-uri.ts';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { check, type Checked } from '../check.ts';
import { neighbourOf } from '../directory/neighbour.ts';
import type { HostFacts } from '../host-facts.ts';
import { readModel, type Model } from '../model.ts';
import type { DirectoryFile } from '../runtimes/view.ts';
import type { ComparedFile, Surveyed, Survey } from './survey.ts';

/** A network as it would be on one host, with what the rules say of it there. */
export interface Subject {
  readonly file: string;
  readonly model: Model;
  readonly checked: readonly Checked[];
}

/** A host that answered, made ready for the checks. */
export interface HostView {
  readonly name: string;
  readonly survey: Survey;
  /** The files of its configuration directory, by their names. */
  readonly files: readonly DirectoryFile[];
  /** The compared file alone; without one every network of the host. */
  readonly subjects: readonly Subject[];
}

/** Where the compared file is thought to lie: the rules look at neighbours in such a directory only. */
const directory = '/etc/cni/net.d';

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const modelOf = ({ name, text }: DirectoryFile): Model =>
  readModel(TextDocument.create(`file://${directory}/${uriSegment(name)}`, 'cni', 0, text));

/** Reads what a host has and runs the rules over the compared file, or over the host's own, as if it lay there. */
export function viewHost({ host }: Surveyed, survey: Survey, file: ComparedFile | undefined): HostView {
  const files = (survey.facts.configFiles ?? []).map(({ path, text }) => ({ name: baseName(path), text }));
  const models = files.map(modelOf);
  // In the messages a host is called as the user calls it.
  const hostFacts: HostFacts = { ...survey.facts, host };
  const subjectOf = (name: string, model: Model): Subject => {
    const neighbours = models.filter((other) => other.document.uri !== model.document.uri).map(neighbourOf);
    return { file: name, model, checked: check(model, { hostFacts, neighbours }) };
  };
  const subjects =
    file === undefined
      ? models.flatMap((model, index) =>
          model.loadedAs === undefined ? [] : [subjectOf(files[index]?.name ?? '', model)],
        )
      : [subjectOf(file.name, modelOf(file))];
  return { name: host, survey, files, subjects };
}
