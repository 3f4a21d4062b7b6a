import { type Explanation, referenceOf } from './explanation.ts';

const docs = 'https://github.com/cni-workbench/cni-workbench/blob/main/docs';

/** Returns the addresses of the pages about a failure: its rule, a page of the documentation, or else the project. */
export function linksOf(explanation: Explanation): readonly string[] {
  const { rule, page, project } = referenceOf(explanation);
  const pages = [
    ...(rule === undefined ? [] : [`${docs}/rules/${rule}.md`]),
    ...(page === undefined ? [] : [`${docs}/${page}.md`]),
  ];
  return pages.length > 0 || project === undefined ? pages : [project.url];
}
