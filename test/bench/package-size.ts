import { build } from '../../scripts/build.mjs';
import { packageExtension } from '../../scripts/package.mjs';
import { round, type Row } from './table.ts';

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
  return [
    {
      what: 'size of the VSIX without pictures, kB',
      measured: { kB: round(kB, 1) },
      budget: '≤ 400',
      holds: kB <= 400,
    },
  ];
}
