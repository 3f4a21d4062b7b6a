/** Compiles the schemas once before the tests, as the build does before bundling. */
export default async function generate(): Promise<void> {
  const path = new URL('../scripts/generate-validators.mjs', import.meta.url).href;
  const module: { generateValidators(): void } = await import(path);
  module.generateValidators();
}
