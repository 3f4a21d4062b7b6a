import { TextDocument } from 'vscode-languageserver-textdocument';
import { check, type Checked } from '../../language/check.ts';
import type { Embedded } from '../../language/carriers/embedded.ts';
import { embeddedLanguage, readModel } from '../../language/document/model.ts';
import { rulesWithout } from '../../language/rules/carrier/applicability.ts';
import type { Fix } from '../../language/rules/rule.ts';
import { readCarrier } from '../../language/carriers/registry.ts';
import { corpora } from './files.ts';

/** One embedded configuration of a corpus, with the file that it is in. */
export interface CorpusEmbedded {
  readonly id: string;
  readonly carrier: string;
  readonly embedded: Embedded;
}

/** The name of a carrier in a corpus. */
export const carrierName = '/deploy/net.yaml';

/** Every embedded configuration of every corpus. */
export function embeddedInCorpora(): readonly CorpusEmbedded[] {
  return corpora.flatMap(({ name, files }) =>
    files('embedded').flatMap(({ id, text }) =>
      readCarrier(text, carrierName).embedded.map((embedded, index) => ({
        id: `${name} ${id}#${index}`,
        carrier: text,
        embedded,
      })),
    ),
  );
}

/** The findings of all rules in an extracted text, as a file of a configuration directory. */
export function findingsOfExtract({ kind, text }: Embedded): readonly Checked[] {
  const file = kind === 'list' ? '10-x.conflist' : '10-x.conf';
  return check(readModel(TextDocument.create(`file:///etc/cni/net.d/${file}`, 'cni', 1, text)), { neighbors: [] });
}

/** The fixes of an extracted text that apply inside a carrier. */
export function fixesOfExtract(embedded: Embedded): readonly Fix[] {
  const excluded = rulesWithout(embedded);
  const model = readModel(TextDocument.create(`file://${carrierName}`, embeddedLanguage, 1, embedded.text));
  return check(model, { neighbors: [], excluded }).flatMap(({ finding }) =>
    (finding.fixes?.() ?? []).filter(({ changes, rename }) => rename === undefined && changes !== undefined),
  );
}
