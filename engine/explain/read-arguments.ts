import { isReferencePlugin, projectOf } from '../libcni/plugin-projects.ts';
import type { Args } from './known-failure.ts';

/** A known failure with the arguments of its texts. */
interface Reading {
  readonly id: string;
  readonly args: Args;
}

/** Explains a missing plugin by the project that ships it. */
export function readMissingPlugin({ plugin = '', path = '' }: Args): Reading {
  const args = { plugin, path: path === '' ? 'CNI_PATH' : path };
  const project = projectOf(plugin);
  if (project === undefined) {
    return { id: 'unknownPluginMissing', args };
  }
  return isReferencePlugin(plugin)
    ? { id: 'referencePluginMissing', args }
    : { id: 'projectPluginMissing', args: { ...args, project: project.name, url: project.url } };
}

/** Explains a missing namespace with the command that creates it, if it has a name. */
export function readMissingNamespace({ path = '' }: Args): Reading {
  const name = /^(?:\/var)?\/run\/netns\/([^/]+)$/.exec(path)?.[1];
  return name === undefined
    ? { id: 'namespaceMissing', args: { path } }
    : { id: 'namedNamespaceMissing', args: { path, name } };
}
