import * as vscode from 'vscode';
import { excludedFiles } from './excluded-files.ts';

/** Files in which the files of a search are excluded. */
const ignoreFile = '**/.gitignore';
const mostIgnoreFiles = 200;

/** Returns the files of the workspace that match a glob and that the editor's search would find, at most `most`. */
export async function foundFiles(glob: string, most: number): Promise<readonly vscode.Uri[]> {
  return keptFiles(await vscode.workspace.findFiles(glob, undefined, most));
}

/** Returns the files that are in the workspace and that the editor's search does not exclude. */
export async function keptFiles(found: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  const tests = new Map<string, Promise<(path: string) => boolean>>();
  const kept = await Promise.all(
    found.map(async (uri) => {
      const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
      if (folder === undefined) {
        return [];
      }
      const key = folder.toString();
      const test = tests.get(key) ?? excludedIn(folder);
      tests.set(key, test);
      return (await test)(pathIn(folder, uri)) ? [] : [uri];
    }),
  );
  return kept.flat();
}

/** Returns the path of a file relative to a folder that contains it. */
function pathIn(folder: vscode.Uri, { path }: vscode.Uri): string {
  return path.slice(folder.path.replace(/\/$/, '').length + 1);
}

async function excludedIn(folder: vscode.Uri): Promise<(path: string) => boolean> {
  const valueOf = (section: string, key: string): unknown =>
    vscode.workspace.getConfiguration(section, folder).get<unknown>(key, undefined);
  const usesIgnoreFiles = valueOf('search', 'useIgnoreFiles') !== false;
  const files = usesIgnoreFiles ? await vscode.workspace.findFiles(ignoreFile, undefined, mostIgnoreFiles) : [];
  const prefix = `${folder.toString().replace(/\/$/, '')}/`;
  const read = files
    .filter((uri) => uri.toString().startsWith(prefix))
    .map(async (uri) => ({
      directory: pathIn(folder, vscode.Uri.joinPath(uri, '..')),
      text: await textOf(uri),
    }));
  return excludedFiles([valueOf('files', 'exclude'), valueOf('search', 'exclude')], await Promise.all(read));
}

async function textOf(uri: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return ''; // A file that cannot be read excludes nothing.
  }
}
