import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');

/** A server of this folder, bundled like ours. */
export async function bundlePeer(file: string, folder: string): Promise<string> {
  const outfile = join(folder, file.replace('.ts', '.js'));
  await build({
    entryPoints: [join(import.meta.dirname, file)],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    define: { SCHEMA_FILE: JSON.stringify(join(ROOT, 'schemas/cni.schema.json')) },
    logLevel: 'error',
  });
  return outfile;
}
