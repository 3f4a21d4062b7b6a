/**
 * Node flags for the process of the language server. It allocates many short-lived objects, for which Node by default uses
 * twice the memory. 512 MB is far more than any configuration needs.
 */
export const serverHeap: readonly string[] = ['--max-semi-space-size=1', '--max-old-space-size=512'];

/**
 * Variables of that process. By default, the malloc of glibc keeps what the compilers of V8 freed: 4 MB after start, and 12 MB
 * after 300 files. Node stores the compiled bundle in the folder `compiled`, which makes all starts but the first one faster.
 */
export const serverVariables = (compiled: string): Readonly<Record<string, string>> => ({
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '65536',
  NODE_COMPILE_CACHE: compiled,
});
