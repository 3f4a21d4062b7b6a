/** Writes generated/ once before the tests, as the build does before bundling. */
export default async function generate(): Promise<void> {
  const path = new URL('../scripts/generate.mjs', import.meta.url).href;
  const module: { generate(): void } = await import(path);
  module.generate();
}
