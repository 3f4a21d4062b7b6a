import { SSHConfig, LineType, type Line } from 'ssh-config';

/** A `Host` of an ssh config that names one machine. */
export interface SSHConfigHost {
  /** Argument of `ssh`. */
  readonly name: string;
  /** `user@address:port` as far as the block itself sets them, else ''. */
  readonly target: string;
}

/** Access to the files of an ssh config. */
export interface SSHConfigFiles {
  /** The user's `.ssh` directory, which Include is relative to. */
  readonly directory: string;
  /** The user's home directory. */
  readonly home: string;
  /** Returns the text of a file; undefined when it cannot be read. */
  read(path: string): Promise<string | undefined>;
  /** Returns the names of the files in a directory; none when it cannot be read. */
  list(directory: string): Promise<readonly string[]>;
}

/**
 * Returns the named hosts in the order of the file, without patterns (`*.example.org`, `!gate`). Follows Include when its
 * path has wildcards only in the last part. Ignores the content of Match blocks, because only ssh can evaluate them. Never
 * rejects.
 */
export async function readSSHConfigHosts(files: SSHConfigFiles): Promise<readonly SSHConfigHost[]> {
  const found = new Map<string, SSHConfigHost>();
  await readInto(found, files, `${files.directory}/config`, new Set());
  return [...found.values()];
}

async function readInto(
  found: Map<string, SSHConfigHost>,
  files: SSHConfigFiles,
  path: string,
  seen: Set<string>,
): Promise<void> {
  const text = seen.has(path) ? undefined : await files.read(path);
  if (text === undefined) {
    return;
  }
  // A file that is included again has no new hosts, and an include cycle must end.
  seen.add(path);
  for (const line of linesOf(text)) {
    if (line.type !== LineType.DIRECTIVE) {
      continue;
    }
    const isHost = 'config' in line && line.param.toLowerCase() === 'host';
    const block: readonly Line[] = isHost ? [...line.config] : [];
    for (const name of isHost ? wordsOf(line) : []) {
      if (/^[^!*?]+$/.test(name) && !found.has(name)) {
        found.set(name, { name, target: target(block) });
      }
    }
    for (const include of [line, ...block].filter((one) => isDirective(one, 'include'))) {
      for (const pattern of wordsOf(include)) {
        for (const included of await expand(files, pattern)) {
          await readInto(found, files, included, seen);
        }
      }
    }
  }
}

/** Returns no lines for a file that cannot be parsed; ssh itself may still accept it. */
function linesOf(text: string): readonly Line[] {
  try {
    return [...SSHConfig.parse(text)];
  } catch {
    return [];
  }
}

function isDirective(line: Line, param: string): boolean {
  return line.type === LineType.DIRECTIVE && line.param.toLowerCase() === param;
}

function wordsOf(line: Line): readonly string[] {
  if (line.type !== LineType.DIRECTIVE) {
    return [];
  }
  const { value } = line;
  const words = typeof value === 'string' ? value.split(/\s+/) : value.map(({ val }) => val);
  return words.filter((word) => word !== '');
}

function target(block: readonly Line[]): string {
  const valueOf = (param: string): string =>
    block.flatMap((line) => (isDirective(line, param) ? wordsOf(line) : []))[0] ?? '';
  const [user, address, port] = [valueOf('user'), valueOf('hostname'), valueOf('port')];
  return `${user === '' ? '' : `${user}@`}${address}${port === '' ? '' : `:${port}`}`;
}

async function expand(files: SSHConfigFiles, pattern: string): Promise<readonly string[]> {
  const path = pattern.replace(/^~(?=\/)/, files.home);
  const absolute = /^(?:\/|[A-Za-z]:[\\/])/.test(path) ? path : `${files.directory}/${path}`;
  const slash = absolute.lastIndexOf('/');
  const [directory, last] = [absolute.slice(0, slash), absolute.slice(slash + 1)];
  if (!/[*?]/.test(last)) {
    return [absolute];
  }
  const regex = new RegExp(
    `^${last
      .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  const names = await files.list(directory);
  return names
    .filter((name) => regex.test(name) && (last.startsWith('.') || !name.startsWith('.')))
    .toSorted()
    .map((name) => `${directory}/${name}`);
}
