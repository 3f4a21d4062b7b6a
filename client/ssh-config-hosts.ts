import { SSHConfig, LineType, type Line } from 'ssh-config';

/** A `Host` of an ssh configuration that names one machine. */
export interface SSHConfigHost {
  /** As `ssh NAME` takes it. */
  readonly name: string;
  /** Where that leads, as far as the block itself says: `user@address:port`; '' where it says nothing. */
  readonly leadsTo: string;
}

/** The files that an ssh configuration is spread over. */
export interface SSHConfigFiles {
  /** The user's `.ssh`: what Include is relative to. */
  readonly directory: string;
  /** Where `~` leads. */
  readonly home: string;
  /** The text; undefined where it cannot be read. */
  read(path: string): Promise<string | undefined>;
  /** Names of the files in a directory; none where it cannot be read. */
  list(directory: string): Promise<readonly string[]>;
}

/**
 * The hosts that a user may mean by name, in the order of the file. A pattern (`*.example.org`, `!gate`) names no
 * machine. Include is followed where its path has wildcards in the last part only; what stands below Match is not looked
 * at, since only ssh knows whether it holds. Never rejects.
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
  // A file that is included again has no new hosts, and a circle would never end.
  seen.add(path);
  for (const line of linesOf(text)) {
    if (line.type !== LineType.DIRECTIVE) {
      continue;
    }
    const isHost = 'config' in line && line.param.toLowerCase() === 'host';
    const block: readonly Line[] = isHost ? [...line.config] : [];
    for (const name of isHost ? wordsOf(line) : []) {
      if (/^[^!*?]+$/.test(name) && !found.has(name)) {
        found.set(name, { name, leadsTo: leadsTo(block) });
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

/** Half a file is better than none: a line that cannot be read hides what is behind it, not what ssh does. */
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

function leadsTo(block: readonly Line[]): string {
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
