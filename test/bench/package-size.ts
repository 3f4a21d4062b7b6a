import { build } from '../../scripts/build.mjs';
import { packageExtension } from '../../scripts/release/package.mjs';
import { row, type Row } from './table.ts';

/** Runs something whose progress must not stand within the table: what it prints goes to stderr. */
async function aside<T>(work: () => Promise<T>): Promise<T> {
  const print = console.log;
  console.log = console.error;
  try {
    return await work();
  } finally {
    console.log = print;
  }
}

/** Size of the extension as it is shipped, without the pictures of its page. */
export async function vsixSize(): Promise<readonly Row[]> {
  const { kB } = await aside(async () => {
    await build();
    return packageExtension();
  });
  return [row('VSIX without pictures', 'kB', { ours: kB }, [{ name: 'kB', value: kB, most: 900 }])];
}
